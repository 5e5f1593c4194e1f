package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.WsMessage;

/// The owner of one socket, as the [Inbox] of that socket sees it: the socket that serves, the one
/// that is to replace it, or the one that was replaced.
///
/// Confined to the connection's event loop.
interface Side {
  /// Which attempt has led to the socket.
  long attempt();

  /// How far the socket is: messages are looked at while it is open.
  ConnectionState state();

  /// The server knows us.
  void authAccepted(long nowNanos);

  /// The server does not accept us.
  void authRefused(String words, boolean fatal, long nowNanos);

  /// Writes to this socket.
  void write(WsMessage message);

  /// What is subscribed on this socket.
  TopicView topics();

  /// All that one message says about topics was told.
  void topicsChanged();

  /// The server asks for a new connection.
  void reconnect(String reason, Loss.Trigger trigger, long nowNanos);

  /// The epoch of what is delivered now.
  ConnectionEpoch epochToBe();

  /// Names what the handler sends of its own accord.
  RequestIds ids();
}
