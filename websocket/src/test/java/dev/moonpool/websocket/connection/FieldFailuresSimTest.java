package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What users of other libraries report again and again, each in a simulated world.
class FieldFailuresSimTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  @Tag("field-1")
  @Tag("W15")
  void halfOpenSocket_nothingComesAnyMore_isNoticedWithinIntervalAndTimeout() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          world.rules.isMute = true;
          world.server().stopReading();
          world.next(connection, Event.Disconnected.class, Duration.ofSeconds(41));
          world.rules.isMute = false;
          connection.handle().awaitReady(SOON);
          world.end(connection);
        });
  }

  @Test
  @Tag("field-1")
  @Tag("field-13")
  @Tag("W15")
  void halfOpenSocket_withAPingThatCannotEvenBeWritten_isNoticedToo() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          world.rules.isMute = true;
          world.server().stopReading();
          for (int i = 0; i < 8; i++) { // more than the network takes, and not enough to be noticed
            connection.handle().requestAsync("x".repeat(10_000), String.class);
            world.sleep(Duration.ofMillis(1));
          }
          world.next(connection, Event.Disconnected.class, Duration.ofSeconds(41));
          world.rules.isMute = false;
          connection.handle().awaitReady(SOON);
          world.end(connection);
        });
  }

  @Test
  @Tag("field-2")
  @Tag("W15")
  void heartbeat_pingBehindBulkOnASlowLink_raisesNoAlarm() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          String bulk = "x".repeat(3_000_000);
          world.rules.ignores = bulk; // so that nothing but progress shows that it lives
          world.server().stopReading();
          CompletableFuture<String> future =
              connection.handle().requestAsync(bulk, String.class, Duration.ofMinutes(5));
          while (world.log.texts("req").isEmpty()) {
            world.sleep(Duration.ofSeconds(2));
            world.server().readOnce();
            assertThat(future).isNotDone();
          }
          world.server().readOnce();
          assertThat(connection.handle().state()).isEqualTo(ConnectionState.READY);
          assertThat(connection.handle().epoch()).isEqualTo(new ConnectionEpoch(1));
          world.end(connection);
        });
  }

  @Test
  @Tag("field-2")
  @Tag("W15")
  void heartbeat_serverThatSendsButDoesNotAnswerPings_raisesNoAlarm() {
    CalmWorld.run(
        world -> {
          world.rules.answersPings = false;
          Connection connection = world.ready();
          for (int i = 0; i < 1_000; i++) {
            world.server().say("sys tick");
            world.sleep(Duration.ofSeconds(9));
          }
          assertThat(connection.handle().epoch()).isEqualTo(new ConnectionEpoch(1));
          world.end(connection);
        });
  }

  @Test
  @Tag("field-3")
  @Tag("W15")
  void pong_clientThatOnlyReads_isFlushedAtOnceAndOnce() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          List<String> expected = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            world.server().ping("p" + i);
            expected.add("pong p" + i);
            world.sleep(Duration.ofMillis(5));
            assertThat(world.log.texts("pong")).isEqualTo(expected);
          }
          world.server().ping("together");
          world.server().say("alive?");
          world.server().ping("again");
          world.sleep(Duration.ofMillis(5));
          assertThat(world.log.texts("pong")).endsWith("pong together", "pong again").hasSize(52);
          assertThat(world.log.texts("alive")).containsExactly("alive");
          world.end(connection);
        });
  }

  @Test
  @Tag("field-4")
  @Tag("W16")
  void connectAndClose_tenThousandTimes_leavesNothing() {
    CalmWorld.run(
        world -> {
          for (int i = 0; i < 10_000; i++) {
            Connection connection = world.connect(CalmWorld.config().build());
            world.sleep(Duration.ofNanos(world.context.randomness().nextLong(1, 2_000_000)));
            world.end(connection);
          }
          world.sleep(Duration.ofSeconds(1));
          assertThat(world.log.live()).isZero();
        });
  }

  @Test
  @Tag("field-5")
  @Tag("W5")
  void timers_ofSocketsThatWereLost_leaveTheNextOneAlone() {
    CalmWorld.run(
        world -> {
          world.rules.key = "k";
          world.rules.isMute = true; // no answer to the key: that timer runs
          Connection connection = world.connect(CalmWorld.config().build());
          world.sleep(Duration.ofSeconds(29));
          world.server().breakAll();
          world.rules.isMute = false;
          connection.handle().awaitReady(SOON);
          assertThat(connection.handle().epoch()).isEqualTo(new ConnectionEpoch(1));
          connection.handle().reconnect("to close one, whose timer runs");
          world.next(connection, Event.Disconnected.class, SOON);
          connection.handle().awaitReady(SOON);
          world.sleep(Duration.ofMinutes(5));
          assertThat(connection.handle().epoch()).isEqualTo(new ConnectionEpoch(2));
          world.end(connection);
        });
  }

  @Test
  @Tag("field-6")
  @Tag("W13")
  void backoff_serverThatAcceptsAndCloses_grows() {
    CalmWorld.run(
        world -> {
          world.rules.flaps = true;
          BackoffPolicy fixed = BackoffPolicy.DEFAULT.withFactor(2, 0);
          Connection connection = world.connect(CalmWorld.config().backoff(fixed).build());
          world.sleep(Duration.ofMinutes(10));
          // Accepted after 1, 2, 4, … 32 seconds, and then each minute.
          assertThat(world.log.accepted()).isBetween(14, 17);
          world.end(connection);
        });
  }

  @Test
  @Tag("field-9")
  @Tag("W14")
  void restore_serverThatRefusesSomeAtFirst_hasAllInTheEnd() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          List<Topic> topics = new ArrayList<>();
          for (int i = 0; i < 250; i++) {
            topics.add(new Topic("t" + i));
          }
          List<Subscription> held = connection.handle().subscribeMany(topics);
          world.rules.refuse("t7", true);
          world.rules.refuse("t203", true);
          world.server().breakAll();
          world.next(connection, Event.Disconnected.class, SOON);
          int before = world.log.texts("sub ").size();
          while (world.log.texts("sub ").size() < before + 3) {
            world.sleep(Duration.ofMillis(10));
          }
          world.rules.refuse("t7", false);
          world.rules.refuse("t203", false);
          connection.handle().awaitReady(SOON);
          for (Subscription each : held) {
            assertThat(each.poll(SOON)).get().isInstanceOf(Subscription.Gap.class);
          }
          assertThat(world.server().topics()).hasSize(250);
          assertThat(world.log.texts("sub ")).allMatch(text -> text.split(" ").length <= 101);
          held.forEach(Subscription::close);
          world.sleep(Duration.ofSeconds(1));
          assertThat(world.server().topics()).isEmpty();
          world.end(connection);
        });
  }

  @Test
  @Tag("field-11")
  @Tag("W12")
  void slowConsumer_isToldWhatItMissesAndHoldsUpNobody() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          Subscription slow = connection.handle().subscribe(new Topic("t"));
          Subscription quick = connection.handle().subscribe(new Topic("t"));
          long read = 0;
          for (int i = 0; i < 10_000; i++) {
            world.server().publish("t", "u" + i);
            if (i % 100 == 0) {
              world.sleep(Duration.ofMillis(10));
              read += drain(quick);
            }
          }
          world.sleep(Duration.ofMillis(10));
          read += drain(quick);
          assertThat(read).isEqualTo(10_000);
          Optional<Subscription.Item> first = slow.poll(Duration.ZERO);
          long kept = drain(slow);
          assertThat(first.orElseThrow()).isEqualTo(new Subscription.Lagged(10_000 - kept));
          assertThat(kept).isLessThanOrEqualTo(258);
          world.end(connection);
        });
  }

  @Test
  @Tag("field-12")
  @Tag("W12")
  void gap_afterAReconnect_isTheFirstThingThatIsTold() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          Subscription subscription = connection.handle().subscribe(new Topic("t"));
          world.server().publish("t", "before");
          world.sleep(Duration.ofMillis(10));
          world.server().breakAll();
          world.next(connection, Event.Disconnected.class, SOON);
          connection.handle().awaitReady(SOON);
          world.server().publish("t", "after");
          assertThat(subscription.next().orElseThrow()).isInstanceOf(Subscription.Message.class);
          assertThat(subscription.next().orElseThrow())
              .isEqualTo(new Subscription.Gap(new ConnectionEpoch(2)));
          assertThat(subscription.next().orElseThrow()).isInstanceOf(Subscription.Message.class);
          world.end(connection);
        });
  }

  @Test
  @Tag("field-13")
  @Tag("W17")
  void writer_thatIsBlocked_leavesReadingAlone() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          Subscription subscription = connection.handle().subscribe(new Topic("t"));
          world.server().stopReading();
          List<CompletableFuture<String>> futures = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            futures.add(connection.handle().requestAsync("x".repeat(50_000), String.class));
          }
          for (int i = 0; i < 9; i++) {
            world.sleep(Duration.ofSeconds(1));
            world.server().publish("t", "u" + i);
            assertThat(subscription.poll(Duration.ofSeconds(1))).isPresent();
          }
          // What was taken before the write timeout's first half gives it a second one.
          world.next(connection, Event.Disconnected.class, Duration.ofSeconds(12));
          world.sleep(Duration.ofMillis(1)); // each future completes on a task of its own
          assertThat(futures)
              .filteredOn(CompletableFuture::isCompletedExceptionally)
              .isNotEmpty()
              .allSatisfy(
                  future -> assertThat(future.exceptionNow()).isInstanceOf(WsException.class));
          world.end(connection);
        });
  }

  private static long drain(Subscription subscription) throws InterruptedException {
    long messages = 0;
    Optional<Subscription.Item> item = subscription.poll(Duration.ZERO);
    while (item.isPresent()) {
      assertThat(item.get()).isInstanceOf(Subscription.Message.class);
      messages++;
      item = subscription.poll(Duration.ZERO);
    }
    return messages;
  }
}
