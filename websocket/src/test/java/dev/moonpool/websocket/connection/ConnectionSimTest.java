package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whole connections in simulated worlds.
@Tag("W22")
class ConnectionSimTest {
  private static final int SEEDS = Integer.getInteger("websocket.seeds", 40);
  private static final long SEED_FIRST = Long.getLong("websocket.firstSeed", 1);

  @Test
  @Tag("W10")
  @Tag("W11")
  @Tag("W14")
  void traffic_underAllFaults_completesOnceIsSentOnceAndIsRestored() {
    long answered = 0;
    long failed = 0;
    for (long seed = SEED_FIRST; seed < SEED_FIRST + SEEDS; seed++) {
      Traffic traffic = new Traffic();
      passed(world(seed, chaos(), () -> traffic).run());
      answered += traffic.answered;
      failed += traffic.failed;
    }
    assertThat(answered).isGreaterThan(SEEDS * 10L);
    assertThat(failed).isPositive();
  }

  @Test
  void traffic_sameSeedTwice_hasTheSameTrace() {
    for (long seed = SEED_FIRST; seed < SEED_FIRST + 5; seed++) {
      SeedOutcome first = world(seed, chaos(), Traffic::new).run();
      SeedOutcome second = world(seed, chaos(), Traffic::new).run();
      assertThat(second.traceHash()).as("seed " + seed).isEqualTo(first.traceHash());
    }
  }

  @Test
  @Tag("W15")
  void heartbeat_serverGoesMute_isNoticedAndTheConnectionComesBack() {
    calm(
        context -> {
          ServerRules rules = context.shared(ServerRules.class);
          Connection connection = connect(context);
          connection.handle().awaitReady(Duration.ofSeconds(10));
          rules.isMute = true;
          CalmWorld.next(
              context.providers().time(),
              connection,
              Event.Disconnected.class,
              Duration.ofSeconds(41));
          rules.isMute = false;
          connection.handle().awaitReady(Duration.ofSeconds(10));
          end(connection);
        });
  }

  @Test
  @Tag("W15")
  void heartbeat_idleForADay_raisesNoAlarm() {
    calm(
        context -> {
          Connection connection = connect(context);
          connection.handle().awaitReady(Duration.ofSeconds(10));
          context.providers().time().sleep(Duration.ofHours(24));
          assertThat(connection.handle().epoch()).isEqualTo(new ConnectionEpoch(1));
          assertThat(connection.handle().metrics().pingRoundTrip()).isPositive();
          end(connection);
        });
  }

  @Test
  @Tag("W16")
  void close_serverThatNeverAnswersIt_isOverWithinASecond() {
    calm(
        context -> {
          context.shared(ServerRules.class).answersClose = false;
          Connection connection = connect(context);
          ConnectionHandle other = connection.handle().share();
          connection.handle().awaitReady(Duration.ofSeconds(10));
          connection.handle().close();
          context.providers().time().sleep(Duration.ofSeconds(5));
          assertThat(other.state()).isEqualTo(ConnectionState.READY);
          other.close();
          CalmWorld.next(
              context.providers().time(), connection, Event.Closed.class, Duration.ofSeconds(1));
          assertThat(context.shared(ServerLog.class).texts("close")).containsExactly("close 1000");
        });
  }

  @Test
  @Tag("W16")
  void close_whileNobodyListens_isOverWithinASecond() {
    calm(
        context -> {
          ConnectionConfig config = ConnectionConfig.of("ws://nowhere:1/");
          Connection connection =
              Connection.connect(context.providers(), config, new LineHandler(false, true));
          context.providers().time().sleep(Duration.ofSeconds(20));
          connection.handle().close();
          CalmWorld.next(
              context.providers().time(), connection, Event.Closed.class, Duration.ofSeconds(1));
        });
  }

