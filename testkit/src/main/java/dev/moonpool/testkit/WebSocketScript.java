package dev.moonpool.testkit;

/// What a [SimWebSocketServer] does when a client speaks: the server's side of a protocol.
///
/// ```java
/// WebSocketScript script = (socket, text) -> {
///   switch (text.split(" ")[0]) {
///     case "ping" -> socket.say("pong");
///     case "sub" -> socket.subscribe(text.substring(4));
///     case "quit" -> socket.close(1000, "as asked");
///     default -> socket.say("error unknown");
///   }
/// };
/// ```
///
/// All methods are called on the world's driver and must not block. What a method throws fails the
/// socket, and is in the world's log. A script may be used by several sockets at a time, and by all
/// lives of the process.
@FunctionalInterface
public interface WebSocketScript {
  /// Takes one text message from a client.
  void heard(ServedSocket socket, String text);

  /// Takes one binary message from a client; ignored by default.
  default void heardBytes(ServedSocket socket, byte[] bytes) {}

  /// Follows each upgrade, before the first message; says nothing by default.
  default void opened(ServedSocket socket) {}
}
