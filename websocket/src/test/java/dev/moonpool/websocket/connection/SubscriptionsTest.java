package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Subscribing, unsubscribing and restoring, decided without sockets or clocks.
@Timeout(60)
class SubscriptionsTest {
  @Test
  @Tag("W11")
  void subscribe_twiceAndCloseTwice_asksOnceAndLeavesOnce() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Subscription first = one(bench.subscribe("t"));
      Subscription second = one(bench.subscribe("t"));
      assertThat(bench.written()).containsExactly("sub t");
      first.close();
      first.close();
      assertThat(bench.written()).isEmpty();
      bench.hear("upd t news");
      assertThat(text(second.poll(Duration.ZERO))).isEqualTo("upd t news");
      second.close();
      second.close();
      assertThat(bench.written()).containsExactly("unsub t");
    }
  }

  @Test
  @Tag("W11")
  void close_whileTheServerIsAsked_leavesWhenItHasAnswered() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      SubscribeCall call = bench.subscribe("t");
      call.subscriptions().getFirst().close();
      assertThat(bench.written()).containsExactly("sub t");
      bench.hear("ok t");
      assertThat(bench.written()).containsExactly("unsub t");
    }
  }

  @Test
  @Tag("W11")
  void close_thenSubscribeWhileAsked_staysSubscribed() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      bench.subscribe("t").subscriptions().getFirst().close();
      SubscribeCall again = bench.subscribe("t");
      bench.hear("ok t");

      assertThat(bench.written()).containsExactly("sub t");
      assertThat(again.done()).isCompleted();
    }
  }

  @Test
  @Tag("W11")
  void subscribe_refused_failsWithTheServersWords() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      SubscribeCall call = bench.subscribe("t");
      bench.hear("no t not-yours");

      assertThat(failure(call.done()))
          .isInstanceOf(WsException.SubscriptionFailed.class)
          .hasMessageContaining("not-yours");
      assertThat(bench.written()).containsExactly("sub t");
    }
  }

  @Test
  @Tag("W11")
  void subscribeMany_oneRefused_releasesTheOthersAndNamesIt() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      SubscribeCall call = bench.subscribe("a", "b", "c");
      bench.hear("ok a");
      bench.hear("no b full");
      assertThat(call.done()).isNotDone();
      bench.hear("ok c");

      assertThat(failure(call.done())).hasMessageContaining("refused: [b]");
      assertThat(bench.written()).containsExactly("sub a b c", "unsub a", "unsub c");
    }
  }

  @Test
  @Tag("W11")
  void subscribe_unanswered_failsInTime() throws Exception {
    try (Bench bench = Bench.acknowledging()) {
      SubscribeCall call = bench.subscribe("t");
      bench.pass(Duration.ofSeconds(30));

      assertThat(failure(call.done())).hasMessageContaining("in time");
    }
  }

  @Test
  @Tag("W11")
  void subscribe_lateRefusalOfAnEarlierQuestion_isNotTakenForTheAnswer() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      bench.subscribe("t");
      bench.pass(Duration.ofSeconds(30));
      assertThat(bench.written()).containsExactly("sub t", "unsub t");
      SubscribeCall again = bench.subscribe("t");
      bench.hear("no t busy");
      assertThat(again.done()).isNotDone();
      bench.hear("ok t");

      assertThat(again.done()).isCompleted();
      one(again).close();
      assertThat(bench.written()).containsExactly("sub t", "unsub t");
    }
  }

  @Test
  @Tag("W11")
  void subscribe_serverThatForgetsOneAnswer_isBelievedAgainAfterwards() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      bench.subscribe("t");
      bench.pass(Duration.ofSeconds(30));
      bench.session.pingWritten(bench.attempt, bench.now);
      bench.subscribe("t");
      bench.hear("ok t");
      bench.pass(Duration.ofSeconds(30));
      SubscribeCall third = bench.subscribe("t");
      bench.hear("ok t");

      assertThat(third.done()).isCompleted();
    }
  }

  @Test
  @Tag("W11")
  void unsubscribe_thenClose_leavesOnceForAll() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      Subscription first = one(bench.subscribe("t"));
      Subscription second = one(bench.subscribe("t"));
      bench.hear("ok t");
      bench.written();
      bench.session.unsubscribe(new Topic("t"), bench.now);
      first.close();
      second.close();
      bench.session.unsubscribe(new Topic("t"), bench.now);

      assertThat(bench.written()).containsExactly("unsub t");
      assertThat(first.hasEnded()).isTrue();
      assertThat(second.hasEnded()).isTrue();
    }
  }

  @Test
  @Tag("W11")
  void unsubscribe_whileTheServerIsAsked_refusesTheCallerAndLeavesAfterTheAnswer()
      throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      SubscribeCall call = bench.subscribe("t");
      bench.session.unsubscribe(new Topic("t"), bench.now);

      assertThat(failure(call.done())).hasMessageContaining("unsubscribed");
      assertThat(bench.written()).containsExactly("sub t");
      bench.hear("ok t");
      assertThat(bench.written()).containsExactly("unsub t");
    }
  }

  @Test
  @Tag("W14")
  void restore_manyTopics_isPacedInBatches() throws Exception {
    try (Bench bench = Bench.plain()) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        names.add("t" + i);
      }
      bench.subscribe(names.toArray(String[]::new));
      bench.upgraded();
      assertThat(bench.written()).singleElement().satisfies(text -> topics(text, 100));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CONNECTED);
      bench.pass(Duration.ofMillis(99));
      assertThat(bench.written()).isEmpty();
      bench.pass(Duration.ofMillis(1));
      assertThat(bench.written()).singleElement().satisfies(text -> topics(text, 100));
      bench.pass(Duration.ofMillis(100));
      assertThat(bench.written()).singleElement().satisfies(text -> topics(text, 50));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
    }
  }

  @Test
  @Tag("W14")
  void subscribe_duringAnOutage_isSentOnce() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.subscribe("old");
      bench.breaks();
      SubscribeCall call = bench.subscribe("new");
      one(bench.subscribe("gone")).close();
      bench.written();
      bench.pass(Duration.ofSeconds(1));
      bench.redialled();
      bench.upgraded();

      assertThat(bench.written()).containsExactly("sub old new");
      assertThat(call.done()).isCompleted();
    }
  }

  @Test
  @Tag("W12")
  void items_afterAReconnect_beginWithTheGap() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Subscription subscription = one(bench.subscribe("t"));
      bench.hear("upd t 1");
      bench.breaks();
      bench.pass(Duration.ofSeconds(1));
      bench.redialled();
      bench.upgraded();
      bench.hear("upd t 2");

      assertThat(text(subscription.poll(Duration.ZERO))).isEqualTo("upd t 1");
      assertThat(subscription.poll(Duration.ZERO))
          .contains(new Subscription.Gap(new ConnectionEpoch(2)));
      assertThat(text(subscription.poll(Duration.ZERO))).isEqualTo("upd t 2");
      assertThat(subscription.poll(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  @Tag("W12")
  void items_moreThanAreRead_areCountedAndTheNewestKept() throws Exception {
    try (Bench bench =
        new Bench(config -> config.subscriptionCapacity(10), new LineHandler(false, false))) {
      bench.upgraded();
      Subscription slow = one(bench.subscribe("t"));
      Subscription quick = one(bench.subscribe("t"));
      for (int i = 0; i < 1_000; i++) {
        bench.hear("upd t " + i);
        assertThat(text(quick.poll(Duration.ZERO))).isEqualTo("upd t " + i);
      }

      long lost = ((Subscription.Lagged) slow.poll(Duration.ZERO).orElseThrow()).count();
      List<String> texts = new ArrayList<>();
      Optional<Subscription.Item> item = slow.poll(Duration.ZERO);
      while (item.isPresent()) {
        texts.add(text(item));
        item = slow.poll(Duration.ZERO);
      }
      assertThat(lost + texts.size()).isEqualTo(1_000);
      assertThat(texts).hasSizeBetween(10, 12).endsWith("upd t 998", "upd t 999");
    }
  }

  @Test
  @Tag("W12")
  void iteration_afterTheEnd_yieldsWhatIsThereAndEnds() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Subscription subscription = one(bench.subscribe("t"));
      bench.hear("upd t 1");
      bench.session.shutdown(
          new DisconnectReason(1000, "enough"), Duration.ofSeconds(1), bench.now);

      assertThat(subscription.hasEnded()).isFalse();
      assertThat(subscription).hasSize(1);
      assertThat(subscription.hasEnded()).isTrue();
    }
  }

  @Test
  @Tag("W6")
  void stream_unread_dropsMessagesAndMergesWhatCameAndWent() throws Exception {
    try (Bench bench =
        new Bench(config -> config.eventCapacity(3), new LineHandler(false, false))) {
      for (int i = 1; i <= 500; i++) {
        bench.upgraded();
        bench.hear("sys " + i);
        bench.breaks();
        for (int failures = 0; failures < i % 3; failures++) {
          bench.pass(Duration.ofMinutes(1));
          bench.redialled();
          bench.session.failed(bench.attempt, new IOException(), Optional.empty(), bench.now);
        }
        bench.pass(Duration.ofMinutes(1));
        bench.redialled();
      }
      List<Event> events = bench.events();

      assertThat(events)
          .extracting(event -> (Object) event.getClass())
          .containsExactly(
              Event.Connected.class,
              Event.Message.class,
              Event.Disconnected.class,
              Event.AttemptFailed.class,
              Event.Connected.class,
              Event.Disconnected.class,
              Event.AttemptFailed.class);
      assertThat(events.get(2)).extracting("epoch").isEqualTo(new ConnectionEpoch(1));
      ConnectionEpoch last = bench.session.epoch();
      assertThat(last.number()).isGreaterThan(400);
      assertThat(events.get(4)).isEqualTo(new Event.Connected(last));
      assertThat(events.get(5)).extracting("epoch").isEqualTo(last);
      assertThat(bench.stream.droppedCount()).isEqualTo(last.number() - 1);
    }
  }

  @Test
  @Tag("W10")
  void garbage_inBetween_isCountedAndHurtsNobody() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> request = bench.ask("a");
      Outgoing<String[]> unlucky = bench.ask("b");
      bench.hear("res");
      bench.hear("err r2");
      bench.hear("upd");
      bench.hear("upd nobody wants");
      bench.hear("res r9 x");
      bench.hear("res r1 fine");

      assertThat(Bench.ended(request)).isCompleted();
      assertThat(failure(Bench.ended(unlucky))).isInstanceOf(WsException.Serialization.class);
      assertThat(bench.counters.strayUpdates.sum()).isEqualTo(1);
      assertThat(bench.counters.strayReplies.sum()).isEqualTo(1);
      assertThat(bench.counters.unreadable.sum()).isEqualTo(3);
    }
  }

  private static void topics(String text, int count) {
    assertThat(text.split(" ")).hasSize(count + 1);
  }

  private static Subscription one(SubscribeCall call) {
    return call.subscriptions().getFirst();
  }

  private static String text(Optional<Subscription.Item> item) {
    return ((Subscription.Message) item.orElseThrow()).message().text();
  }

  private static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isDone();
    return future.exceptionNow();
  }
}
