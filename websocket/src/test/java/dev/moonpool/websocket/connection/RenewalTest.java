package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.ForwardingHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A socket that is replaced while it serves, step by step.
@Timeout(60)
@Tag("W13")
class RenewalTest {
  @Test
  void renew_allTopicsHeldAndPongHere_switchesAndClosesTheOldSocket() throws Exception {
    try (Bench bench = held()) {
      Subscription sub = bench.subscribe("t").subscriptions().getFirst();
      bench.session.renew("age", bench.now);
      long next = next(bench);
      hear(bench, 1, "upd t old");
      hear(bench, next, "upd t early");
      assertThat(texts(sub)).containsExactly("Message old");
      hear(bench, next, "ok t");
      hear(bench, 1, "upd t old2");
      hear(bench, next, "upd t both");
      assertThat(bench.done()).contains(new Action.Mark<>(1));
      assertThat(bench.session.epoch().number()).isEqualTo(1);

      bench.session.passed(1, bench.now);
      assertThat(bench.done()).contains(new Action.Close<>(1, 1000, "age"));
      hear(bench, 1, "upd t late");
      hear(bench, next, "upd t new");
      assertThat(texts(sub)).containsExactly("Message old2", "Message both", "Message new");
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(bench.events()).contains(new Event.Renewed(new ConnectionEpoch(2), "age"));
    }
  }

  @Test
  void request_sentBeforeTheSwitch_isAnsweredOnTheOldSocketWhichIsThenClosed() throws Exception {
    try (Bench bench = held()) {
      CompletableFuture<?> before = Bench.ended(bench.ask("a"));
      switched(bench);
      CompletableFuture<?> after = Bench.ended(bench.ask("b"));
      List<Action<String[]>> done = bench.done();
      assertThat(done).noneMatch(Action.Close.class::isInstance);
      assertThat(done)
          .anyMatch(
              action ->
                  action instanceof Action.Write<String[]> write
                      && write.attempt() == 2
                      && write.message().equals(WsMessage.text("req r2 b")));

      hear(bench, 1, "res r1 a");
      assertThat(before).isCompleted();
      assertThat(bench.done()).contains(new Action.Close<>(1, 1000, "age"));
      assertThat(after).isNotDone();
      hear(bench, 2, "res r2 b");
      assertThat(after).isCompleted();
    }
  }

  @Test
  void oldSocket_endsAfterTheSwitch_failsItsRequestsAndNoOthers() throws Exception {
    try (Bench bench = held()) {
      CompletableFuture<?> before = Bench.ended(bench.ask("a"));
      switched(bench);
      CompletableFuture<?> after = Bench.ended(bench.ask("b"));
      bench.session.gone(1, "cut", bench.now);

      assertThatThrownBy(before::join).hasCauseInstanceOf(WsException.ConnectionClosed.class);
      assertThat(after).isNotDone();
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
    }
  }

  @Test
  void oldSocket_lostBeforeTheSwitch_reconnectsAndGivesTheNewOneUp() throws Exception {
    try (Bench bench = held()) {
      bench.session.renew("age", bench.now);
      next(bench);
      bench.breaks();

      assertThat(bench.done()).contains(new Action.Drop<>(2));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
      bench.session.failed(2, new RuntimeException("late"), Optional.empty(), bench.now);
      bench.pass(Duration.ofSeconds(2));
      assertThat(bench.done()).contains(new Action.Dial<>(3));
    }
  }

