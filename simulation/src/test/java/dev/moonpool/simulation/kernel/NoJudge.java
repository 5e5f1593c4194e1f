package dev.moonpool.simulation.kernel;

import dev.moonpool.foundation.Task;
import org.jspecify.annotations.Nullable;

/// Hears nothing.
final class NoJudge implements Kernel.Judge {
  @Override
  public void uncaught(String where, Throwable failure) {}

  @Override
  public void foreign(Throwable stack, StackTraceElement[] waited, @Nullable Task woken) {}

  @Override
  public void timedWait(String task, StackTraceElement[] stack) {}
}
