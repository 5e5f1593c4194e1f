package dev.moonpool.simulation.kernel;

/// Hears nothing.
final class NoJudge implements Kernel.Judge {
  @Override
  public void uncaught(String where, Throwable failure) {}

  @Override
  public void foreign(Throwable stack) {}
}
