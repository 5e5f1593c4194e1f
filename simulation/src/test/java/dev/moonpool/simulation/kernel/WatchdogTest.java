package dev.moonpool.simulation.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S12")
class WatchdogTest {
  @Test
  void describe_driverAndWaitingTask_bothStacksAreShown() {
    Kernel kernel = new Kernel(1, new NoJudge());
    Incarnation life = kernel.incarnation("process-0", 0, 1);
    life.tasks().start("waiter", () -> LockSupport.park(new Tellers()));
    Kernel.Pause pause = kernel.run(1_000_000);

    assertThat(pause).isEqualTo(Kernel.Pause.EMPTY);
    assertThat(Watchdog.describe(kernel))
        .contains("no step for 10 seconds", "(the driver)", "describe_driverAndWaitingTask")
        .contains("process-0/waiter (WAITING, waits for", "WatchdogTest$Tellers");
  }

  @Test
  void watch_secondWorld_isRefusedUntilTheFirstHasLeft() {
    Kernel first = new Kernel(1, new NoJudge());
    Kernel second = new Kernel(2, new NoJudge());
    Watchdog.watch(first);
    try {
      assertThatThrownBy(() -> Watchdog.watch(second)).hasMessageContaining("another world");
    } finally {
      Watchdog.leave(first);
    }
    Watchdog.watch(second);
    Watchdog.leave(second);
  }

  /// What the waiter waits for.
  private static final class Tellers {}
}
