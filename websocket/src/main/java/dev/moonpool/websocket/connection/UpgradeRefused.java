package dev.moonpool.websocket.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The server did not upgrade the connection.
final class UpgradeRefused extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration wish;

  /// @param wish how long the server wants to be left alone; zero if it does not say
  UpgradeRefused(String message, Duration wish) {
    super(message);
    this.wish = wish;
  }

  Optional<Duration> wish() {
    return wish.isPositive() ? Optional.of(wish) : Optional.empty();
  }
}
