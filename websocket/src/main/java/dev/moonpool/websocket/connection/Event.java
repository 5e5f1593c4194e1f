package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.Optional;

/// What happens to a connection, as its [ConnectionStream] tells it.
public sealed interface Event {
  /// True for events that a full stream keeps. Messages and news of single topics are dropped then.
  default boolean isLifecycle() {
    return !(this instanceof Message || this instanceof Unreadable || this instanceof NotRestored);
  }

  /// The connection is ready: connected, authenticated, subscriptions restored.
  ///
  /// @param epoch for which time
  record Connected(ConnectionEpoch epoch) implements Event {}

  /// The connection that was ready is lost.
  ///
  /// @param epoch which ended
  /// @param reason why, with the close code
  record Disconnected(ConnectionEpoch epoch, DisconnectReason reason) implements Event {}

  /// Another socket has replaced the one that served, without a time between the two in which the
  /// connection was not ready.
  ///
  /// @param epoch which begins with it
  /// @param reason why the socket was replaced
  record Renewed(ConnectionEpoch epoch, String reason) implements Event {}

  /// The socket that serves was not replaced, and goes on.
  ///
  /// @param attempt which came to nothing
  /// @param cause why
  /// @param nextTry how long until the next try; empty if the handler does not serve two sockets at
  ///     once: then the connection reconnects as [ConnectionHandle#reconnect] does
  record RenewalFailed(long attempt, Throwable cause, Optional<Duration> nextTry)
      implements Event {}

  /// An attempt to connect did not make it to ready.
  ///
  /// @param attempt its number, from 1 on
  /// @param cause why
  /// @param nextDelay how long until the next one
  record AttemptFailed(long attempt, Throwable cause, Duration nextDelay) implements Event {
    /// What the server or a proxy answered, if that is why: status, fields and the beginning of the
    /// body.
    public Optional<UpgradeAnswer> answer() {
      return UpgradeAnswer.behind(cause);
    }
  }

  /// A message that belongs to no request and no subscription: of kind system, control or unknown,
  /// an answer to no open request, or an update of a topic that has no subscription.
  ///
  /// @param message as it came
  record Message(IncomingMessage message) implements Event {}

  /// A message that the handler cannot read.
  ///
  /// @param message as it came
  /// @param reason what is wrong with it
  record Unreadable(WsMessage message, String reason) implements Event {}

  /// A topic that is not restored on a new socket. The connection is ready without it; its
  /// subscriptions live on, and get a gap once the topic is restored.
  ///
  /// @param topic whose messages do not come
  /// @param reason the server's words, or that the server has not answered
  /// @param nextTry how long until the server is asked again, or until its answer is overdue; empty
  ///     if the refusal is final, and the topic's subscriptions have ended with it
  record NotRestored(Topic topic, String reason, Optional<Duration> nextTry) implements Event {}

  /// The connection has ended for good; nothing follows.
  ///
  /// @param reason why
  record Closed(DisconnectReason reason) implements Event {}
}
