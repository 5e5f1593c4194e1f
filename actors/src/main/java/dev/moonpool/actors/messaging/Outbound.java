package dev.moonpool.actors.messaging;

/// A message on its way out, and who wants to know what becomes of it.
///
/// Each is told exactly one of [#handOver], [#notSent] and [#tooLarge], once, unless it is refused
/// by the first. All may run on an event loop, or inside [Peers#send] on the sender's thread; none
/// may block.
public interface Outbound {
  /// The message. Always the same.
  Message message();

  /// The message is about to be written to `connection`, on its event loop: from now on it may have
  /// been executed, and [Inbound#connectionLost] will be told if the connection is lost.
  ///
  /// @return whether it is still wanted; if not it is dropped and was never sent
  boolean handOver(Connection connection);

  /// The message was never handed to a connection and never will be.
  void notSent(String why);

  /// The message was never handed to a connection, as the other end takes no payload of its size.
  /// The same as not sent unless overridden.
  default void tooLarge(long size, long max) {
    notSent("a payload of %d bytes, limit %d".formatted(size, max));
  }
}
