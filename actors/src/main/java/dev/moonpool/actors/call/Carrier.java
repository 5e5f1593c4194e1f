package dev.moonpool.actors.call;

/// What a message was handed to on its way to another node. Implemented by the runtime, above this
/// package; its text names the node.
public interface Carrier {
  /// Tells the other node that nobody waits any more for the message with this correlation id, so
  /// that it need not begin. Does not block; it may come too late.
  void withdraw(long correlation);

  /// Asks the other node how far the message with this correlation id has come, once at most; the
  /// answer, if it comes, becomes a part of this carrier's text. Does not block.
  void askStage(long correlation);
}
