package dev.moonpool.actors.api;

/// The handler ran, and its answer or refusal is larger than may go over the wire. Whatever the
/// handler did is done; the same request will fail again.
public final class AnswerTooLargeException extends FailedException {
  private static final long serialVersionUID = 1;

  private final long size;
  private final long max;

  /// @param size the answer's bytes
  /// @param max the limit
  public AnswerTooLargeException(long size, long max) {
    super("the answer is too large: %d bytes, limit %d".formatted(size, max), null);
    this.size = size;
    this.max = max;
  }

  /// The answer's bytes.
  public long size() {
    return size;
  }

  /// How many there may be.
  public long max() {
    return max;
  }
}
