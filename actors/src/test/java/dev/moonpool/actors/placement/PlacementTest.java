package dev.moonpool.actors.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A29")
class PlacementTest {
  private static final NodeAddress A = new NodeAddress("a", 1);
  private static final NodeAddress B = new NodeAddress("b", 1);
  private static final NodeAddress C = new NodeAddress("c", 1);
  private static final List<NodeAddress> ALL = List.of(A, B, C);
  private static final ActorId ALICE = new ActorId("bank", "account", "alice");

  private final LoadTable loads = new LoadTable(A, () -> 5);
  private final Randomness randomness = Randomness.seeded(3);

  @Test
  void twoChoices_withDifferentLoads_neverTakesTheMostLoaded() {
    loads.nodeSeen(new NodeIdentity(B, 1), 6);
    loads.nodeSeen(new NodeIdentity(C, 1), 4);
    assertThat(chosen(new TwoChoices(), ALL)).containsExactlyInAnyOrder(A, C);
  }

  @Test
  void twoChoices_withEqualLoads_takesAnyAndEachAboutAsOften() {
    loads.nodeSeen(new NodeIdentity(B, 1), 5);
    loads.nodeSeen(new NodeIdentity(C, 1), 5);
    int[] counts = new int[3];
    for (int i = 0; i < 3_000; i++) {
      counts[ALL.indexOf(new TwoChoices().choose(ALICE, ALL, loads, randomness))]++;
    }
    assertThat(counts[0]).isBetween(900, 1_100);
    assertThat(counts[1]).isBetween(900, 1_100);
    assertThat(counts[2]).isBetween(900, 1_100);
  }

  @Test
  void twoChoices_ofTwo_comparesBothAlways() {
    loads.nodeSeen(new NodeIdentity(B, 1), 4);
    assertThat(chosen(new TwoChoices(), List.of(A, B))).containsExactly(B);
    assertThat(chosen(new TwoChoices(), List.of(A))).containsExactly(A);
  }

  @Test
  void choose_withTheSameSeed_isTheSame() {
    for (Placement placement :
        List.of(new TwoChoices(), new RandomPlacement(), new LeastLoaded())) {
      Randomness one = Randomness.seeded(9);
      Randomness other = Randomness.seeded(9);
      for (int i = 0; i < 100; i++) {
        assertThat(placement.choose(ALICE, ALL, loads, one))
            .isEqualTo(placement.choose(ALICE, ALL, loads, other));
      }
    }
  }

  @Test
  void random_takesEveryNodeWhateverItsLoad() {
    loads.nodeSeen(new NodeIdentity(B, 1), 1_000);
    assertThat(chosen(new RandomPlacement(), ALL)).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void leastLoaded_takesTheLeastAndDrawsForTies() {
    loads.nodeSeen(new NodeIdentity(B, 1), 2);
    loads.nodeSeen(new NodeIdentity(C, 1), 2);
    assertThat(chosen(new LeastLoaded(), ALL)).containsExactlyInAnyOrder(B, C);
  }

  @Test
  void preferLocal_staysHereIfItMay() {
    assertThat(chosen(new PreferLocal(), ALL)).containsExactly(A);
    assertThat(chosen(new PreferLocal(new RandomPlacement()), List.of(B, C)))
        .containsExactlyInAnyOrder(B, C);
  }

  @Test
  void byTag_takesOnlyNodesThatCarryIt() {
    Map<NodeAddress, Set<String>> tags = Map.of(B, Set.of("gpu", "big"), C, Set.of("big"));
    ByTag placement = new ByTag(tags, Map.of("account", "gpu"), new RandomPlacement());
    assertThat(chosen(placement, ALL)).containsExactly(B);
    ActorId free = new ActorId("bank", "audit", "one");
    assertThat(placement.choose(free, List.of(A), loads, randomness)).isEqualTo(A);
    assertThatThrownBy(() -> placement.choose(ALICE, List.of(A, C), loads, randomness))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("bank::account/alice")
        .hasMessageContaining("gpu");
  }

  private Set<NodeAddress> chosen(Placement placement, List<NodeAddress> candidates) {
    Set<NodeAddress> chosen = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      chosen.add(placement.choose(ALICE, candidates, loads, randomness));
    }
    return chosen;
  }
}
