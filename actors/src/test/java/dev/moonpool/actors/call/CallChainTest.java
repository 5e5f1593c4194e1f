package dev.moonpool.actors.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.id.ActorId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A18")
class CallChainTest {
  private static final ActorId A = new ActorId("n", "t", "a");
  private static final ActorId B = new ActorId("n", "t", "b");
  private static final ActorId C = new ActorId("n", "t", "c");

  /// A runs `first` and waits for B, which runs `second` and waits for C, which runs `third`.
  private static final CallChain CHAIN =
      CallChain.extend(
          C, "third", CallChain.extend(B, "second", CallChain.extend(A, "first", null)));

  @Test
  void extend_nested_countsWhoWaits() {
    assertThat(CHAIN.depth()).isEqualTo(3);
    assertThat(CHAIN.contains(A)).isTrue();
    assertThat(CHAIN.contains(C)).isTrue();
    assertThat(CHAIN.contains(new ActorId("n", "t", "d"))).isFalse();
  }

  @Test
  void cycle_backToAnActor_beginsAndEndsWithIt() {
    assertThat(CHAIN.cycle(A, "fourth"))
        .containsExactly("n::t/a.first", "n::t/b.second", "n::t/c.third", "n::t/a.fourth");
    assertThat(CHAIN.cycle(B, "fourth"))
        .as("who waits outside of the cycle is left out")
        .containsExactly("n::t/b.second", "n::t/c.third", "n::t/b.fourth");
    assertThat(CHAIN.cycle(C, "fourth")).containsExactly("n::t/c.third", "n::t/c.fourth");
  }

  @Test
  void everyMethodOf_actorTwiceInTheChain_looksAtBoth() {
    CallChain twice = CallChain.extend(A, "read", CHAIN);

    assertThat(twice.everyMethodOf(A, "read"::equals)).isFalse();
    assertThat(twice.everyMethodOf(A, method -> method.equals("read") || method.equals("first")))
        .isTrue();
    assertThat(twice.everyMethodOf(new ActorId("n", "t", "d"), method -> false)).isTrue();
  }
}
