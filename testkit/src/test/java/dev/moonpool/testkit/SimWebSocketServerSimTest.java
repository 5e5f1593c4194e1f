package dev.moonpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.junit.Simulate;
import dev.moonpool.websocket.client.WsClient;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("field-O11")
class SimWebSocketServerSimTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void script_requestsAndTopics_areServed() {
    calm(
        (server, context) -> {
          try (WsClient client = connect(context)) {
            assertThat(client.request(Map.of("ask", "twice", "of", 21), Integer.class))
                .isEqualTo(42);
            Subscription gold = client.subscribe("gold");
            awaitTopic(server, context, "gold");
            server.publish("tin", update("tin", 1));
            server.publish("gold", update("gold", 7));
            assertThat(next(gold)).contains("7");
          }
          assertThat(server.heard().getFirst()).contains("twice");
        });
  }

  @Test
  void dropAll_aSubscribedClient_connectsAndSubscribesAgain() {
    calm(
        (server, context) -> {
          try (WsClient client = connect(context)) {
            Subscription gold = client.subscribe("gold");
            awaitTopic(server, context, "gold");
            server.dropAll();
            assertThat(gold.poll(PATIENCE)).containsInstanceOf(Subscription.Gap.class);
            awaitTopic(server, context, "gold");
            server.publish("gold", update("gold", 8));
            assertThat(next(gold)).contains("8");
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(server.sockets()).hasSize(1);
          }
        });
  }

  @Test
  void closeAll_aClient_comesBackOnANewSocket() {
    calm(
        (server, context) -> {
          try (WsClient client = connect(context)) {
            server.closeAll(1001, "going");
            await(context, "a second socket", () -> server.accepted() == 2);
            assertThat(client.request(Map.of("ask", "twice", "of", 1), Integer.class)).isEqualTo(2);
          }
        });
  }

  @Test
  void refuseWith_aStatus_isWhatTheClientMeets() {
    calm(
        (server, context) -> {
          server.refuseWith(401);
          assertThatThrownBy(() -> connect(context))
              .isInstanceOf(WsException.class)
              .hasMessageContaining("401");
          server.refuseWith(0);
          connect(context).close();
        });
  }

  /// A server that executes what it hears; a client that is answered was executed, and one whose
  /// request was surely not sent was not.
  @Simulate(seeds = 15, topology = "1x2", profile = Simulate.CHAOS)
  void requests_underChaos_runAsTheirOutcomeSays(Simulation simulation) {
    SimWebSocketServer server =
        SimWebSocketServer.in(simulation, SimWebSocketServerSimTest::answer);
    simulation.workloads(
        () ->
            context -> {
              int answered = 0;
              try (WsClient client = connectAtLast(context)) {
                for (int i = 0; i < 30; i++) {
                  answered += ask(server, context, client, i) ? 1 : 0;
                }
              }
              assertThat(answered).as("answers to 30 requests").isPositive();
            });
  }

  private static boolean ask(
      SimWebSocketServer server, WorkloadContext context, WsClient client, int number)
      throws InterruptedException {
    String mark = context.name() + "-" + number;
    try {
      client.request(Map.of("ask", "twice", "of", 4, "mark", mark), Integer.class);
      assertThat(heards(server, mark)).as("runs of answered %s", mark).isEqualTo(1);
      return true;
    } catch (WsException e) {
      boolean unsent = e.outcome().filter(Outcome.NOT_SENT::equals).isPresent();
      assertThat(heards(server, mark))
          .as("runs of %s: %s", mark, e)
          .isBetween(0L, unsent ? 0L : 1L);
      context.providers().time().sleep(Duration.ofMillis(200));
      return false;
    }
  }

  private static long heards(SimWebSocketServer server, String mark) {
    return server.heard().stream().filter(text -> text.contains("\"" + mark + "\"")).count();
  }

  private static WsClient connectAtLast(WorkloadContext context) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return connect(context);
      } catch (WsException e) {
        assertThat(attempt).as("attempts to connect, the last: %s", e).isLessThan(20);
      }
    }
  }

  private static WsClient connect(WorkloadContext context) throws InterruptedException {
    return WsClient.connect(
        context.providers(),
        SimWebSocketServer.url(context),
        new GenericJsonHandler(JsonFields.DEFAULT));
  }

  /// The server's side of the usual JSON fields.
  private static void answer(ServedSocket socket, String text) {
    JsonNode message = JSON.readTree(text);
    switch (message.path("op").asString("")) {
      case "subscribe" -> message.path("args").forEach(topic -> socket.subscribe(topic.asString()));
      case "unsubscribe" ->
          message.path("args").forEach(topic -> socket.unsubscribe(topic.asString()));
      case "ping" -> socket.say("{\"op\":\"pong\"}");
      default ->
          socket.say(
              "{\"id\":%s,\"result\":%d}"
                  .formatted(message.get("id"), 2 * message.get("of").asInt()));
    }
  }

  private static String update(String topic, int price) {
    return "{\"topic\":\"%s\",\"price\":%d}".formatted(topic, price);
  }

  private static String next(Subscription subscription) throws InterruptedException {
    Optional<Subscription.Item> item = subscription.poll(PATIENCE);
    assertThat(item).containsInstanceOf(Subscription.Message.class);
    return ((Subscription.Message) item.get()).message().text();
  }

  private static void awaitTopic(SimWebSocketServer server, WorkloadContext context, String topic)
      throws InterruptedException {
    await(
        context,
        "a subscriber of " + topic,
        () -> server.sockets().stream().anyMatch(socket -> socket.topics().contains(topic)));
  }

  private static void await(WorkloadContext context, String what, BooleanSupplier holds)
      throws InterruptedException {
    long deadline = context.providers().time().nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(context.providers().time().nanoTime())
          .as("time to wait %s for %s", PATIENCE, what)
          .isLessThan(deadline);
      context.providers().time().sleep(Duration.ofMillis(10));
    }
  }

  private interface Body {
    void run(SimWebSocketServer server, WorkloadContext context) throws Exception;
  }

  private static void calm(Body body) {
    Simulation simulation = Simulation.of(3, Topology.parse("1x1"), Profile.CALM);
    SimWebSocketServer server =
        SimWebSocketServer.in(simulation, SimWebSocketServerSimTest::answer);
    simulation.workloads(() -> context -> body.run(server, context));
    SeedOutcome outcome = simulation.run();
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure + "\n" + failure.details());
            });
  }
}
