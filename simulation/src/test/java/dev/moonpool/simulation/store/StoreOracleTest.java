package dev.moonpool.simulation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S10")
final class StoreOracleTest {
  private static final StateKey ALICE = new StateKey("alice");
  private static final Fence LOW = new Fence(0, 1, 1);
  private static final Fence HIGH = new Fence(0, 1, 2);

  private final AtomicInteger told = new AtomicInteger();
  private final StoreOracle oracle = new StoreOracle(told::incrementAndGet);

  @Test
  void events_ofAStoreThatWorks_giveNoFinding() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.landed(ALICE, "a", LOW, 2, bytes("ten"));
    oracle.acknowledged(ALICE, 2);
    oracle.landed(ALICE, "a", LOW, 3, bytes("untold"));
    oracle.claimed(ALICE, "a", LOW, 4, bytes("untold"));
    oracle.claimed(ALICE, "b", HIGH, 5, bytes("untold"));
    oracle.landed(ALICE, "b", HIGH, 6, Optional.empty());
    oracle.acknowledged(ALICE, 6);
    oracle.loaded(ALICE, 6, Optional.empty());
    assertThat(oracle.lostWrite()).isEmpty();
    assertThat(oracle.secondWriter()).isEmpty();
    assertThat(told).hasValue(0);
  }

  @Test
  void load_withoutTheAcknowledgedWrite_isALostWrite() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.landed(ALICE, "a", LOW, 2, bytes("ten"));
    oracle.acknowledged(ALICE, 2);
    oracle.claimed(ALICE, "b", HIGH, 3, Optional.empty());
    assertThat(oracle.lostWrite().orElseThrow()).contains("alice", "version 3", "version 2");
    assertThat(told).hasValue(1);
  }

  @Test
  void load_atAnOlderVersion_isALostWrite() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.landed(ALICE, "a", LOW, 2, bytes("ten"));
    oracle.acknowledged(ALICE, 2);
    oracle.loaded(ALICE, 1, bytes("ten"));
    assertThat(oracle.lostWrite().orElseThrow()).contains("acknowledged at version 2");
  }

  @Test
  void write_overANewerOne_isALostWrite() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.landed(ALICE, "a", LOW, 2, bytes("new"));
    oracle.landed(ALICE, "a", LOW, 2, bytes("old"));
    assertThat(oracle.lostWrite().orElseThrow()).contains("as version 2 over version 2");
  }

  @Test
  void acknowledgement_ofWhatNeverLanded_isALostWrite() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.acknowledged(ALICE, 2);
    assertThat(oracle.lostWrite().orElseThrow()).contains("alice", "acknowledged at version 2");
  }

  @Test
  @Tag("A35")
  void write_byWhoWasFenced_isASecondWriter() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.claimed(ALICE, "b", HIGH, 2, Optional.empty());
    oracle.landed(ALICE, "a", LOW, 3, bytes("stale"));
    assertThat(oracle.secondWriter().orElseThrow())
        .contains("alice", "written by a", "fence 0.1.1", "b has claimed", "0.1.2");
    assertThat(told).hasValue(1);
  }

  @Test
  void claim_ofOneFenceByTwo_isASecondWriter() {
    oracle.claimed(ALICE, "a", LOW, 1, Optional.empty());
    oracle.claimed(ALICE, "b", LOW, 2, Optional.empty());
    assertThat(oracle.secondWriter().orElseThrow()).contains("granted twice", "0.1.1");
  }

  private static Optional<byte[]> bytes(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
