package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.IncomingMessage;
import java.time.Duration;
import java.util.Optional;

/// What happens to a connection, as its [ConnectionStream] tells it.
public sealed interface Event {
  /// Whether it is told however full the stream is: everything but messages is.
  default boolean isLifecycle() {
    return !(this instanceof Message);
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

  /// A message that nobody in particular waits for: of kind system, control or unknown.
  ///
  /// @param message as it came
  record Message(IncomingMessage message) implements Event {}

  /// The connection has ended for good; nothing follows.
  ///
  /// @param reason why
  record Closed(DisconnectReason reason) implements Event {}
}
