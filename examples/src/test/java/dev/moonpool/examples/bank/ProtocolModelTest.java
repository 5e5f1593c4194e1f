package dev.moonpool.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.examples.bank.ProtocolModel.Bounds;
import dev.moonpool.examples.bank.ProtocolModel.Settle;
import dev.moonpool.examples.bank.ProtocolModel.World;
import dev.moonpool.examples.bank.Transfer.Drive;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolModelTest {
  private static final Drive THREE = new Drive("a", "b", 3);
  private static final Drive ALSO_THREE = new Drive("a", "b", 3);
  private static final Drive TWO_BACK = new Drive("b", "a", 2);

  @Test
  void oneTransfer_twoRunsAndOutdatedAccounts_losesAndDoublesNothing() {
    int states = explore(List.of(THREE), new Bounds(3, 2, true), AccountState::settle, 1);

    assertThat(states).isGreaterThan(2_000);
  }

  @Test
  void oneTransfer_manyStrays_losesAndDoublesNothing() {
    int states = explore(List.of(THREE), new Bounds(6, 1, true), AccountState::settle, 1);

    assertThat(states).isGreaterThan(2_000);
  }

  @Test
  void twoTransfers_enoughForOne_losesAndDoublesNothing() {
    int states =
        explore(List.of(THREE, ALSO_THREE), new Bounds(4, 1, false), AccountState::settle, 1);

    assertThat(states).isGreaterThan(2_000);
  }

  @Test
  void twoTransfers_crossing_losesAndDoublesNothing() {
    int states =
        explore(List.of(THREE, TWO_BACK), new Bounds(4, 1, false), AccountState::settle, 2);

    assertThat(states).isGreaterThan(2_000);
  }

  @Test
  void exploration_outdatedAccountTakesUnknownEntryForSettled_findsIt() {
    Settle trusting =
        (state, transfer, entry) ->
            entry > state.lastEntry() ? state : state.settle(transfer, entry);

    assertThatThrownBy(() -> explore(List.of(THREE), new Bounds(2, 1, true), trusting, 1))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void exploration_settlingByTransferInsteadOfNumber_findsIt() {
    Settle numberless =
        (state, transfer, entry) ->
            state.open().isEmpty()
                ? state
                : state.settle(transfer, state.open().getFirst().number());

    assertThatThrownBy(() -> explore(List.of(THREE), new Bounds(2, 1, false), numberless, 1))
        .isInstanceOf(AssertionError.class);
  }

  private static int explore(List<Drive> transfers, Bounds bounds, Settle settle, long centsOfB) {
    World initial = World.opened(transfers.size(), bounds.runs(), 5, centsOfB);
    return new ProtocolModel(transfers, bounds, settle, initial).explore(initial);
  }
}
