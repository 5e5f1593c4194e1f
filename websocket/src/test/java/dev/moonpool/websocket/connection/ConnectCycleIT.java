package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Connections that are made and closed over and over, on real sockets.
@Timeout(600)
class ConnectCycleIT {
  /// `-Dwebsocket.cycles=10000` for as many as the requirements name.
  private static final int CYCLES = Integer.getInteger("websocket.cycles", 1_000);

  @Test
  @Tag("field-4")
  @Tag("W16")
  void connectAndClose_manyTimes_leavesNoThreadAndNoSocket() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      Providers providers = system.providers();
      ServerLog log = new ServerLog();
      LineServer server =
          LineServer.listen(
              providers, new InetSocketAddress("127.0.0.1", 0), new ServerRules(), log);
      cycle(providers, server, 50); // so that every thread that stays has been started
      long threads = platformThreads();
      cycle(providers, server, CYCLES);

      awaitNoSocket(providers, log);
      assertThat(platformThreads()).isLessThanOrEqualTo(threads);
      assertThat(log.accepted()).isEqualTo(CYCLES + 50);
      server.close();
    }
  }

  private static void cycle(Providers providers, LineServer server, int times) throws Exception {
    ConnectionConfig config = ConnectionConfig.of("ws://127.0.0.1:" + server.port() + "/");
    for (int i = 0; i < times; i++) {
      Connection connection = Connection.connect(providers, config, new LineHandler(false, true));
      connection.handle().awaitReady(Duration.ofSeconds(20));
      connection.handle().close();
      Event last = null;
      for (Event event : connection.stream()) {
        last = event;
      }
      assertThat(last).isInstanceOf(Event.Closed.class);
    }
  }

  private static void awaitNoSocket(Providers providers, ServerLog log) throws Exception {
    for (int i = 0; i < 100 && log.live() > 0; i++) {
      providers.time().sleep(Duration.ofMillis(50));
    }
    assertThat(log.live()).as("sockets that the server still holds").isZero();
  }

  /// Without those on which the JDK runs virtual threads, of which it has as many as it likes.
  private static long platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .count();
  }
}
