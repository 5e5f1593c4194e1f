package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.ProtocolHandler.ClosePolicy;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.Optional;

/// Why a socket was lost, and what that means for the next attempt.
///
/// @param reason what users are told
/// @param cause the same as an exception
/// @param policy whether and when to try again
/// @param pause how long the server demands to be left alone
/// @param trigger what has ended the socket
record Loss(
    DisconnectReason reason,
    Throwable cause,
    ClosePolicy policy,
    Optional<Duration> pause,
    Trigger trigger) {
  /// What has ended a socket.
  enum Trigger {
    /// Something went wrong.
    FAILURE,
    /// The server has asked for a new connection.
    SERVER,
    /// A user has asked for a new connection.
    USER
  }

  static Loss of(DisconnectReason reason) {
    return of(reason, ClosePolicy.RECONNECT);
  }

  static Loss of(DisconnectReason reason, ClosePolicy policy) {
    WsException cause = new WsException.ConnectionClosed(reason.code(), reason.text(), null);
    return new Loss(reason, cause, policy, Optional.empty(), Trigger.FAILURE);
  }

  static Loss of(Throwable cause, ClosePolicy policy, Optional<Duration> pause) {
    DisconnectReason reason = DisconnectReason.lost(String.valueOf(cause.getMessage()));
    return new Loss(reason, cause, policy, pause, Trigger.FAILURE);
  }

  static Loss requested(DisconnectReason reason, Trigger trigger) {
    Loss loss = of(reason);
    return new Loss(reason, loss.cause, loss.policy, Optional.empty(), trigger);
  }

  /// The delay before the next attempt: the usual one, or longer if there is a reason.
  Duration atLeast(Duration usual, Duration later, Duration latest) {
    Duration delay = policy == ClosePolicy.RECONNECT_LATER ? longer(usual, later) : usual;
    Duration wanted = pause.orElse(Duration.ZERO);
    return longer(delay, wanted.compareTo(latest) > 0 ? latest : wanted);
  }

  /// What a request that waits is told if the loss is the end.
  WsException error(Outcome outcome) {
    return cause instanceof WsException.Auth auth
        ? auth
        : new WsException.ConnectionClosed(reason.code(), reason.text(), outcome);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
