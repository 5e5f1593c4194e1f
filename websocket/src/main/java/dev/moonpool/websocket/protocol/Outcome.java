package dev.moonpool.websocket.protocol;

/// What became of a request that has no good answer.
public enum Outcome {
  /// It was never written to a socket: sending it again cannot run it twice.
  NOT_SENT,
  /// The server has refused it.
  REJECTED,
  /// It was written, and its answer is lost: send it again only if running it twice does no harm.
  MAYBE_EXECUTED
}
