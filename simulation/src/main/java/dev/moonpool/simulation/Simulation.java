package dev.moonpool.simulation;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.simulation.kernel.Kernel;
import dev.moonpool.simulation.kernel.Watchdog;
import dev.moonpool.simulation.network.Conditions;
import dev.moonpool.simulation.network.Fabric;
import dev.moonpool.simulation.trace.LineKind;
import dev.moonpool.simulation.trace.Trace;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One seed's world, from its preparation to its outcome.
///
/// Prepared once, then [#run] once, by one platform thread, the driver of everything in the world.
/// A JVM runs one world at a time.
///
/// # How a world comes by its determinism
///
/// Everything that happens is an event in one queue, ordered by virtual time and then by sequence:
/// a virtual thread that may go on, a timer that fires, a task of an event loop, bytes that arrive.
/// One thread, the driver, takes the events one after the other. Virtual threads are ordinary JDK
/// virtual threads whose scheduler puts "run me" into the queue instead of into a pool (see
/// `SchedulerHook`); so blocking code on locks, queues and futures of the JDK runs unchanged, and
/// the order in which it gets its turns is the seed's.
///
/// # How a seed decides
///
/// A runnable is queued a tiny random time ahead, drawn from the scheduler's generator; latencies
/// are drawn from each link's; which faults there are, and when, is a plan drawn before anything
/// happens (`FaultPlan`). All generators hang in one tree keyed by stable names, so that leaving
/// something out does not shift what the rest draws.
///
/// # The course
///
/// All processes start, all setups run, then all runs under chaos. When the runs have returned, or
/// after the profile's time, the world heals: links open, processes come back, and what is still
/// running must end within the liveness bound. Then come the checks, the graceful stop of every
/// process, and a look for tasks that were left. The first thing that goes wrong ends the world.
///
/// # What cannot be simulated
///
/// What reads the real clock (JDK waits with a time limit), what runs on threads of its own, and a
/// contended `synchronized` held across a wait. A foreign thread that comes near the world fails
/// the seed; that is how such code is found.
public final class Simulation {
  /// The port of every process's address.
  public static final int PORT = 7000;

  static final String WORLD_NAME = "world";

  private final long seed;
  private final Topology topology;
  private final Profile profile;
  private final Kernel kernel;
  private final Run run;
  private final Providers ownProviders;
  private final List<InetSocketAddress> addresses;
  private final List<Object> shared = new ArrayList<>();
  private @Nullable Supplier<? extends Process> processes;
  private @Nullable Supplier<? extends Workload> workloads;
  private Duration patience = Watchdog.PATIENCE;
  private boolean hasRun;

  private Simulation(long seed, Topology topology, Profile profile) {
    this.seed = seed;
    this.topology = topology;
    this.profile = profile;
    Verdict verdict = new Verdict();
    this.kernel = new Kernel(seed, verdict);
    verdict.judges(kernel);
    Fabric fabric = new Fabric(kernel);
    List<InetSocketAddress> listeners = new ArrayList<>();
    for (int i = 0; i < topology.processes(); i++) {
      fabric.addHost(processName(i));
      listeners.add(InetSocketAddress.createUnresolved(processName(i), PORT));
    }
    for (int i = 0; i < topology.workloads(); i++) {
      fabric.addHost(workloadName(i));
    }
    this.addresses = List.copyOf(listeners);
    int own = fabric.addHost(WORLD_NAME);
    this.run = new Run(this, kernel, fabric, verdict);
    this.ownProviders = run.providers(kernel.incarnation(WORLD_NAME, own, 1));
  }

  /// An empty world.
  ///
  /// @throws IllegalStateException if this JVM cannot simulate; the message says what it lacks
  public static Simulation of(long seed, Topology topology, Profile profile) {
    return new Simulation(seed, topology, profile);
  }

  /// The seed that decides everything.
  public long seed() {
    return seed;
  }

  /// How many workloads and processes.
  public Topology topology() {
    return topology;
  }

  /// How rough the world is.
  public Profile profile() {
    return profile;
  }

  /// What each process runs; called for each incarnation.
  public void processes(Supplier<? extends Process> supplier) {
    this.processes = supplier;
  }

  /// What each workload does; called once for each.
  public void workloads(Supplier<? extends Workload> supplier) {
    this.workloads = supplier;
  }

  /// Offers `object` to processes and workloads by its type. It outlives processes. A task that
  /// dies with its process never comes back, so the object must not wait while it holds a lock.
  public void share(Object object) {
    shared.add(object);
  }

