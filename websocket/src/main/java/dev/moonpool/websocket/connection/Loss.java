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
/// @param wish how long the server wants to be left alone
record Loss(DisconnectReason reason, Throwable cause, ClosePolicy policy, Optional<Duration> wish) {
  static Loss of(DisconnectReason reason) {
    return of(reason, ClosePolicy.RECONNECT);
  }

  static Loss of(DisconnectReason reason, ClosePolicy policy) {
    WsException cause = new WsException.ConnectionClosed(reason.code(), reason.text(), null);
    return new Loss(reason, cause, policy, Optional.empty());
  }

  static Loss of(Throwable cause, ClosePolicy policy, Optional<Duration> wish) {
    return new Loss(DisconnectReason.lost(String.valueOf(cause.getMessage())), cause, policy, wish);
  }

  /// The delay before the next attempt: the usual one, or longer if there is a reason.
  Duration atLeast(Duration usual, Duration later, Duration latest) {
    Duration delay = policy == ClosePolicy.RECONNECT_LATER ? longer(usual, later) : usual;
    Duration wanted = wish.orElse(Duration.ZERO);
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