  @Test
  @Tag("W17")
  void write_serverStopsReading_isBoundedAndTimesOutWhileReadsGoOn() {
    calm(
        context -> {
          Connection connection = connect(context);
          Subscription subscription = connection.handle().subscribe(new Topic("t"));
          LineServer server = LineServerProcess.up(context);
          server.stopReading();
          List<CompletableFuture<String>> futures = new ArrayList<>();
          for (int i = 0; i < 900; i++) {
            futures.add(connection.handle().requestAsync("x".repeat(10_000), String.class));
            context.providers().time().sleep(Duration.ofMillis(1));
          }
          assertThat(futures).filteredOn(CompletableFuture::isCompletedExceptionally).isNotEmpty();
          server.publish("t", "still heard");
          assertThat(subscription.poll(Duration.ofSeconds(1))).isPresent();
          CalmWorld.next(
              context.providers().time(),
              connection,
              Event.Disconnected.class,
              Duration.ofSeconds(12));
          connection.handle().awaitReady(Duration.ofSeconds(10));
          subscription.close();
          end(connection);
        });
  }

  @Test
  @Tag("W16")
  void connectAndClose_oftenAndAtAnyMoment_leavesNoSocket() {
    calm(
        context -> {
          for (int i = 0; i < 1_000; i++) {
            Connection connection = connect(context);
            Duration pause = Duration.ofNanos(context.randomness().nextLong(1, 3_000_000));
            context.providers().time().sleep(pause);
            end(connection);
          }
          context.providers().time().sleep(Duration.ofSeconds(1));
          assertThat(context.shared(ServerLog.class).live()).isZero();
        });
  }

  @Test
  @Tag("field-10")
  @Tag("W9")
  void credentials_thatExpire_areAskedForAnew() {
    calm(
        context -> {
          ServerRules rules = context.shared(ServerRules.class);
          ServerLog log = context.shared(ServerLog.class);
          rules.key = "old";
          ConnectionConfig config = config();
          AttemptSuppliers suppliers =
              AttemptSuppliers.of(config).withCredentials(() -> Optional.of(rules.key));
          Connection connection =
              Connection.connect(
                  context.providers(), config, new LineHandler(true, true), suppliers);
          connection.handle().awaitReady(Duration.ofSeconds(10));
          rules.key = "new";
          connection.handle().reconnect("the key has changed");
          CalmWorld.next(
              context.providers().time(),
              connection,
              Event.Disconnected.class,
              Duration.ofSeconds(5));
          connection.handle().awaitReady(Duration.ofSeconds(10));

          assertThat(log.texts("auth")).containsExactly("auth old", "auth new");
          assertThat(log.texts("hello")).hasSize(2);
          assertThat(log.accepted()).isEqualTo(2);
          assertThat(log.liveMax()).isEqualTo(1);
          end(connection);
        });
  }

  @Test
  @Tag("W13")
  void connect_serverAsksForTime_isLeftAloneThatLong() {
    calm(
        context -> {
          ServerRules rules = context.shared(ServerRules.class);
          rules.refusesWith = 503;
          rules.retryAfterSeconds = 30;
          Connection connection = connect(context);
          CalmWorld.next(
              context.providers().time(),
              connection,
              Event.AttemptFailed.class,
              Duration.ofSeconds(2));
          rules.refusesWith = 0;
          context.providers().time().sleep(Duration.ofSeconds(28));
          assertThat(connection.handle().state()).isEqualTo(ConnectionState.RECONNECTING);
          connection.handle().awaitReady(Duration.ofSeconds(4));
          end(connection);
        });
  }

  @Test
  @Tag("W13")
  void close_withEachCode_isFollowedByWhatItsPolicySays() {
    calm(
        context -> {
          LineServer server = LineServerProcess.up(context);
          for (int code : List.of(1000, 1001, 1011, 1012, 1013, 3000, 4999)) {
            Connection connection = connect(context);
            connection.handle().awaitReady(Duration.ofSeconds(10));
            server.closeAll(code, "test");
            CalmWorld.next(
                context.providers().time(),
                connection,
                Event.Disconnected.class,
                Duration.ofSeconds(1));
            long lost = context.providers().time().nanoTime();
            connection.handle().awaitReady(Duration.ofSeconds(20));
            long backSeconds = (context.providers().time().nanoTime() - lost) / 1_000_000_000;
            boolean later = code == 1012 || code == 1013;
            assertThat(backSeconds)
                .as("seconds after " + code)
                .isBetween(later ? 5L : 0L, later ? 6L : 1L);
            end(connection);
          }
          Connection connection = connect(context);
          connection.handle().awaitReady(Duration.ofSeconds(10));
          server.closeAll(1010, "no such extension");
          CalmWorld.next(
              context.providers().time(), connection, Event.Closed.class, Duration.ofSeconds(1));
          assertThat(connection.handle().state()).isEqualTo(ConnectionState.CLOSED);
        });
  }