  /// Demands that `holds` after every event. Must be cheap: it runs millions of times. What it
  /// throws counts as a violation and becomes the message.
  public void always(String name, Predicate<World> holds) {
    run.invariants().always(name, holds);
  }

  /// Demands that `holds` after every event during which the returned watch was marked.
  public Watch alwaysWhenMarked(String name, Predicate<World> holds) {
    return run.invariants().whenMarked(name, holds);
  }

  /// Demands that `holds` once the world has healed and every check has passed.
  public void finallyHolds(String name, Predicate<World> holds) {
    run.invariants().atTheEnd(name, holds);
  }

  /// The source of random numbers of this name, the same for equal seeds.
  public Randomness randomness(String name) {
    return kernel.randomness().split("scenario").split(name);
  }

  /// Capabilities that belong to the world itself and end with it, for shared objects. No fault
  /// befalls them.
  public Providers providers() {
    return ownProviders;
  }

  /// Whether this seed has this family of faults on at all.
  public boolean enables(FaultFamily family) {
    return run.faults().plan().families().contains(family);
  }

  /// Whether faults of this family may be injected now: the seed has it on and the chaos lasts.
  public boolean injects(FaultFamily family) {
    return run.chaos() && enables(family);
  }

  /// Counts a fault that was injected and adds it to the trace. For simulated services of others.
  public void injected(FaultFamily family, String what) {
    kernel.assertDriver();
    run.faults().count(family, what);
  }

  /// Crashes a process at once; it starts again after a while. For tests that need a crash at one
  /// certain point; seeds that have [FaultFamily#CRASH] on do it by themselves.
  public void crash(int process) {
    kernel.assertDriver();
    kernel.at(kernel.now(), () -> run.faults().crash(process), null);
  }

  /// Lets the network be like this during the chaos, whatever the seed has drawn.
  void network(Conditions conditions) {
    run.faults().conditions(conditions);
  }

  /// Keeps the lines of the trace. Off by default, as it costs most of the speed.
  public void recordTrace(boolean record) {
    if (record) {
      kernel.recordTrace(true);
    }
  }

  /// Keeps what the report of a failure shows of the trace.
  void recordStory() {
    kernel.recordTrace(false);
  }

  /// Gives up on the world when one step takes longer than this in real time.
  void patience(Duration limit) {
    patience = limit;
  }

  /// Runs the world to its end, on a thread of its own, while the calling thread waits.
  ///
  /// A step that takes longer than ten seconds of real time, such as an endless loop in a handler,
  /// fails the seed with the stack of what runs, and so does an interrupt of the calling thread;
  /// the world's thread is then left to itself.
  ///
  /// @throws IllegalStateException if another world runs in this JVM, or this one has run, or it
  ///     has no processes or workloads
  public SeedOutcome run() {
    if (hasRun || processes == null || workloads == null) {
      throw new IllegalStateException(
          "a simulation is given processes and workloads, and then runs once");
    }
    hasRun = true;
    return Watchdog.drive(kernel, patience, run);
  }

  /// Says whether its driver did not come back from a step.
  boolean wasAbandoned() {
    return run.wasAbandoned();
  }

  /// The number of the last event until which this run and `other` were the same for sure.
  long sameUntil(Simulation other) {
    return kernel.checkpoints().sameUntil(other.kernel.checkpoints());
  }

  /// The last lines of the trace that belong to events up to and including `step`.
  List<String> traceUpTo(long step, int count) {
    Trace trace = kernel.trace();
    return trace == null ? List.of() : trace.upTo(step, count);
  }

  static String processName(int index) {
    return "process-" + index;
  }

  static String workloadName(int index) {
    return "client-" + index;
  }

  List<InetSocketAddress> addresses() {
    return addresses;
  }

  Process newProcess() {
    return made(processes);
  }

  Workload newWorkload() {
    return made(workloads);
  }

  <T> T shared(Class<T> type) {
    for (Object object : shared) {
      if (type.isInstance(object)) {
        return type.cast(object);
      }
    }
    throw new IllegalArgumentException(
        "the scenario shares no " + type.getName() + "; give one to Simulation.share");
  }

  void trace(String who, String event) {
    kernel.assertDriver();
    kernel.mix(31L * who.hashCode() + event.hashCode());
    kernel.line(LineKind.OPERATION, who, event);
  }

  private static <T> T made(@Nullable Supplier<? extends T> supplier) {
    if (supplier == null) {
      throw new IllegalStateException("run has seen that it is there");
    }
    return supplier.get();
  }

  /// Tells an invariant that what it looks at has changed.
  public interface Watch {
    /// The invariant is checked after the event that now happens.
    void mark();
  }
}
