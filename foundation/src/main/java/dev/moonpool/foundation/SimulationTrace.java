package dev.moonpool.foundation;

import org.jspecify.annotations.Nullable;

/// The trace of a simulated world, as the code in that world may add to it: one line for each
/// message that an actor gets, and the like, so that the report of a failing seed tells what
/// happened in the words of the program.
///
/// Outside a simulation, and in one whose trace is not kept, nothing is recorded and a call costs
/// one read of a field. A line that is built from parts is built only after [#isRecorded].
public final class SimulationTrace {
  private static volatile @Nullable Recorder recorder;

  private SimulationTrace() {}

  /// Says whether lines are kept now.
  public static boolean isRecorded() {
    return recorder != null;
  }

  /// Adds a line, if lines are kept.
  public static void add(String event) {
    Recorder told = recorder;
    if (told != null) {
      told.add(event);
    }
  }

  /// Records lines from now on; null for nowhere. For the simulator.
  public static void recordTo(@Nullable Recorder recorder) {
    SimulationTrace.recorder = recorder;
  }

  /// Takes the lines.
  public interface Recorder {
    /// Takes one line.
    void add(String event);
  }
}
