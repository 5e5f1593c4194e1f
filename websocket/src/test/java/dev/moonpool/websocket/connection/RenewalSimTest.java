package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sockets that are replaced while they serve: nothing is missed, and each request ends once.
@Tag("W13")
class RenewalSimTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int UPDATES = 200;

  @Test
  void renew_whileUpdatesAndRequestsFlow_missesNothingAndIsInOrderAfterTheSwitch() {
    for (long seed = 1; seed <= 50; seed++) {
      CalmWorld.run(seed, RenewalSimTest::renewInTheMiddle);
    }
  }

  private static void renewInTheMiddle(CalmWorld world) throws Exception {
    world.rules.replyDelay = Duration.ofMillis(20);
    Connection connection = world.ready();
    Subscription subscription = connection.handle().subscribe(new Topic("t"));
    List<CompletableFuture<String>> answers = new ArrayList<>();
    int settled = UPDATES;
    for (int i = 0; i < UPDATES; i++) {
      if (i == 20) {
        connection.handle().renew("test");
      }
      if (settled == UPDATES && connection.handle().epoch().number() == 2) {
        settled = i + 20; // what was on its way to the old socket has arrived
      }
      world.server().publish("t", String.valueOf(i));
      answers.add(connection.handle().requestAsync("q" + i, String.class));
      world.sleep(Duration.ofMillis(1 + world.context.randomness().nextInt(20)));
    }
    world.next(connection, Event.Renewed.class, SOON);
    assertThat(settled).isLessThan(UPDATES);
    for (int i = 0; i < UPDATES; i++) {
      assertThat(world.context.providers().time().await(answers.get(i), SOON, "an answer"))
          .isEqualTo("q" + i);
    }
    world.sleep(Duration.ofSeconds(1));
    List<Integer> got = numbers(subscription);
    assertThat(new TreeSet<>(got)).hasSize(UPDATES);
    int from = settled;
    assertThat(got.stream().filter(number -> number >= from))
        .containsExactlyElementsOf(IntStream.range(from, UPDATES).boxed().toList());
    assertThat(world.log.executedTwice()).isEmpty();
    assertThat(world.log.live()).isEqualTo(1);
    assertThat(world.log.texts("close")).containsExactly("close 1000");
    subscription.close();
    world.end(connection);
  }

  private static List<Integer> numbers(Subscription subscription) throws InterruptedException {
    List<Integer> got = new ArrayList<>();
    Optional<Subscription.Item> item = subscription.poll(Duration.ZERO);
    while (item.isPresent()) {
      assertThat(item.get()).isInstanceOf(Subscription.Message.class);
      String text = ((Subscription.Message) item.get()).message().text();
      got.add(Integer.parseInt(text.split(" ")[2]));
      item = subscription.poll(Duration.ZERO);
    }
    return got;
  }

  @Test
  void age_reachedAgainAndAgain_renewsEachTimeWithoutAGap() {
    CalmWorld.run(
        world -> {
          ConnectionConfig config =
              CalmWorld.config().renewal(RenewPolicy.of(Duration.ofHours(10))).build();
          Connection connection = world.connect(config);
          connection.handle().awaitReady(SOON);
          Subscription subscription = connection.handle().subscribe(new Topic("t"));
          for (int epoch = 2; epoch < 6; epoch++) {
            Event.Renewed renewed =
                world.next(connection, Event.Renewed.class, Duration.ofHours(10));
            assertThat(renewed.epoch().number()).isEqualTo(epoch);
          }
          assertThat(subscription.poll(Duration.ZERO)).isEmpty();
          subscription.close();
          world.end(connection);
        });
  }

  @Test
  void renew_refused_keepsTheOldSocketUntilTheServerAllowsIt() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          world.rules.refusesWith = 503;
          connection.handle().renew("test");
          world.next(connection, Event.RenewalFailed.class, SOON);
          world.next(connection, Event.RenewalFailed.class, SOON);
          assertThat(connection.handle().request("still", String.class)).isEqualTo("still");
          assertThat(connection.handle().epoch().number()).isEqualTo(1);
          world.rules.refusesWith = 0;
          world.next(connection, Event.Renewed.class, Duration.ofMinutes(2));
          assertThat(connection.handle().request("new", String.class)).isEqualTo("new");
          world.end(connection);
        });
  }

  @Test
  void renew_underEveryFault_endsEachRequestOnceAndRestoresAllTopics() {
    Profile chaos =
        Profile.CHAOS.without(FaultFamily.FAULT_POINT, FaultFamily.STORE, FaultFamily.BIT_FLIP);
    int[] renewed = {0};
    for (long seed = 1; seed <= 100; seed++) {
      Simulation simulation = Simulation.of(seed, Topology.parse("1x1"), chaos);
      LineServerProcess.in(simulation);
      simulation.workloads(() -> new Renewing(renewed));
      SeedOutcome outcome = simulation.run();
      outcome
          .failure()
          .ifPresent(
              failure -> {
                throw new AssertionError(
                    outcome.seedText() + ": " + failure + "\n" + failure.details());
              });
    }
    assertThat(renewed[0]).isGreaterThan(100);
  }

  /// Requests, topics and replacements, all the time.
  private static final class Renewing implements Workload {
    private final List<CompletableFuture<String>> futures = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final int[] renewed;
    private Connection connection;

    Renewing(int[] renewed) {
      this.renewed = renewed;
    }

    @Override
    public void run(WorkloadContext context) throws Exception {
      ConnectionConfig config =
          CalmWorld.config()
              .backoff(
                  BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(200), Duration.ofSeconds(2)))
              .requestTimeout(Duration.ofSeconds(3))
              .renewal(new RenewPolicy(Duration.ofSeconds(2), 1))
              .build();
      connection = Connection.connect(context.providers(), config, new LineHandler(false, true));
      for (int i = 0; i < 80; i++) {
        futures.add(connection.handle().requestAsync("q" + i, String.class));
        if (context.randomness().chance(0.1)) {
          connection.handle().renew("test");
        }
        if (i % 10 == 5) {
          subscribe(context, "t" + i);
        }
        if (subscriptions.size() > 3 && context.randomness().chance(0.2)) {
          subscriptions.removeFirst().close();
        }
        LineServerProcess.up(context).publishNext();
        context.providers().time().sleep(Duration.ofMillis(50));
      }
    }

    private void subscribe(WorkloadContext context, String topic) throws Exception {
      try {
        subscriptions.add(connection.handle().subscribe(new Topic(topic)));
      } catch (WsException.SubscriptionFailed e) {
        context.trace("not subscribed to " + topic);
      }
    }

    @Override
    public void check(WorkloadContext context) throws Exception {
      ServerLog log = context.shared(ServerLog.class);
      for (int i = 0; i < futures.size(); i++) {
        try {
          context.providers().time().await(futures.get(i), SOON, "a request to end");
        } catch (ExecutionException e) {
          WsException why = (WsException) e.getCause();
          String text = " q" + i;
          if (why.outcome().orElseThrow() == Outcome.NOT_SENT) {
            assertThat(log.texts("req")).noneMatch(line -> line.endsWith(text));
          }
        }
      }
      assertThat(log.executedTwice()).isEmpty();
      TreeSet<String> wanted = new TreeSet<>();
      subscriptions.forEach(held -> wanted.add(held.topic().name()));
      context.providers().time().sleep(Duration.ofSeconds(10));
      connection.handle().awaitReady(SOON);
      assertThat(LineServerProcess.up(context).topics()).containsAll(wanted);
      assertThat(connection.handle().metrics().pending()).isZero();
      connection.handle().close();
      assertThat(connection.handle().awaitClosed(SOON).code()).isEqualTo(1000);
      for (Event event : connection.stream()) {
        renewed[0] += event instanceof Event.Renewed ? 1 : 0;
      }
    }
  }
}
