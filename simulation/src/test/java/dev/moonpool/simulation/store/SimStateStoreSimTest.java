package dev.moonpool.simulation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StoreException;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Process;
import dev.moonpool.simulation.ProcessContext;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The simulated store under its own faults and under processes that die.
@Tag("S5")
@Tag("A38")
final class SimStateStoreSimTest {
  private static final Profile STORE_FAULTS =
      Profile.CHAOS.only(FaultFamily.STORE, FaultFamily.LATENCY);

  @Test
  @Tag("S10")
  @Tag("A35")
  void writers_underStoreFaults_loseNothingAcknowledgedAndMeetEveryOutcome() {
    Map<String, Long> met = new TreeMap<>();
    Map<String, Long> marks = new TreeMap<>();
    for (long seed = 0; seed < 40; seed++) {
      SeedOutcome outcome = world(seed, STORE_FAULTS, met);
      assertThat(outcome.failure()).as("seed %d", seed).isEmpty();
      outcome.marks().forEach((mark, hits) -> marks.merge(mark, hits, Long::sum));
    }
    assertThat(met.keySet())
        .contains("acknowledged", "Unavailable", "Indeterminate", "Corrupt", "Fenced");
    assertThat(marks.get("store.untold-call-took-effect")).isPositive();
    assertThat(marks.get("store.untold-call-refused")).isPositive();
  }

  @Test
  void writers_inACalmWorld_meetNoFault() {
    Map<String, Long> met = new TreeMap<>();
    SeedOutcome outcome = world(3, Profile.CALM, met);
    assertThat(outcome.failure()).isEmpty();
    assertThat(met.keySet()).isSubsetOf("acknowledged", "Fenced");
  }

  @Test
  @Tag("S1")
  void world_sameSeedTwice_hasTheSameTrace() {
    Map<String, Long> first = new TreeMap<>();
    Map<String, Long> second = new TreeMap<>();
    long hash = world(11, STORE_FAULTS, first).traceHash();
    assertThat(world(11, STORE_FAULTS, second).traceHash()).isEqualTo(hash);
    assertThat(second).isEqualTo(first);
  }

  @Test
  @Tag("S4")
  void processes_thatCrashWhileSaving_loseNothingAcknowledged() {
    long crashes = 0;
    for (long seed = 100; seed < 120; seed++) {
      SeedOutcome outcome =
          world(
              seed,
              Profile.CHAOS.only(FaultFamily.STORE, FaultFamily.CRASH, FaultFamily.REBOOT),
              new TreeMap<>());
      assertThat(outcome.failure()).as("seed %d", seed).isEmpty();
      crashes += outcome.faults().getOrDefault(FaultFamily.CRASH, 0L);
    }
    assertThat(crashes).isPositive();
  }