  @Test
  @Tag("field-WS4")
  @Tag("W14")
  void restore_serverRefusesSome_isReadyWithoutThoseAndRestoresThemLater() {
    calm(
        context -> {
          ServerRules rules = context.shared(ServerRules.class);
          ServerLog log = context.shared(ServerLog.class);
          for (int round = 0; round < 20; round++) {
            Connection connection = connect(context);
            List<Topic> topics = new ArrayList<>();
            Set<String> kept = new TreeSet<>();
            for (int i = 0; i < 12; i++) {
              topics.add(new Topic("r" + round + "t" + i));
              kept.add("r" + round + "t" + i);
            }
            List<Subscription> held = connection.handle().subscribeMany(topics);
            Set<String> refused = new TreeSet<>();
            for (Topic topic : topics) {
              if (context.randomness().chance(0.3)) {
                refused.add(topic.name());
                rules.refuse(topic.name(), true);
              }
            }
            kept.removeAll(refused);
            int before = log.texts("sub").size();
            connection.handle().reconnect("to be refused");
            CalmWorld.next(
                context.providers().time(),
                connection,
                Event.Disconnected.class,
                Duration.ofSeconds(5));
            connection.handle().awaitReady(Duration.ofSeconds(10));

            assertThat(LineServerProcess.up(context).topics()).isEqualTo(kept);
            List<String> asked = log.texts("sub").subList(before, log.texts("sub").size());
            for (Topic topic : topics) {
              assertThat(asked)
                  .filteredOn(text -> List.of(text.split(" ")).contains(topic.name()))
                  .as(topic.name())
                  .hasSize(1);
              rules.refuse(topic.name(), false);
              kept.add(topic.name());
            }
            for (Subscription each : held) {
              assertThat(each.poll(Duration.ofSeconds(10)))
                  .get()
                  .isInstanceOf(Subscription.Gap.class);
            }
            assertThat(LineServerProcess.up(context).topics()).isEqualTo(kept);
            held.forEach(Subscription::close);
            end(connection);
          }
        });
  }

