package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.Records;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.protocol.Topic;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is lost instead of closed is logged with where it was opened.
@Timeout(60)
class LossIT {
  private SystemProviders system;
  private Providers providers;
  private LineServer server;
  private Records records;
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    system = SystemProviders.start(1);
    providers = system.providers();
    records = Records.of(Opened.class.getName());
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    server = LineServer.listen(providers, any, new ServerRules(), new ServerLog());
    ConnectionConfig config = ConnectionConfig.of("ws://127.0.0.1:" + server.port());
    connection = Connection.connect(providers, config, new LineHandler(false, true));
  }

  @AfterEach
  void close() throws Exception {
    connection.handle().close();
    server.close();
    system.close();
    records.close();
  }

  @Test
  @Tag("W12")
  void subscription_lost_isLoggedWithWhereItWasOpened() throws Exception {
    try (Subscription kept = connection.handle().subscribe(new Topic("loss.kept"))) {
      closed();
      lost();
      assertThat(collected("a subscription to loss."))
          .containsExactly(
              "WARNING lost without being closed: a subscription to loss.lost was opened here");
      assertThat(kept.hasEnded()).isFalse();
    }
  }

  @Test
  @Tag("W16")
  void handle_lost_isLoggedAndTheConnectionGoesOn() throws Exception {
    connection.handle().share().close();
    assertThat(connection.handle().share().state()).isNotNull();
    assertThat(collected("a handle"))
        .contains("WARNING lost without being closed: a handle was opened here");
    assertThat(connection.handle().request("still there", String.class)).isNotNull();
  }

  @Test
  @Tag("W16")
  void handles_thatShareAConnection_keepItUntilTheLastIsClosed() throws Exception {
    ConnectionHandle second = connection.handle().share();
    ConnectionHandle third = second.share();
    connection.handle().close();
    second.close();
    second.close();
    assertThat(third.request("hello", String.class)).isEqualTo("hello");
    third.close();
    Event last = null;
    for (Event event : connection.stream()) {
      last = event;
    }
    assertThat(last).isInstanceOf(Event.Closed.class);
    assertThat(third.state()).isEqualTo(ConnectionState.CLOSED);
  }

  private void lost() throws Exception {
    assertThat(connection.handle().subscribe(new Topic("loss.lost"))).isNotNull();
  }

  private void closed() throws Exception {
    connection.handle().subscribe(new Topic("loss.closed")).close();
  }

  /// The lines about `what`: other tests of this process may lose things meanwhile.
  private List<String> collected(String what) throws Exception {
    long began = providers.time().nanoTime();
    List<String> lines = lines(what);
    while (lines.isEmpty()) {
      assertThat(Duration.ofNanos(providers.time().nanoTime() - began))
          .as("waited for a line about " + what + "; the log has " + records.texts())
          .isLessThan(Duration.ofSeconds(60));
      System.gc();
      providers.time().sleep(Duration.ofMillis(5));
      lines = lines(what);
    }
    return lines;
  }

  private List<String> lines(String what) {
    return records.texts().stream().filter(line -> line.contains(what)).toList();
  }
}
