package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a [Session] wants done about its socket. Each names the attempt whose socket it means.
///
/// After a `Dial` the session is told exactly once either that the attempt failed or that the
/// socket is upgraded, and in the second case exactly once, and last, that it is gone.
sealed interface Action<M> {
  /// The ping of this mode.
  static <M> Action<M> ping(
      ConnectionConfig.PingMode mode, ProtocolHandler<M> handler, long attempt) {
    Optional<WsMessage> message =
        switch (mode) {
          case WEBSOCKET -> Optional.empty();
          case PROTOCOL -> handler.ping();
        };
    return message.isPresent() ? new PingMessage<>(attempt, message.get()) : new Ping<>(attempt);
  }

  /// Connect and upgrade.
  record Dial<M>(long attempt) implements Action<M> {}

  /// Give up what there is of the socket, at once.
  record Drop<M>(long attempt) implements Action<M> {}

  /// Write a message; `outgoing` wants to know when it is written, if there is one.
  record Write<M>(long attempt, WsMessage message, @Nullable Outgoing<M> outgoing)
      implements Action<M> {}

  /// Write a ping frame, and say when it was written.
  record Ping<M>(long attempt) implements Action<M> {}

  /// Write a ping frame, and say when its pong came: what the other end sent before it has then
  /// arrived.
  record Mark<M>(long attempt) implements Action<M> {}

  /// Write a message that serves as a ping, and say when it was written.
  record PingMessage<M>(long attempt, WsMessage message) implements Action<M> {}

  /// Write a close frame, read until the other end's, then end the socket.
  record Close<M>(long attempt, int code, String reason) implements Action<M> {}

  /// It is over: nothing more will be asked.
  record Terminated<M>() implements Action<M> {}
}
