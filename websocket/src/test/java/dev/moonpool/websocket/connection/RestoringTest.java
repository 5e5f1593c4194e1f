package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Restoring topics on a new socket whose server answers late, not at all, or refuses for a while.
@Timeout(60)
class RestoringTest {
  @Test
  @Tag("field-WS3")
  @Tag("W14")
  void restore_oneTopicUnanswered_leavesTheRestReadyAndNamesIt() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      bench.upgraded();
      List<Subscription> both = held(bench, "a", "b");
      again(bench);
      bench.hear("ok a");
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CONNECTED);
      bench.pass(Duration.ofSeconds(1));

      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(notRestored(bench))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.topic()).isEqualTo(new Topic("b"));
                assertThat(event.reason()).contains("not answered yet");
              });
      Outgoing<String[]> request = bench.ask("time");
      bench.hear("res r1 noon");
      assertThat(Bench.ended(request)).isCompleted();
      bench.hear("upd a 1");
      assertThat(both.getFirst().poll(Duration.ZERO))
          .contains(new Subscription.Gap(new ConnectionEpoch(2)));
      assertThat(both.get(1).poll(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  @Tag("field-WS3")
  void restore_topicThatIsNeverAnswered_isAskedForAgainWithBackoff() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      bench.upgraded();
      Subscription subscription = held(bench, "b").getFirst();
      again(bench);
      assertThat(bench.written()).containsExactly("sub b");
      live(bench, Duration.ofSeconds(30));
      assertThat(bench.written()).containsExactly("unsub b");
      live(bench, Duration.ofSeconds(1));
      assertThat(bench.written()).containsExactly("sub b");
      live(bench, Duration.ofSeconds(32));
      assertThat(bench.written()).containsExactly("unsub b", "sub b");

      assertThat(notRestored(bench))
          .extracting(Event.NotRestored::nextTry)
          .containsSubsequence(
              Optional.of(Duration.ofSeconds(1)), Optional.of(Duration.ofSeconds(2)));
      bench.hear("ok b"); // the first two answers are late ones
      bench.hear("ok b");
      bench.hear("ok b");
      assertThat(subscription.poll(Duration.ZERO))
          .contains(new Subscription.Gap(new ConnectionEpoch(2)));
    }
  }

  @Test
  @Tag("field-WS3")
  void restore_manyUnansweredTopics_areReadyAfterOnePatience() throws Exception {
    try (Bench bench =
        new Bench(config -> config.resubscribeBatch(2), new LineHandler(false, true))) {
      bench.upgraded();
      bench.subscribe("a", "b", "c", "d");
      bench.pass(Duration.ofMillis(200));
      List.of("a", "b", "c", "d").forEach(topic -> bench.hear("ok " + topic));
      again(bench);
      bench.pass(Duration.ofMillis(1_101));

      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(notRestored(bench)).hasSize(4);
    }
  }

  @Test
  @Tag("field-WS4")
  void restore_refusedForAWhile_isTriedAgainUntilAcceptedAndYieldsAGap() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      bench.upgraded();
      Subscription subscription = held(bench, "a").getFirst();
      again(bench);
      for (int refusals = 0; refusals < 5; refusals++) {
        bench.hear("no a rate-limited");
        assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
        bench.written();
        live(bench, Duration.ofSeconds(1L << refusals));
        assertThat(bench.written()).containsExactly("sub a");
      }
      bench.hear("ok a");
      bench.hear("upd a 1");

      assertThat(notRestored(bench)).hasSize(5);
      assertThat(subscription.hasEnded()).isFalse();
      assertThat(subscription.poll(Duration.ZERO))
          .contains(new Subscription.Gap(new ConnectionEpoch(2)));
      assertThat(subscription.poll(Duration.ZERO)).isPresent();
    }
  }

  @Test
  @Tag("field-WS4")
  void restore_refusedWhileTheSocketIsLostAgain_beginsAnew() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      bench.upgraded();
      Subscription subscription = held(bench, "a").getFirst();
      again(bench);
      bench.hear("no a rate-limited");
      again(bench);
      assertThat(bench.written()).containsExactly("sub a");
      bench.hear("ok a");

      assertThat(subscription.poll(Duration.ZERO))
          .contains(new Subscription.Gap(new ConnectionEpoch(3)));
    }
  }

  @Test
  @Tag("field-WS4")
  void restore_refusedForGood_endsTheSubscriptionWithTheServersWords() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      bench.upgraded();
      Subscription subscription = held(bench, "a").getFirst();
      again(bench);
      bench.hear("gone a delisted");

      assertThat(subscription.poll(Duration.ZERO)).isEmpty();
      assertThat(subscription.hasEnded()).isTrue();
      assertThat(subscription.failure())
          .hasValueSatisfying(
              why ->
                  assertThat(why)
                      .isInstanceOf(WsException.SubscriptionFailed.class)
                      .hasMessageContaining("delisted"));
      assertThat(notRestored(bench))
          .singleElement()
          .satisfies(event -> assertThat(event.nextTry()).isEmpty());
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
    }
  }

  @Test
  @Tag("field-WS4")
  void subscribe_refusedBeforeItWasEverHeld_isTheAnswerToTheCall() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      SubscribeCall call = bench.subscribe("a");
      bench.upgraded();
      bench.hear("no a not-yours");

      assertThat(call.done()).isCompletedExceptionally();
      assertThat(call.done().exceptionNow()).hasMessageContaining("not-yours");
      assertThat(notRestored(bench)).isEmpty();
    }
  }

  @Test
  @Tag("field-WS3")
  @Tag("W11")
  void reconnect_withAnAnswerOwedByTheOldSocket_takesTheNewSocketsAnswer() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      bench.upgraded();
      bench.subscribe("a");
      live(bench, Duration.ofSeconds(30)); // given up: the old socket owes an answer
      again(bench);
      SubscribeCall call = bench.subscribe("a");
      bench.hear("ok a");

      assertThat(call.done()).isCompleted();
    }
  }

  private static List<Subscription> held(Bench bench, String... topics) throws Exception {
    SubscribeCall call = bench.subscribe(topics);
    for (String topic : topics) {
      bench.hear("ok " + topic);
    }
    assertThat(call.done()).isCompleted();
    bench.written();
    return call.subscriptions();
  }

  /// The socket breaks, and the next one is upgraded.
  private static void again(Bench bench) {
    bench.breaks();
    bench.pass(Duration.ofSeconds(2));
    bench.redialled();
    bench.written();
    bench.upgraded();
  }

  /// Time passes on a socket that lives.
  private static void live(Bench bench, Duration time) {
    Duration step = Duration.ofMillis(500);
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
      bench.pass(step);
      bench.session.pingWritten(bench.attempt, bench.now);
      bench.session.heard(bench.attempt);
    }
  }

  private static List<Event.NotRestored> notRestored(Bench bench) throws InterruptedException {
    return bench.events().stream()
        .filter(Event.NotRestored.class::isInstance)
        .map(Event.NotRestored.class::cast)
        .toList();
  }
}
