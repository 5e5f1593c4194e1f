package dev.moonpool.cli;

import dev.moonpool.foundation.Providers;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.Compression;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Event;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.Optional;

/// What Autobahn wants of a client: to connect to a case and to send back whatever comes.
///
/// Uses what any user has: a connection that gives up after its first socket, its stream and its
/// handle.
final class ConformanceClient {
  /// Longer than any case takes: the suite gives up after 100 seconds.
  private static final Duration CASE_PATIENCE = Duration.ofSeconds(120);

  /// The longest message of any case has 16 MiB.
  private static final int MESSAGE_BYTES_MAX = 32 << 20;

  private static final String AGENT = "Moonpool";

  private final Providers providers;
  private final int port;
  private final Optional<Compression> compression;

  /// @param compression what to offer, if anything
  ConformanceClient(Providers providers, int port, Optional<Compression> compression) {
    this.providers = providers;
    this.port = port;
    this.compression = compression;
  }

  /// How many cases the server has.
  int caseCount() throws InterruptedException {
    return visit("/getCaseCount", false)
        .map(count -> Integer.parseInt(count.strip()))
        .orElseThrow(
            () -> new CommandException(ExitCode.FAILURE, "the suite does not say its case count"));
  }

  /// Goes through a case, counted from 1; the server judges it.
  void run(int number) throws InterruptedException {
    visit("/runCase?case=" + number + "&agent=" + AGENT, true);
  }

  /// Lets the server write down what it has judged.
  void updateReports() throws InterruptedException {
    visit("/updateReports?agent=" + AGENT, false);
  }

  /// Connects, and returns the first text that came when the server has closed.
  private Optional<String> visit(String path, boolean echo) throws InterruptedException {
    ConnectionConfig.Builder config =
        ConnectionConfig.builder("ws://127.0.0.1:" + port + path)
            .backoff(BackoffPolicy.DEFAULT.withAttemptsMax(0))
            .messageBytesMax(MESSAGE_BYTES_MAX)
            .eventCapacity(10_000);
    compression.ifPresent(config::compression);
    Connection connection = Connection.connect(providers, config.build(), new EchoHandler());
    long deadlineNanos = providers.time().nanoTime() + CASE_PATIENCE.toNanos();
    Optional<String> first = Optional.empty();
    try (ConnectionHandle handle = connection.handle()) {
      while (true) {
        Duration left = Duration.ofNanos(deadlineNanos - providers.time().nanoTime());
        Optional<Event> event = connection.stream().poll(left);
        if (event.isEmpty()) {
          return first;
        }
        if (event.get() instanceof Event.Message(var message)) {
          first = first.or(() -> Optional.of(message.text()));
          if (echo) {
            echo(handle, message.raw());
          }
        }
      }
    }
  }

  private static void echo(ConnectionHandle handle, WsMessage message) throws InterruptedException {
    try {
      handle.send(message);
    } catch (WsException.ConnectionClosed e) {
      return; // some cases close in between
    }
  }
}
