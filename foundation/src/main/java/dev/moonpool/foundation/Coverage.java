package dev.moonpool.foundation;

import org.jspecify.annotations.Nullable;

/// Marks in the code that a campaign of simulations must reach.
///
/// Outside a simulation a mark costs one read of a field. Names are stable and unique:
/// `package.what-happened`.
public final class Coverage {
  private static volatile @Nullable Recorder recorder;

  private Coverage() {}

  /// This line ran. A campaign that never sees the mark says so.
  public static void reached(String mark) {
    Recorder told = recorder;
    if (told != null) {
      told.hit(mark);
    }
  }

  /// This line ran, and `condition` should be true at least once in a campaign.
  public static void sometimes(boolean condition, String mark) {
    Recorder told = recorder;
    if (told != null) {
      if (condition) {
        told.hit(mark);
      } else {
        told.seen(mark);
      }
    }
  }

  /// This line must never run.
  ///
  /// @throws InvariantViolation always
  public static void unreachable(String mark) {
    Invariant.check(false, () -> "reached what cannot be reached: " + mark);
  }

  /// Records marks from now on; null for nobody. For the simulator.
  public static void recordTo(@Nullable Recorder recorder) {
    Coverage.recorder = recorder;
  }

  /// Who is told of marks.
  public interface Recorder {
    /// The mark was reached (and its condition was true).
    void hit(String mark);

    /// The mark's line ran, but its condition was false.
    void seen(String mark);
  }
}
