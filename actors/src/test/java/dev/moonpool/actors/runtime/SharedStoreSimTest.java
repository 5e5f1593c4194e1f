package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import dev.moonpool.simulation.WorkloadContext;
import dev.moonpool.simulation.store.SimStateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runtimes that share a store and do not know of each other, or not all of each other: each takes
/// the actors for its own. At most one activation can commit, and a confirmed read is fresh.
@Tag("field-F1")
class SharedStoreSimTest {
  private static final int ACTORS = 3;
  private static final int CLIENTS = 3;
  private static final int ROUNDS = 40;
  private static final int SEEDS = 30;

  interface Counter {
    record Count(long value) {}

    record Add(long by) implements Request<Counter, Count> {}

    record Read() implements Request<Counter, Count> {}

    ActorType<Counter> TYPE =
        ActorType.named("counter", Counter.class)
            .request("add", Add.class, Count.class)
            .request("read", Read.class, Count.class, RequestFlag.CONFIRMED_READ);

    Definition<Counter, Actor> DEFINITION =
        TYPE.state(Count.class, new Count(0))
            .create(Actor::new)
            .on(Add.class, Actor::add)
            .on(Read.class, Actor::read);

    final class Actor {
      private final ActorState<Count> count;

      Actor(ActorContext context, ActorState<Count> count) {
        this.count = count;
      }

      Count add(Add request) {
        return count.persist(new Count(count.get().value() + request.by()));
      }

      Count read(Read request) {
        return count.get();
      }
    }
  }

  @Test
  void add_twoRuntimesThatDoNotKnowEachOther_alternateAndLoseNothing() {
    LocalWorld.run(
        world -> {
          StateStore shared = world.store();
          try (ActorRuntime one = world.node().store(shared).host(Counter.DEFINITION).start();
              ActorRuntime two = world.node().store(shared).host(Counter.DEFINITION).start()) {
            for (int i = 1; i <= 20; i++) {
              ActorRuntime by = i % 2 == 0 ? one : two;
              assertThat(retry(() -> by.actor(Counter.TYPE, "c").call(new Counter.Add(1)), world))
                  .isEqualTo(new Counter.Count(i));
              assertThat(retry(() -> one.actor(Counter.TYPE, "c").call(new Counter.Read()), world))
                  .isEqualTo(new Counter.Count(i));
            }
          }
        });
  }

  @Test
  void calls_runtimesAlone_commitOneByOneAndConfirmedReadsAreFresh() {
    campaign(2, Profile.CHAOS.only(), context -> List.of());
  }

  @Test
  void calls_runtimesAloneOnAFaultyStore_commitOneByOneAndConfirmedReadsAreFresh() {
    campaign(3, Profile.CHAOS.only(FaultFamily.STORE), context -> List.of());
  }

  @Test
  void calls_nodeListsDiffer_commitOneByOneAndConfirmedReadsAreFresh() {
    campaign(2, Profile.CHAOS.only(), SharedStoreSimTest::listed);
  }

