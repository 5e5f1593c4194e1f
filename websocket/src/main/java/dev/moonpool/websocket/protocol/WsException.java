package dev.moonpool.websocket.protocol;

import dev.moonpool.foundation.DurationText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a connection could not do what was asked of it.
///
/// Where a request was involved, [#outcome] says what became of it.
public abstract sealed class WsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable Outcome outcome;

  private WsException(String message, @Nullable Outcome outcome, @Nullable Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  /// What became of the request; empty if none was involved.
  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  private static String told(String message, @Nullable Outcome outcome) {
    if (outcome == null) {
      return message;
    }
    return message
        + switch (outcome) {
          case NOT_SENT -> "; the request was not sent";
          case REJECTED -> "; the server refused the request";
          case MAYBE_EXECUTED -> "; the request may have been executed";
        };
  }

  /// No answer came in time.
  public static final class RequestTimeout extends WsException {
    private static final long serialVersionUID = 1;

    private final Duration timeout;
    private final String id;

    /// @param timeout how long it waited
    /// @param id the request
    /// @param outcome whether it had been sent
    public RequestTimeout(Duration timeout, RequestId id, Outcome outcome) {
      super(
          told("no answer to request " + id + " within " + DurationText.of(timeout), outcome),
          outcome,
          null);
      this.timeout = timeout;
      this.id = id.text();
    }

    /// How long it waited.
    public Duration timeout() {
      return timeout;
    }

    /// The request.
    public RequestId id() {
      return new RequestId(id);
    }
  }

  /// The caller no longer wants the answer.
  public static final class Cancelled extends WsException {
    private static final long serialVersionUID = 1;

    /// @param id the request
    /// @param outcome whether it had been sent
    public Cancelled(RequestId id, Outcome outcome) {
      super(told("request " + id + " was cancelled", outcome), outcome, null);
    }
  }

  /// The server did not accept a subscription, or said nothing about it in time.
  public static final class SubscriptionFailed extends WsException {
    private static final long serialVersionUID = 1;

    private final String topic;

    /// @param topic what was subscribed to
    /// @param message the server's words
    public SubscriptionFailed(Topic topic, String message) {
      super("no subscription to " + topic + ": " + message, null, null);
      this.topic = topic.name();
    }

    /// What was subscribed to.
    public Topic topic() {
      return new Topic(topic);
    }
  }

  /// The connection was given up after as many attempts as its configuration allows.
  public static final class MaxReconnectAttempts extends WsException {
    private static final long serialVersionUID = 1;

    private final int attempts;

    /// @param attempts how many were made
    /// @param outcome of the request that waited, if one did
    public MaxReconnectAttempts(int attempts, @Nullable Outcome outcome) {
      super(told("gave up after " + attempts + " attempts to reconnect", outcome), outcome, null);
      this.attempts = attempts;
    }

    /// How many attempts were made.
    public int attempts() {
      return attempts;
    }
  }

  /// The other end does not keep to the protocol.
  public static final class Protocol extends WsException {
    private static final long serialVersionUID = 1;

    /// @param message what it did
    public Protocol(String message) {
      super(message, null, null);
    }

    /// @param message what it did
    /// @param cause what noticed it
    public Protocol(String message, @Nullable Throwable cause) {
      super(message, null, cause);
    }
  }

  /// As many requests wait as may, or as many commands.
  public static final class CapacityExceeded extends WsException {
    private static final long serialVersionUID = 1;

    /// @param what what there are too many of
    /// @param capacity how many there may be
    public CapacityExceeded(String what, int capacity) {
      super(
          told("there are " + capacity + " " + what + " already", Outcome.NOT_SENT),
          Outcome.NOT_SENT,
          null);
    }
  }

  /// The connection is closed, or was lost while a request waited.
  public static final class ConnectionClosed extends WsException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    /// @param code the close code, 1006 if there was none
    /// @param reason why
    /// @param outcome of the request that waited, if one did
    public ConnectionClosed(int code, String reason, @Nullable Outcome outcome) {
      super(told("connection closed (" + code + "): " + reason, outcome), outcome, null);
      this.code = code;
      this.reason = reason;
    }

    /// The close code; 1006 if the connection ended without one.
    public int code() {
      return code;
    }

    /// Why it was closed.
    public String reason() {
      return reason;
    }
  }

  /// The server did not accept who we are.
  public static final class Auth extends WsException {
    private static final long serialVersionUID = 1;

    private final boolean fatal;

    /// @param message the server's words
    /// @param fatal whether there is no point in trying again
    public Auth(String message, boolean fatal) {
      this(message, fatal, null);
    }

    /// @param message the server's words
    /// @param fatal whether there is no point in trying again
    /// @param cause the answer that said so
    public Auth(String message, boolean fatal, @Nullable Throwable cause) {
      super("authentication failed: " + message, null, cause);
      this.fatal = fatal;
    }

    /// Whether there is no point in trying again.
    public boolean isFatal() {
      return fatal;
    }
  }

  /// The configuration is wrong; the message names every mistake.
  public static final class Config extends WsException {
    private static final long serialVersionUID = 1;

    /// @param message every mistake
    public Config(String message) {
      super(message, null, null);
    }

    /// @param message every mistake
    /// @param cause what noticed it
    public Config(String message, @Nullable Throwable cause) {
      super(message, null, cause);
    }
  }

  /// A message could not be made or read.
  public static final class Serialization extends WsException {
    private static final long serialVersionUID = 1;

    /// @param message what was to be made or read
    /// @param outcome of the request, if one was involved
    /// @param cause what is wrong with it
    public Serialization(String message, @Nullable Outcome outcome, @Nullable Throwable cause) {
      super(told(message, outcome), outcome, cause);
    }
  }

  /// The server answered with an error.
  public static final class Remote extends WsException {
    private static final long serialVersionUID = 1;

    private final long code;
    private final String words;
    private final String data;

    /// @param code its number
    /// @param words its words
    /// @param data what else it said, as text; empty if nothing
    public Remote(long code, String words, String data) {
      super("the server answered with error " + code + ": " + words, Outcome.REJECTED, null);
      this.code = code;
      this.words = words;
      this.data = data;
    }

    /// The error's number: a JSON-RPC code, or an API's status.
    public long code() {
      return code;
    }

    /// The server's words; empty if there were none.
    public String words() {
      return words;
    }

    /// What else the server said, as text: JSON-RPC data, or an API's body. Empty if nothing.
    public String data() {
      return data;
    }
  }
}