  @Test
  @Tag("S4")
  void save_processDiesWithItOnItsWay_landsUnacknowledged() {
    for (long seed = 0; seed < 20; seed++) {
      Simulation simulation = Simulation.of(seed, new Topology(1, 1), Profile.CALM);
      SimStateStore store = SimStateStore.in(simulation);
      AtomicLong begun = new AtomicLong();
      AtomicLong acknowledged = new AtomicLong();
      simulation.processes(
          () ->
              context -> {
                if (begun.get() == 0) {
                  StateStore mine = store.connect(context.providers());
                  Task saver =
                      context
                          .providers()
                          .tasks()
                          .start("saver", () -> acknowledged.set(saveOnce(mine, begun)));
                  assertThat(saver.isDone()).isFalse();
                }
              });
      simulation.workloads(
          () ->
              context -> {
                Time time = context.providers().time();
                while (begun.get() == 0) {
                  time.sleep(Duration.ofNanos(1_000));
                }
                simulation.crash(0); // the save is on its way
                time.sleep(Duration.ofSeconds(1));
                assertThat(acknowledged).as("the version that the process was told").hasValue(0);
                StoredState stored = store.peek(new StateKey("crashed")).orElseThrow();
                assertThat(stored.bytes()).hasValue(new byte[] {1});
                assertThat(stored.version()).isEqualTo(begun.get() + 1);
              });
      assertThat(simulation.run().failure()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  @Tag("A35")
  void save_heldBackUntilANewerOneWasAcknowledged_neverOverwritesIt() {
    long refused = 0;
    for (long seed = 0; seed < 30; seed++) {
      Simulation simulation = Simulation.of(seed, new Topology(1, 1), STORE_FAULTS);
      SimStateStore durable = SimStateStore.in(simulation);
      simulation.processes(() -> _ -> {});
      simulation.workloads(
          () ->
              context -> {
                StateStore store = durable.connect(context.providers());
                for (int i = 0; i < 20; i++) {
                  StateKey key = new StateKey("held-back/" + i);
                  saveUntilAcknowledged(store, key, context.providers().time());
                  byte[] acknowledged = durable.peek(key).orElseThrow().bytes().orElseThrow();
                  // Longer than any save is held back.
                  context.providers().time().sleep(Duration.ofSeconds(3));
                  assertThat(durable.peek(key).orElseThrow().bytes()).hasValue(acknowledged);
                }
              });
      SeedOutcome outcome = simulation.run();
      assertThat(outcome.failure()).as("seed %d", seed).isEmpty();
      refused += outcome.marks().getOrDefault("store.untold-call-refused", 0L);
    }
    assertThat(refused).as("saves that came too late").isPositive();
  }

  /// Each attempt claims again and saves another value.
  private static long saveOnce(StateStore store, AtomicLong begun) {
    StateKey key = new StateKey("crashed");
    Fence fence = new Fence(0, 1, 1);
    long version = store.loadAndClaim(key, fence).version();
    begun.set(version);
    return store.save(key, fence, version, new byte[] {1});
  }

  private static void saveUntilAcknowledged(StateStore store, StateKey key, Time time)
      throws InterruptedException {
    Fence fence = new Fence(0, 1, 1);
    for (int attempt = 0; attempt < 100; attempt++) {
      try {
        StoredState claimed = store.loadAndClaim(key, fence);
        store.save(key, fence, claimed.version(), new byte[] {(byte) attempt});
        return;
      } catch (StoreException.Unavailable
          | StoreException.Indeterminate
          | StoreException.Corrupt _) {
        time.sleep(Duration.ofMillis(20)); // an outage takes a while
      }
    }
    throw new AssertionError("100 attempts to save " + key + " failed");
  }

  @Test
  @Tag("S10")
  void writer_thatUsesAnotherOnesFence_failsTheSeedUnderTheInvariantsName() {
    Simulation simulation = Simulation.of(5, new Topology(1, 1), Profile.CALM);
    SimStateStore durable = SimStateStore.in(simulation);
    simulation.processes(() -> _ -> {});
    simulation.workloads(
        () ->
            context -> {
              StateKey key = new StateKey("k");
              Fence fence = new Fence(0, 1, 1);
              durable.connect(context.providers()).loadAndClaim(key, fence);
              durable.connect(context.providers()).save(key, fence, 1, new byte[1]);
            });
    Failure failure = simulation.run().failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVARIANT);
    assertThat(failure.name()).isEqualTo(SimStateStore.ONE_WRITER);
    assertThat(failure.message()).contains("written by connection 2", "connection 1 has claimed");
  }

  @Test
  void startPlatform_inAWorld_isRefused() {
    Simulation simulation = Simulation.of(5, new Topology(1, 1), Profile.CALM);
    simulation.processes(() -> _ -> {});
    simulation.workloads(
        () ->
            context ->
                assertThatThrownBy(
                        () -> context.providers().tasks().startPlatform("sqlite", () -> {}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("the simulated store"));
    assertThat(simulation.run().failure()).isEmpty();
  }

  @Test
  void change_everySaveAndDelete_isToldAtItsInstant() {
    Simulation simulation = Simulation.of(5, new Topology(1, 1), Profile.CALM);
    SimStateStore store = SimStateStore.in(simulation);
    AtomicLong sum = new AtomicLong();
    store.onChange((_, state) -> sum.addAndGet(state.bytes().map(b -> b.length).orElse(-100)));
    StateKey key = new StateKey("k");
    Fence fence = new Fence(0, 1, 1);
    simulation.processes(() -> _ -> {});
    simulation.workloads(
        () ->
            context -> {
              StateStore mine = context.shared(SimStateStore.class).connect(context.providers());
              long version = mine.loadAndClaim(key, fence).version();
              version = mine.save(key, fence, version, new byte[7]);
              mine.delete(key, fence, version);
            });
    assertThat(simulation.run().failure()).isEmpty();
    assertThat(sum).hasValue(-93);
    assertThat(store.modifications()).isEqualTo(2);
    assertThat(store.peek(key).orElseThrow().version()).isEqualTo(3);
    List<StateKey> visited = new ArrayList<>();
    store.forEach((k, _) -> visited.add(k));
    assertThat(visited).containsExactly(key);
  }

  /// Two processes and two workloads that take three counters from each other all the time.
  private static SeedOutcome world(long seed, Profile profile, Map<String, Long> met) {
    Simulation simulation = Simulation.of(seed, new Topology(2, 2), profile);
    SimStateStore durable = SimStateStore.in(simulation);
    simulation.processes(() -> new WritingProcess(met));
    simulation.workloads(
        () ->
            context -> {
              Writer writer = new Writer(context.providers(), durable, met);
              for (int i = 0; i < 300; i++) {
                writer.step(i);
              }
            });
    return simulation.run();
  }

  /// Writes until it is stopped.
  private static final class WritingProcess implements Process {
    private final Map<String, Long> met;
    private final List<Task> tasks = new ArrayList<>();
    private volatile boolean stopped;

    WritingProcess(Map<String, Long> met) {
      this.met = met;
    }

    @Override
    public void start(ProcessContext context) {
      Writer writer = new Writer(context.providers(), context.shared(SimStateStore.class), met);
      tasks.add(
          context
              .providers()
              .tasks()
              .start(
                  "writer",
                  () -> {
                    for (int i = 0; !stopped; i++) {
                      writer.step(i);
                    }
                  }));
    }

    @Override
    public void stop() throws InterruptedException {
      stopped = true;
      for (Task task : tasks) {
        task.join();
      }
    }
  }

  /// Claims, adds one, saves, and counts what it was told.
  private static final class Writer {
    private final Providers providers;
    private final StateStore store;
    private final Map<String, Long> met;

    Writer(Providers providers, SimStateStore durable, Map<String, Long> met) {
      this.providers = providers;
      this.store = durable.connect(providers);
      this.met = met;
    }

    void step(int number) {
      StateKey key = new StateKey("counter/" + number % 3);
      try {
        Fence fence = new Fence(0, store.nextIncarnation(), 1);
        StoredState claimed = store.loadAndClaim(key, fence);
        long old = claimed.bytes().map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(0L);
        byte[] next = ByteBuffer.allocate(8).putLong(old + 1).array();
        store.save(key, fence, claimed.version(), next);
        met.merge("acknowledged", 1L, Long::sum);
      } catch (StoreException e) {
        met.merge(e.getClass().getSimpleName(), 1L, Long::sum);
      }
      try {
        providers.time().sleep(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
