package dev.moonpool.simulation.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
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
        .contains("(the driver)", "describe_driverAndWaitingTask")
        .contains("process-0/waiter (WAITING, waits for", "WatchdogTest$Tellers");
  }

  @Test
  void drive_insideAnotherWorld_isRefused() {
    Kernel first = new Kernel(1, new NoJudge());
    Kernel second = new Kernel(2, new NoJudge());
    String refusal =
        drive(
            first,
            () -> {
              try {
                return drive(second, () -> "ran");
              } catch (IllegalStateException e) {
                return String.valueOf(e.getMessage());
              }
            });

    assertThat(refusal).contains("another world");
    assertThat(drive(second, () -> "ran")).isEqualTo("ran");
  }

  @Test
  void drive_worldThrows_throwsTheSame() {
    IllegalArgumentException mistake = new IllegalArgumentException("on purpose");
    Supplier<String> throwing =
        () -> {
          throw mistake;
        };

    assertThatThrownBy(() -> drive(new Kernel(1, new NoJudge()), throwing)).isSameAs(mistake);
  }

  private static String drive(Kernel kernel, Supplier<String> body) {
    return Watchdog.drive(
        kernel,
        Watchdog.PATIENCE,
        new Watchdog.World<String>() {
          @Override
          public String run() {
            return body.get();
          }

          @Override
          public void abandon(String why) {
            throw new AssertionError(why);
          }

          @Override
          public String outcome() {
            throw new AssertionError("it was not abandoned");
          }
        });
  }

  /// What the waiter waits for.
  private static final class Tellers {}
}