  @Test
  @Tag("W10")
  void cancel_whileNobodyListens_freesThePlacesAtOnce() {
    calm(
        context -> {
          ConnectionConfig config =
              ConnectionConfig.builder("ws://nowhere:1/")
                  .pendingRequestsMax(8)
                  .commandCapacity(8)
                  .build();
          Connection connection =
              Connection.connect(context.providers(), config, new LineHandler(false, true));
          for (int round = 0; round < 20; round++) {
            List<CompletableFuture<String>> futures = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
              futures.add(connection.handle().requestAsync("q" + i, String.class));
            }
            assertThat(futures).noneMatch(CompletableFuture::isDone);
            assertThat(connection.handle().requestAsync("one more", String.class))
                .isCompletedExceptionally();
            futures.forEach(future -> future.cancel(false));
            assertThat(connection.handle().metrics().pending()).isZero();
          }
          end(connection);
        });
  }

  @Test
  @Tag("W10")
  void failFast_whileNobodyListens_failsAtOnceAndIsNotSentLater() {
    calm(
        context -> {
          ConnectionConfig config =
              ConnectionConfig.builder("ws://nowhere:1/").failFast(true).build();
          Connection connection =
              Connection.connect(context.providers(), config, new LineHandler(false, true));
          CompletableFuture<String> future = connection.handle().requestAsync("q", String.class);
          assertThatThrownBy(
                  () ->
                      context
                          .providers()
                          .time()
                          .await(future, Duration.ofMillis(10), "the request to fail"))
              .cause()
              .isInstanceOfSatisfying(
                  WsException.class, why -> assertThat(why.outcome()).contains(Outcome.NOT_SENT));
          end(connection);
        });
  }

  private static Profile chaos() {
    return Profile.CHAOS.without(FaultFamily.FAULT_POINT, FaultFamily.STORE, FaultFamily.BIT_FLIP);
  }

  private static void calm(Workload workload) {
    passed(world(1, Profile.CALM.withLivenessBound(Duration.ofDays(2)), () -> workload).run());
  }

  private static Simulation world(long seed, Profile profile, Supplier<Workload> workload) {
    Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), profile);
    LineServerProcess.in(simulation);
    simulation.workloads(workload);
    return simulation;
  }

  private static SeedOutcome passed(SeedOutcome outcome) {
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(
                  outcome.seedText() + ": " + failure + "\n" + failure.details());
            });
    return outcome;
  }

  private static ConnectionConfig config() {
    return ConnectionConfig.builder("ws://process-0:" + Simulation.PORT + "/")
        .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(200), Duration.ofSeconds(2)))
        .build();
  }

  private static Connection connect(WorkloadContext context) {
    return Connection.connect(context.providers(), config(), new LineHandler(false, true));
  }

  private static void end(Connection connection) throws InterruptedException {
    connection.handle().close();
    Event last = null;
    for (Event event : connection.stream()) {
      last = event;
    }
    assertThat(last).isInstanceOf(Event.Closed.class);
  }

  /// Requests and subscriptions, all the time.
  private static final class Traffic implements Workload {
    private long answered;
    private long failed;
    private Connection connection;
    private final List<CompletableFuture<String>> futures = new ArrayList<>();
    private final Set<String> wanted = new TreeSet<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    @Override
    public void run(WorkloadContext context) throws Exception {
      connection = connect(context);
      for (int i = 0; i < 60; i++) {
        Duration timeout = Duration.ofMillis(context.randomness().nextLong(50, 5_000));
        CompletableFuture<String> future =
            connection.handle().requestAsync("q" + i, String.class, timeout);
        futures.add(future);
        if (context.randomness().chance(0.1)) {
          future.cancel(false);
        }
        if (i % 5 == 0) {
          changeTopics(context, "t" + context.randomness().nextInt(4));
        }
        context.providers().time().sleep(Duration.ofMillis(100));
      }
    }

    private void changeTopics(WorkloadContext context, String topic) throws Exception {
      Subscription known =
          subscriptions.stream()
              .filter(held -> held.topic().name().equals(topic))
              .findFirst()
              .orElse(null);
      if (known != null && context.randomness().chance(0.5)) {
        known.close();
        subscriptions.remove(known);
      } else {
        try {
          subscriptions.add(connection.handle().subscribe(new Topic(topic)));
        } catch (WsException.SubscriptionFailed e) {
          context.trace("not subscribed to " + topic);
        }
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      ServerLog log = context.shared(ServerLog.class);
      for (int i = 0; i < futures.size(); i++) {
        settled(context, i, futures.get(i));
      }
      connection.handle().awaitReady(Duration.ofSeconds(60));
      subscriptions.forEach(held -> wanted.add(held.topic().name()));
      context.providers().time().sleep(Duration.ofSeconds(2));
      connection.handle().awaitReady(Duration.ofSeconds(60));
      assertThat(LineServerProcess.up(context).topics()).isEqualTo(wanted);
      assertThat(log.executedTwice()).isEmpty();
      assertThat(connection.handle().metrics().pending()).isZero();
      end(connection);
    }

    private void settled(WorkloadContext context, int number, CompletableFuture<String> future)
        throws Exception {
      try {
        context.providers().time().await(future, Duration.ofSeconds(10), "a request to end");
        answered++;
      } catch (CancellationException e) {
        failed++;
      } catch (ExecutionException e) {
        failed++;
        WsException why = (WsException) e.getCause();
        if (why.outcome().orElseThrow() == Outcome.NOT_SENT) {
          ServerLog log = context.shared(ServerLog.class);
          assertThat(log.texts("req")).noneMatch(text -> text.endsWith(" q" + number));
        }
      }
    }
  }
}
