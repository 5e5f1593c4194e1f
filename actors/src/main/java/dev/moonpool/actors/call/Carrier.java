package dev.moonpool.actors.call;

/// What a message was handed to on its way to another node. Implemented by the runtime, above this
/// package; its text names the node.
public interface Carrier {
  /// Tells the other node that nobody waits any more for the message with this correlation id, so
  /// that it need not begin. Does not block; it may come too late.
  void withdraw(long correlation);
}
