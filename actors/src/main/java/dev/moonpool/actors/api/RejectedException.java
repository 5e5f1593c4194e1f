package dev.moonpool.actors.api;

/// A node refused the request before it ran.
public final class RejectedException extends ActorException {
  private static final long serialVersionUID = 1;
  private final transient Rejection rejection;

  /// @param rejection why
  public RejectedException(Rejection rejection) {
    super(rejection.message(), null);
    this.rejection = rejection;
  }

  /// Why.
  public Rejection rejection() {
    return rejection;
  }

  @Override
  public Outcome outcome() {
    return Outcome.REJECTED;
  }

  @Override
  public boolean isRetriable() {
    return rejection.isRetriable();
  }
}
