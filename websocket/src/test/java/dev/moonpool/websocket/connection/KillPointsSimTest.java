package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The server ends after each single byte that it reads or writes, from the upgrade to the close:
/// nothing hangs, nothing is told wrongly, and the next server finds all in order.
@Tag("field-8")
@Tag("W10")
@Tag("W14")
@Tag("W16")
class KillPointsSimTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void socketCut_afterEachByteFromTheClient_hangsNothing() {
    killAtEachByte(true, false);
  }

  @Test
  void socketCut_afterEachByteToTheClient_hangsNothing() {
    killAtEachByte(false, false);
  }

  @Test
  void serverCrash_afterEachByteFromTheClient_hangsNothing() {
    killAtEachByte(true, true);
  }

  @Test
  void serverCrash_afterEachByteToTheClient_hangsNothing() {
    killAtEachByte(false, true);
  }

  private static void killAtEachByte(boolean in, boolean crash) {
    boolean[] reached = {true};
    int bytes = 0;
    while (reached[0]) {
      int at = bytes++;
      reached[0] = false;
      CalmWorld.run(
          world -> {
            world.rules.key = "k";
            world.rules.onCut =
                () -> {
                  reached[0] = true;
                  if (crash) {
                    world.simulation.crash(0);
                  }
                };
            if (in) {
              world.rules.cutsInAfterBytes = at;
            } else {
              world.rules.cutsOutAfterBytes = at;
            }
            useAndClose(world);
          });
    }
    // The upgrade, the key, a topic, a request, a close.
    assertThat(bytes).isGreaterThan(in ? 250 : 180);
  }

  private static void useAndClose(CalmWorld world) throws Exception {
    Connection connection = world.connect(CalmWorld.config().build());
    CompletableFuture<String> early = connection.handle().requestAsync("early", String.class);
    Subscription subscription = connection.handle().subscribe(new Topic("t"));
    CompletableFuture<String> late = connection.handle().requestAsync("late", String.class);
    judge(world, "early", early);
    judge(world, "late", late);
    if (!asks(connection, "next")) { // the end came with this very request
      assertThat(asks(connection, "last")).isTrue();
    }
    world.sleep(Duration.ofMillis(100)); // it may have come right behind the answer
    connection.handle().awaitReady(SOON);
    assertThat(world.server().topics()).containsExactly("t");
    subscription.close();
    world.end(connection);
    assertThat(connection.handle().metrics().pending()).isZero();
  }

  private static boolean asks(Connection connection, String text) throws Exception {
    connection.handle().awaitReady(SOON);
    try {
      assertThat(connection.handle().request(text, String.class)).isEqualTo(text);
      return true;
    } catch (WsException.ConnectionClosed e) {
      assertThat(e.outcome()).hasValue(Outcome.MAYBE_EXECUTED);
      return false;
    }
  }

  private static void judge(CalmWorld world, String text, CompletableFuture<String> future)
      throws Exception {
    try {
      assertThat(world.context.providers().time().await(future, SOON, text)).isEqualTo(text);
    } catch (ExecutionException e) {
      WsException why = (WsException) e.getCause();
      boolean ran = world.log.texts("req").stream().anyMatch(line -> line.endsWith(text));
      assertThat(why.outcome()).hasValue(Outcome.MAYBE_EXECUTED);
      assertThat(ran || why instanceof WsException.ConnectionClosed).isTrue();
    }
  }
}
