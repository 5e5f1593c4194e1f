package dev.moonpool.websocket.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server, or a proxy before it, did not upgrade the connection.
///
/// The cause of an [Event.AttemptFailed], or the cause of the `WsException.Auth` that is.
public final class UpgradeRefused extends IOException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable UpgradeAnswer answer;
  private final Duration retryAfter;

  /// @param retryAfter how long the server asks to be left alone; zero if it does not say
  UpgradeRefused(String message, @Nullable UpgradeAnswer answer, Duration retryAfter) {
    super(message);
    this.answer = answer;
    this.retryAfter = retryAfter;
  }

  UpgradeRefused(String message, @Nullable UpgradeAnswer answer) {
    this(message, answer, Duration.ZERO);
  }

  /// What the server or the proxy answered; empty if that was no HTTP.
  public Optional<UpgradeAnswer> answer() {
    return Optional.ofNullable(answer);
  }

  /// How long the server asks to be left alone (`Retry-After`); empty if it does not say.
  public Optional<Duration> retryAfter() {
    return retryAfter.isPositive() ? Optional.of(retryAfter) : Optional.empty();
  }

  /// The refusal that `cause` is, or that is behind it.
  static Optional<UpgradeRefused> behind(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof UpgradeRefused refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }
}
