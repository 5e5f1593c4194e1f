package dev.moonpool.actors.api;

import java.util.Objects;

/// A handler's typed "no", thrown by the handler and caught by the caller.
public final class RefusedException extends FailedException {
  private static final long serialVersionUID = 1;
  private final transient Refusal refusal;

  /// @param refusal the declared record
  public RefusedException(Refusal refusal) {
    super(String.valueOf(refusal), null);
    this.refusal = Objects.requireNonNull(refusal, "refusal");
  }

  /// The declared record.
  public Refusal refusal() {
    return refusal;
  }
}
