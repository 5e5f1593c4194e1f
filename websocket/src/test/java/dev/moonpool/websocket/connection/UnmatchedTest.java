package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Messages that no id takes to a request: they reach what they can only belong to, or the stream.
@Timeout(60)
class UnmatchedTest {
  @Test
  @Tag("field-WS9")
  void error_withoutAnIdAndOneRequestWaiting_isItsError() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> request = bench.ask("time");
      bench.hear("err - 429 slow-down");

      assertThat(failure(Bench.ended(request)))
          .isInstanceOf(WsException.Remote.class)
          .hasMessageContaining("slow-down")
          .extracting(thrown -> ((WsException) thrown).outcome().orElseThrow())
          .isEqualTo(Outcome.REJECTED);
      assertThat(bench.requestPlaces.taken()).isZero();
      assertThat(messages(bench)).isEmpty();
    }
  }

  @Test
  @Tag("field-WS9")
  void error_withoutAnIdAndTwoRequestsWaiting_isAnEvent() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> one = bench.ask("a");
      Outgoing<String[]> other = bench.ask("b");
      bench.hear("err - 429 slow-down");

      assertThat(Bench.ended(one)).isNotDone();
      assertThat(Bench.ended(other)).isNotDone();
      assertThat(messages(bench))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.message().kind()).isEqualTo(MessageKind.RESPONSE);
                assertThat(event.message().text()).isEqualTo("err - 429 slow-down");
              });
    }
  }

  @Test
  @Tag("field-WS9")
  void error_withoutAnIdAfterOneOfTwoWasCancelled_isTheOthers() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> one = bench.ask("a");
      Outgoing<String[]> other = bench.ask("b");
      one.cancel();
      bench.hear("err - 429 slow-down");

      assertThat(failure(Bench.ended(other))).isInstanceOf(WsException.Remote.class);
    }
  }

  @Test
  @Tag("field-WS9")
  void error_withoutAnIdAndOneTopicAsked_refusesTheTopic() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      SubscribeCall call = bench.subscribe("a");
      bench.hear("err - 429 slow-down");

      assertThat(failure(call.done())).hasMessageContaining("slow-down");
    }
  }

  @Test
  @Tag("field-WS9")
  void error_withoutAnIdAndATopicBesideARequest_isAnEvent() throws Exception {
    try (Bench bench = Bench.acknowledging().upgraded()) {
      SubscribeCall call = bench.subscribe("a");
      Outgoing<String[]> request = bench.ask("b");
      bench.hear("err - 429 slow-down");

      assertThat(call.done()).isNotDone();
      assertThat(Bench.ended(request)).isNotDone();
      assertThat(messages(bench)).hasSize(1);
    }
  }

  @Test
  @Tag("field-WS9")
  void answer_toNoOpenRequest_isAnEvent() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.hear("res r9 late");

      assertThat(messages(bench))
          .singleElement()
          .satisfies(event -> assertThat(event.message().text()).isEqualTo("res r9 late"));
    }
  }

  @Test
  @Tag("field-WS9")
  void update_ofATopicWithoutSubscription_isAnEvent() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.hear("upd other 1");

      assertThat(messages(bench))
          .singleElement()
          .satisfies(event -> assertThat(event.message().kind()).isEqualTo(MessageKind.UPDATE));
    }
  }

  @Test
  @Tag("field-WS9")
  void message_thatCannotBeRead_isAnEventWithTheReason() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.hear("upd");

      assertThat(bench.events())
          .filteredOn(Event.Unreadable.class::isInstance)
          .singleElement()
          .satisfies(event -> assertThat(((Event.Unreadable) event).reason()).isNotEmpty());
    }
  }

  @Test
  @Tag("field-WS9")
  void events_ofWhatMatchesNothing_areBoundedAndCounted() throws Exception {
    try (Bench bench =
        new Bench(config -> config.eventCapacity(10), new LineHandler(false, false))) {
      bench.upgraded();
      for (int i = 0; i < 1_000; i++) {
        bench.hear("upd");
        bench.hear("res r" + i + " late");
      }

      assertThat(bench.events()).hasSize(10);
      assertThat(bench.stream.droppedCount()).isEqualTo(1_991);
    }
  }

  @Test
  @Tag("field-WS9")
  void update_withATopicAndAnId_reachesItsTopic() throws Exception {
    try (SystemProviders system = SystemProviders.start(1)) {
      ConnectionConfig config = ConnectionConfig.of("ws://localhost");
      Session<JsonNode> session =
          new Session<>(
              config,
              new GenericJsonHandler(JsonFields.DEFAULT),
              new RequestIds(system.providers()),
              Randomness.seeded(1),
              new ConnectionStream(system.providers().time(), config.eventCapacity()),
              new Capacity(1),
              new Counters());
      session.start(1);
      session.upgraded(1, Optional.empty(), 1);
      Subscriber trades =
          new Subscriber(
              new Topic("trades"), 8, system.providers().time(), new LongAdder(), left -> {});
      Subscription subscription = new Subscription(trades, system.providers().tasks());
      session.subscribe(new SubscribeCall(List.of(subscription), Long.MAX_VALUE), 1);
      session.received(1, WsMessage.text("{\"topic\":\"trades\",\"id\":77,\"price\":1}"), 1);

      assertThat(subscription.poll(Duration.ZERO)).isPresent();
      subscription.close();
    }
  }

  private static List<Event.Message> messages(Bench bench) throws InterruptedException {
    List<Event.Message> messages = new ArrayList<>();
    for (Optional<Event> event = bench.stream.poll(Duration.ZERO);
        event.isPresent();
        event = bench.stream.poll(Duration.ZERO)) {
      if (event.get() instanceof Event.Message message) {
        messages.add(message);
      }
    }
    return messages;
  }

  private static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isDone();
    return future.exceptionNow();
  }
}
