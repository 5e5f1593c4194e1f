package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.client.WsClient;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.kit.RpcRules;
import dev.moonpool.websocket.kit.RpcServer;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The names that a JSON-RPC server gives to subscriptions, through all that happens to a socket.
@Tag("W20")
@Tag("W22")
class JsonRpcSimTest {
  private static final int SEEDS = Integer.getInteger("websocket.seeds", 40);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  @Tag("W11")
  @Tag("W14")
  void traffic_underAllFaults_findsItsTopicsAndIsRestoredOnceEach() {
    long told = 0;
    long gaps = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Traffic traffic = new Traffic();
      passed(world(seed, chaos(), () -> traffic).run());
      told += traffic.told;
      gaps += traffic.gaps;
    }
    assertThat(told).isGreaterThan(SEEDS * 20L);
    assertThat(gaps).isPositive();
  }

  @Test
  void notification_beforeTheAnswerThatNamesIt_isTheFirstMessage() {
    calm(
        context -> {
          context.shared(RpcRules.class).tellsEarly = true;
          Connection connection = connect(context);
          try (Subscription one = connection.handle().subscribe(new Topic("one"))) {
            assertThat(number(one)).isZero();
            connection.handle().reconnect("to see it again");
            assertThat(one.poll(SECOND)).get().isInstanceOf(Subscription.Gap.class);
            assertThat(number(one)).isZero();
          }
          end(context, connection);
        });
  }

  @Test
  @Tag("W14")
  void restoring_partlyRefused_asksAgainForWhatWasRefused() {
    calm(
        context -> {
          Connection connection = connect(context);
          ConnectionHandle handle = connection.handle();
          List<Subscription> all = handle.subscribeMany(topics("a", "b", "c"));
          context.shared(RpcRules.class).refuse("b", 2);
          handle.reconnect("to be refused in part");
          for (Subscription each : all) {
            assertThat(each.poll(SOON)).get().isInstanceOf(Subscription.Gap.class);
          }
          assertThat(server(context).topicsOfTheNewest()).containsExactlyInAnyOrder("a", "b", "c");
          all.forEach(Subscription::close);
          end(context, connection);
        });
  }

  @Test
  @Tag("W14")
  @Tag("field-WS4")
  void restoring_refusedForLong_endsNoSubscription() {
    calm(
        context -> {
          Connection connection = connect(context);
          ConnectionHandle handle = connection.handle();
          List<Subscription> all = handle.subscribeMany(topics("a", "b"));
          context.shared(RpcRules.class).refuse("b", Integer.MAX_VALUE);
          handle.reconnect("to be refused in part");
          assertThat(all.getFirst().poll(Duration.ofSeconds(5)))
              .get()
              .isInstanceOf(Subscription.Gap.class);
          handle.awaitReady(SECOND);
          assertThat(all.getLast().poll(Duration.ofMinutes(5))).isEmpty();
          assertThat(all.getLast().hasEnded()).isFalse();
          assertThat(server(context).topicsOfTheNewest()).containsExactly("a");
          context.shared(RpcRules.class).refuse("b", 0);
          assertThat(all.getLast().poll(Duration.ofMinutes(2)))
              .get()
              .isInstanceOf(Subscription.Gap.class);
          all.forEach(Subscription::close);
          end(context, connection);
        });
  }

  @Test
  @Tag("W11")
  void subscribing_answeredTooLate_leavesTheServerNothing() {
    calm(
        context -> {
          RpcRules rules = context.shared(RpcRules.class);
          Connection connection = connect(context);
          rules.replyDelayMin = Duration.ofSeconds(3);
          assertThatThrownBy(() -> connection.handle().subscribe(new Topic("slow")))
              .isInstanceOf(WsException.SubscriptionFailed.class);
          context.providers().time().sleep(Duration.ofSeconds(3));
          rules.replyDelayMin = Duration.ZERO;
          assertThat(server(context).topicsOfTheNewest()).isEmpty();

          try (Subscription again = connection.handle().subscribe(new Topic("slow"))) {
            server(context).publish();
            assertThat(number(again)).isZero();
            assertThat(server(context).topicsOfTheNewest()).containsExactly("slow");
          }
          end(context, connection);
        });
  }

  @Test
  @Tag("W10")
  void batches_answeredInReverseBesideCalls_getTheirOwn() {
    calm(
        context -> {
          context.shared(RpcRules.class).replyDelayMax = Duration.ofMillis(500);
          Connection connection = connect(context);
          connection.handle().awaitReady(SECOND);
          List<CompletableFuture<JsonRpcAnswers>> batches = new ArrayList<>();
          List<CompletableFuture<Integer>> calls = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            JsonRpcBatch batch =
                JsonRpcBatch.of(echo(i), JsonRpcCall.of("nothing"), echo(1_000 + i))
                    .withNotification(echo(-1));
            batches.add(connection.handle().requestAsync(batch, JsonRpcAnswers.class));
            calls.add(connection.handle().requestAsync(echo(2_000 + i), Integer.class));
          }
          for (int i = 0; i < 50; i++) {
            JsonRpcAnswers answers = batches.get(i).get();
            assertThat(answers.value(0, Integer.class)).isEqualTo(i);
            assertThat(answers.error(1)).isPresent();
            assertThat(answers.value(2, Integer.class)).isEqualTo(1_000 + i);
            assertThat(calls.get(i).get()).isEqualTo(2_000 + i);
          }
          assertThat(connection.handle().metrics().strayReplies()).isZero();
          end(context, connection);
        });
  }

  @Test
  @Tag("W21")
  void client_whereNobodyListens_givesUpInTimeAndLeavesNothing() {
    calm(
        context -> {
          long began = context.providers().time().nanoTime();
          assertThatThrownBy(
                  () ->
                      WsClient.connect(
                          context.providers(),
                          "ws://nowhere:1/",
                          JsonRpcHandler.withTextIds(JsonRpcTopics.ETHEREUM)))
              .isInstanceOf(WsException.ConnectionClosed.class)
              .hasMessageContaining("not ready within 10 s; the last attempt: ");
          Duration took = Duration.ofNanos(context.providers().time().nanoTime() - began);
          assertThat(took).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
        });
  }

  // ---- the world

  private static Profile chaos() {
    return Profile.CHAOS.without(FaultFamily.FAULT_POINT, FaultFamily.STORE, FaultFamily.BIT_FLIP);
  }

  private static void calm(Workload workload) {
    passed(world(1, Profile.CALM.withLivenessBound(Duration.ofDays(1)), () -> workload).run());
  }

  private static Simulation world(long seed, Profile profile, Supplier<Workload> workload) {
    Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), profile);
    simulation.share(new RpcRules());
    simulation.share(new Running());
    simulation.processes(ServerProcess::new);
    simulation.workloads(workload);
    return simulation;
  }

  private static void passed(SeedOutcome outcome) {
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(
                  outcome.seedText() + ": " + failure + "\n" + failure.details());
            });
  }

  private static Connection connect(WorkloadContext context) {
    ConnectionConfig config =
        ConnectionConfig.builder("ws://process-0:" + Simulation.PORT + "/")
            .backoff(
                BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(200), Duration.ofSeconds(2)))
            .requestTimeout(Duration.ofSeconds(2))
            .build();
    return Connection.connect(
        context.providers(), config, JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM));
  }

  private static void end(WorkloadContext context, Connection connection) throws Exception {
    connection.handle().close();
    connection.stream().forEach(event -> context.trace(event.toString()));
  }

  private static RpcServer server(WorkloadContext context) {
    return context.shared(Running.class).server;
  }

  private static List<Topic> topics(String... names) {
    return List.of(names).stream().map(Topic::new).toList();
  }

  private static JsonRpcCall echo(int value) {
    return JsonRpcCall.of("echo", value);
  }

  private static int number(Subscription subscription) throws Exception {
    Subscription.Item item =
        subscription.poll(SECOND).orElseThrow(() -> new AssertionError("nothing came"));
    return result((Subscription.Message) item).path("n").asInt();
  }

  private static JsonNode result(Subscription.Message message) {
    JsonNode told = new Json().mapper().readTree(message.message().text());
    return told.path("params").path("result");
  }

  /// How a workload finds the server of this moment.
  private static final class Running {
    private RpcServer server;
  }

  private static final class ServerProcess implements Process {
    private RpcServer server;

    @Override
    public void start(ProcessContext context) throws Exception {
      server =
          RpcServer.listen(context.providers(), context.address(), context.shared(RpcRules.class));
      context.shared(Running.class).server = server;
    }

    @Override
    public void stop() throws Exception {
      server.close();
    }
  }

  /// Subscribes, leaves and asks all the time, and looks at every message.
  private static final class Traffic implements Workload {
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<CompletableFuture<Integer>> calls = new ArrayList<>();
    private final Map<Subscription, Integer> next = new LinkedHashMap<>();
    private Connection connection;
    private long told;
    private long gaps;

    @Override
    public void run(WorkloadContext context) throws Exception {
      RpcRules rules = context.shared(RpcRules.class);
      rules.tellsEarly = context.randomness().chance(0.5);
      rules.replyDelayMax = Duration.ofMillis(context.randomness().nextLong(1, 2_500));
      connection = connect(context);
      for (int i = 0; i < 60; i++) {
        calls.add(connection.handle().requestAsync(echo(i), Integer.class));
        if (i % 4 == 0) {
          changeTopics(context, "t" + context.randomness().nextInt(5));
        }
        server(context).publish();
        context.providers().time().sleep(Duration.ofMillis(100));
        read();
      }
    }

    private void changeTopics(WorkloadContext context, String topic) throws Exception {
      Subscription known = subscriptions.remove(topic);
      if (known != null) {
        known.close();
        next.remove(known);
        return;
      }
      if (context.randomness().chance(0.1)) {
        context.shared(RpcRules.class).refuse(topic, 1);
      }
      try {
        subscriptions.put(topic, connection.handle().subscribe(new Topic(topic)));
      } catch (WsException.SubscriptionFailed e) {
        context.trace("not subscribed to " + topic);
      }
    }

    /// Every message is of its own topic and follows the one before it; the first after a gap is
    /// the first of a new subscription.
    private void read() throws InterruptedException {
      for (Subscription subscription : subscriptions.values()) {
        Optional<Subscription.Item> item = subscription.poll(Duration.ZERO);
        while (item.isPresent()) {
          switch (item.get()) {
            case Subscription.Message message -> {
              JsonNode result = result(message);
              assertThat(result.path("topic").asString()).isEqualTo(subscription.topic().name());
              int n = result.path("n").asInt();
              assertThat(n)
                  .as("number on %s", subscription.topic())
                  .isEqualTo(next.getOrDefault(subscription, 0));
              next.put(subscription, n + 1);
              told++;
            }
            case Subscription.Gap _ -> {
              next.put(subscription, 0);
              gaps++;
            }
            case Subscription.Lagged lagged -> throw new AssertionError("nothing may lag here");
          }
          item = subscription.poll(Duration.ZERO);
        }
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      RpcRules rules = context.shared(RpcRules.class);
      rules.replyDelayMax = Duration.ZERO;
      for (int i = 0; i < calls.size(); i++) {
        try {
          assertThat(context.providers().time().await(calls.get(i), Duration.ofSeconds(10), "call"))
              .isEqualTo(i);
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(WsException.class);
        }
      }
      connection.handle().awaitReady(Duration.ofSeconds(60));
      context.providers().time().sleep(Duration.ofSeconds(6));
      connection.handle().awaitReady(Duration.ofSeconds(60));
      subscriptions.values().removeIf(Subscription::hasEnded);
      assertThat(server(context).topicsOfTheNewest())
          .isEqualTo(subscriptions.keySet().stream().sorted().toList());
      server(context).publish();
      context.providers().time().sleep(SECOND);
      read();
      end(context, connection);
    }
  }
}