  private static void campaign(
      int runtimes, Profile profile, Function<ProcessContext, List<NodeAddress>> nodes) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation simulation =
          Simulation.of(
              seed,
              new Topology(CLIENTS, runtimes),
              profile.withLivenessBound(Duration.ofHours(2)));
      Books books = new Books(simulation);
      SimStateStore store = SimStateStore.in(simulation);
      @Nullable ActorRuntime[] hosts = new ActorRuntime[runtimes];
      simulation.processes(() -> new Host(hosts, store, nodes));
      simulation.workloads(() -> context -> new Client(context, hosts, books).run());
      SeedOutcome outcome = simulation.run();
      assertThat(outcome.passed())
          .as(() -> "seed %s: %s".formatted(outcome.seedText(), outcome.failure()))
          .isTrue();
    }
  }

  private static List<NodeAddress> listed(ProcessContext context) {
    return context.addresses().stream()
        .limit(context.index() + 1)
        .map(a -> new NodeAddress(a.getHostString(), a.getPort()))
        .toList();
  }

  /// A runtime that has the store in common with the others.
  private static final class Host implements Process {
    private final @Nullable ActorRuntime[] hosts;
    private final SimStateStore store;
    private final Function<ProcessContext, List<NodeAddress>> nodes;
    private @Nullable ActorRuntime runtime;

    Host(
        @Nullable ActorRuntime[] hosts,
        SimStateStore store,
        Function<ProcessContext, List<NodeAddress>> nodes) {
      this.hosts = hosts;
      this.store = store;
      this.nodes = nodes;
    }

    @Override
    public void start(ProcessContext context) throws Exception {
      RuntimeBuilder builder =
          ActorRuntime.builder("test")
              .providers(context.providers())
              .store(store.connect(context.providers()))
              .host(Counter.DEFINITION);
      List<NodeAddress> listed = nodes.apply(context);
      if (!listed.isEmpty()) {
        builder
            .listen(context.address().getHostString() + ":" + context.address().getPort())
            .nodes(listed);
      }
      runtime = builder.start();
      hosts[context.index()] = runtime;
    }

    @Override
    public void stop() {
      if (runtime != null) {
        runtime.shutdown();
      }
    }
  }

  /// Adds and reads through one runtime after the other.
  private record Client(WorkloadContext context, @Nullable ActorRuntime[] hosts, Books books) {
    void run() throws InterruptedException {
      Randomness random = context.randomness();
      for (int i = 0; i < ROUNDS; i++) {
        ActorRuntime host = hosts[random.nextInt(hosts.length)];
        if (host == null || !touch(host, "c" + random.nextInt(ACTORS), random.chance(0.5))) {
          context.providers().time().sleep(Duration.ofMillis(1 + random.nextInt(50)));
        }
      }
      for (ActorRuntime host : hosts) {
        progress(Objects.requireNonNull(host, "the runtime is up"));
      }
    }

    /// Each runtime gets through in the end, whichever other ones have the actor too.
    private void progress(ActorRuntime host) throws InterruptedException {
      for (int actor = 0; actor < ACTORS; actor++) {
        int attempts = 0;
        while (!touch(host, "c" + actor, true)) {
          attempts++;
          assertThat(attempts).as("attempts to add through %s", host).isLessThan(200);
          context.providers().time().sleep(Duration.ofMillis(200 + 30L * context.index()));
        }
      }
    }

    private boolean touch(ActorRuntime host, String key, boolean adds) {
      ActorRef<Counter> counter = host.actor(Counter.TYPE, key);
      long before = books.acknowledged(key);
      try {
        if (adds) {
          books.added(key, counter.call(new Counter.Add(1)).value());
        } else {
          books.read(key, before, counter.call(new Counter.Read()).value());
        }
        return true;
      } catch (ActorException e) {
        return false;
      }
    }
  }

  /// What was answered, and what is wrong with it.
  private static final class Books {
    private final Map<String, Set<Long>> acknowledged = new TreeMap<>();
    private final Simulation.Watch watch;
    private @Nullable String wrong;

    Books(Simulation simulation) {
      watch =
          simulation.alwaysWhenMarked(
              "each sum is acknowledged once, and confirmed reads are fresh",
              _ -> {
                if (wrong != null) {
                  throw new AssertionError(wrong);
                }
                return true;
              });
    }

    long acknowledged(String key) {
      return of(key).stream().mapToLong(Long::longValue).max().orElse(0);
    }

    void added(String key, long sum) {
      if (!of(key).add(sum)) {
        note("%s: two additions made %d".formatted(key, sum));
      }
    }

    void read(String key, long before, long sum) {
      if (sum < before) {
        note("%s: a confirmed read gave %d after %d was acknowledged".formatted(key, sum, before));
      }
    }

    private Set<Long> of(String key) {
      return acknowledged.computeIfAbsent(key, _ -> new TreeSet<>());
    }

    private void note(String what) {
      wrong = what;
      watch.mark();
    }
  }

  private interface Attempt {
    Counter.Count make();
  }

  private static Counter.Count retry(Attempt attempt, LocalWorld.World world) throws Exception {
    for (int i = 0; i < 10; i++) {
      try {
        return attempt.make();
      } catch (ActorException e) {
        // Its activation has just been superseded, and has saved nothing.
        world.sleep(Duration.ofMillis(10));
      }
    }
    return attempt.make();
  }
}