  @Test
  void newSocket_refused_leavesTheOldOneAndIsTriedAgainWithBackoff() throws Exception {
    try (Bench bench = held()) {
      bench.session.renew("age", bench.now);
      bench.done();
      bench.session.failed(2, new RuntimeException("no"), Optional.empty(), bench.now);
      assertThat(failed(bench).nextTry()).contains(Duration.ofSeconds(1));
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.done()).contains(new Action.Dial<>(3));
      bench.session.upgraded(3, Optional.empty(), bench.now);
      hear(bench, 3, "no t not-here");

      assertThat(failed(bench).nextTry()).contains(Duration.ofSeconds(2));
      assertThat(bench.done()).contains(new Action.Drop<>(3));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(bench.session.epoch().number()).isEqualTo(1);
    }
  }

  @Test
  void mark_unanswered_leavesTheOldSocket() throws Exception {
    try (Bench bench = held()) {
      bench.session.renew("age", bench.now);
      hear(bench, next(bench), "ok t");
      for (int i = 0; i < 10; i++) {
        bench.pass(Duration.ofSeconds(1));
        bench.session.heard(1);
      }
      assertThat(failed(bench).attempt()).isEqualTo(2);
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
    }
  }

  @Test
  void subscribe_whileRenewing_isHeldByTheNewSocketBeforeTheSwitch() throws Exception {
    try (Bench bench = held()) {
      bench.session.renew("age", bench.now);
      long next = next(bench);
      hear(bench, next, "ok t");
      bench.subscribe("u");
      bench.pass(Duration.ofMillis(200));
      hear(bench, 1, "ok u");
      bench.session.passed(1, bench.now);
      assertThat(bench.session.epoch().number()).isEqualTo(1);
      bench.pass(Duration.ofMillis(200));
      hear(bench, next, "ok u");
      bench.session.passed(1, bench.now);
      assertThat(bench.session.epoch().number()).isEqualTo(2);
    }
  }

  @Test
  void unsubscribe_whileRenewing_isToldToTheNewSocket() throws Exception {
    try (Bench bench = held()) {
      bench.session.renew("age", bench.now);
      hear(bench, next(bench), "ok t");
      bench.session.unsubscribe(new Topic("t"), bench.now);
      bench.done();
      bench.session.passed(1, bench.now);
      assertThat(bench.written()).contains("unsub t");
    }
  }

  @Test
  void handler_thatServesOneSocket_reconnectsAndSaysSo() throws Exception {
    ForwardingHandler<String[]> one = new ForwardingHandler<>(new LineHandler(false, true)) {};
    try (Bench bench = new Bench(config -> config, one)) {
      bench.upgraded();
      bench.session.renew("age", bench.now);
      assertThat(failed(bench).nextTry()).isEmpty();
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
      bench.breaks();
      assertThat(bench.done()).contains(new Action.Close<>(1, 1000, "age"), new Action.Dial<>(2));
    }
  }

  @Test
  void age_withJitter_renewsBeforeIt() throws Exception {
    try (Bench bench =
        new Bench(
            config -> config.renewal(RenewPolicy.of(Duration.ofMinutes(10))),
            new LineHandler(false, true))) {
      bench.upgraded();
      bench.drains = true;
      bench.done();
      for (int i = 0; i < 539; i++) {
        bench.pass(Duration.ofSeconds(1));
        bench.session.heard(1);
      }
      assertThat(bench.done()).noneMatch(Action.Dial.class::isInstance);
      for (int i = 0; i < 61; i++) {
        bench.pass(Duration.ofSeconds(1));
        bench.session.heard(1);
      }
      assertThat(bench.done()).contains(new Action.Dial<>(2));
    }
  }

  @Test
  void unacknowledgedTopics_atTheSwitch_areToldOfAGap() throws Exception {
    try (Bench bench = Bench.plain()) {
      bench.upgraded();
      SubscribeCall call = bench.subscribe("t");
      bench.session.renew("age", bench.now);
      next(bench);
      bench.session.passed(1, bench.now);
      assertThat(texts(call.subscriptions().getFirst())).containsExactly("Gap");
    }
  }

  private static Bench held() {
    Bench bench = Bench.acknowledging();
    bench.upgraded();
    SubscribeCall call = bench.subscribe("t");
    assertThat(call.subscriptions()).hasSize(1);
    bench.hear("ok t");
    bench.done();
    return bench;
  }

  /// The new socket is there.
  private static long next(Bench bench) {
    assertThat(bench.done()).contains(new Action.Dial<>(2));
    bench.session.upgraded(2, Optional.empty(), bench.now);
    return 2;
  }

  private static void switched(Bench bench) {
    bench.session.renew("age", bench.now);
    hear(bench, next(bench), "ok t");
    bench.session.passed(1, bench.now);
    assertThat(bench.session.epoch().number()).isEqualTo(2);
  }

  private static void hear(Bench bench, long attempt, String text) {
    bench.session.received(attempt, WsMessage.text(text), bench.now);
  }

  private static Event.RenewalFailed failed(Bench bench) throws InterruptedException {
    return bench.events().stream()
        .filter(Event.RenewalFailed.class::isInstance)
        .map(Event.RenewalFailed.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(Subscription subscription) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    Optional<Subscription.Item> item = subscription.poll(Duration.ZERO);
    while (item.isPresent()) {
      texts.add(text(item.get()));
      item = subscription.poll(Duration.ZERO);
    }
    return texts;
  }

  private static String text(Subscription.Item item) {
    return switch (item) {
      case Subscription.Gap gap -> "Gap";
      case Subscription.Lagged lagged -> "Lagged";
      case Subscription.Message(var message) -> "Message " + message.text().split(" ")[2];
    };
  }
}
