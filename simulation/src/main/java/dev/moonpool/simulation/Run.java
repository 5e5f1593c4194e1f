package dev.moonpool.simulation;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.SimulationTrace;
import dev.moonpool.simulation.kernel.Incarnation;
import dev.moonpool.simulation.kernel.Kernel;
import dev.moonpool.simulation.kernel.Watchdog;
import dev.moonpool.simulation.network.Fabric;
import dev.moonpool.simulation.network.SimNetwork;
import dev.moonpool.simulation.trace.LineKind;
import dev.moonpool.simulation.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The course of one seed: boot, setups, runs under chaos, healing, checks, stop.
final class Run implements Watchdog.World<SeedOutcome> {
  private static final long LEFTOVER_LOOK_NANOS = 10_000_000L;

  private final Simulation simulation;
  private final Kernel kernel;
  private final Fabric fabric;
  private final Verdict verdict;
  private final Marks marks;
  private final Chaos chaos;
  private final Invariants invariants;
  private final List<ProcessHost> processes = new ArrayList<>();
  private final List<Driven> workloads = new ArrayList<>();
  private final long boundNanos;
  private final WorldLog log;
  private final AtomicBoolean installed = new AtomicBoolean();
  private long beganNanos;
  private boolean abandoned;
  private boolean stopping;

  Run(Simulation simulation, Kernel kernel, Fabric fabric, Verdict verdict) {
    this.simulation = simulation;
    this.kernel = kernel;
    this.fabric = fabric;
    this.verdict = verdict;
    this.marks = new Marks(kernel);
    this.chaos = new Chaos(this, kernel, fabric, simulation);
    this.invariants = new Invariants(new World(this), verdict);
    this.boundNanos = simulation.profile().livenessBound().toNanos();
    this.log = new WorldLog(kernel::onDriver, this::logged, verdict::uncaught);
  }

  Kernel kernel() {
    return kernel;
  }

  Verdict verdict() {
    return verdict;
  }

  Invariants invariants() {
    return invariants;
  }

  Chaos faults() {
    return chaos;
  }

  List<ProcessHost> processes() {
    return processes;
  }

  boolean chaos() {
    return chaos.lasts();
  }

  boolean stopping() {
    return stopping;
  }

  Process newProcess() {
    return simulation.newProcess();
  }

  ProcessContext context(ProcessHost host, int index, Incarnation life) {
    Providers providers = providers(life);
    return new ProcessContext(simulation, host.name(), index, life.number(), providers);
  }

  Providers providers(Incarnation life) {
    return new Providers(
        life.time(), life.tasks(), new SimNetwork(fabric, life), life.randomness());
  }

  @Override
  public SeedOutcome run() {
    try {
      install();
      phases();
    } catch (RuntimeException | Error failure) {
      verdict.uncaught("simulation", failure);
    } finally {
      uninstall();
    }
    return outcome();
  }

  boolean wasAbandoned() {
    return abandoned;
  }

  @Override
  public void abandon(String why) {
    abandoned = true;
    verdict.abandoned(why, kernel.runningStack(), Watchdog.describe(kernel));
    uninstall();
  }

  @Override
  public SeedOutcome outcome() {
    Trace trace = kernel.trace();
    return new SeedOutcome(
        simulation.seed(),
        simulation.topology(),
        failure(trace),
        kernel.hash(),
        kernel.steps(),
        Duration.ofNanos(kernel.now()),
        Duration.ofNanos(Watchdog.wallNanos() - beganNanos),
        marks.counts(),
        chaos.counts(),
        trace == null ? List.of() : trace.text());
  }

  /// The failure, with the story of the world if its trace was kept.
  private Optional<Failure> failure(@Nullable Trace trace) {
    return verdict
        .failure()
        .map(
            failure ->
                trace == null
                    ? failure
                    : new Failure(
                        failure.kind(),
                        failure.name(),
                        failure.message(),
                        failure.details() + "\n" + chaos.describe() + trace.story()));
  }

  private void logged(String logger, String text) {
    String simple = logger.substring(logger.lastIndexOf('.') + 1);
    kernel.line(LineKind.LOG, where(), simple + ": " + text);
  }

  private void operation(String event) {
    kernel.assertDriver();
    kernel.line(LineKind.OPERATION, where(), event);
  }

  /// The process whose event is happening.
  private String where() {
    Incarnation current = kernel.current();
    return current == null ? Simulation.WORLD_NAME : current.name();
  }

  private void install() {
    beganNanos = Watchdog.wallNanos();
    installed.set(true);
    log.install();
    Coverage.recordTo(marks);
    if (kernel.trace() != null) {
      SimulationTrace.recordTo(this::operation);
    }
    FaultPoint.decideBy(new SitePlan(simulation, kernel));
    Invariant.onViolation(verdict::violated);
    if (invariants.watchEvents()) {
      kernel.afterEvent(invariants::afterEvent);
    }
  }

  /// Once, by whichever thread comes first; the next world may be there already.
  private void uninstall() {
    if (!installed.compareAndSet(true, false)) {
      return;
    }
    kernel.end();
    log.uninstall();
    Coverage.recordTo(null);
    SimulationTrace.recordTo(null);
    FaultPoint.decideBy(null);
    Invariant.onViolation(null);
  }

  private void phases() {
    makeHosts();
    processes.forEach(ProcessHost::startIfDown);
    boolean good =
        await("start", this::allUp, boundNanos)
            && each("setup", (workload, context) -> workload.setup(context))
            && drive()
            && heal()
            && each("check", (workload, context) -> workload.check(context));
    if (good) {
      invariants.atTheEnd();
      stopAll();
    }
  }

  private void makeHosts() {
    Topology topology = simulation.topology();
    for (int i = 0; i < topology.processes(); i++) {
      processes.add(new ProcessHost(this, kernel, Simulation.processName(i), i));
    }
    for (int i = 0; i < topology.workloads(); i++) {
      String name = Simulation.workloadName(i);
      Incarnation life = kernel.incarnation(name, topology.processes() + i, 1);
      WorkloadContext context = new WorkloadContext(simulation, name, i, providers(life));
      workloads.add(new Driven(simulation.newWorkload(), context, life));
    }
  }

  private boolean drive() {
    chaos.begin();
    begin("run", (workload, context) -> workload.run(context));
    long bound = simulation.profile().chaos().toNanos() + boundNanos;
    return await("run", this::allReturned, bound);
  }

  private boolean heal() {
    chaos.end();
    return await("recovery", this::allUp, boundNanos);
  }

  private boolean each(String phase, Step step) {
    begin(phase, step);
    return await(phase, this::allReturned, boundNanos);
  }

  private void stopAll() {
    stopping = true;
    processes.forEach(ProcessHost::stopForGood);
    if (!await("stop", () -> processes.stream().noneMatch(ProcessHost::isAlive), boundNanos)) {
      return;
    }
    long deadline = kernel.now() + boundNanos;
    while (tasksLeft() > 0 && !verdict.failed()) {
      Kernel.Pause pause = kernel.run(kernel.now() + LEFTOVER_LOOK_NANOS);
      boolean over = pause == Kernel.Pause.EMPTY || kernel.now() > deadline;
      if (over && tasksLeft() > 0) { // nothing is left to happen also when the last has just ended
        verdict.stuck("task left", tasksLeft() + " tasks go on after everything was stopped");
      }
    }
  }

  private int tasksLeft() {
    int left = 0;
    for (Incarnation life : kernel.incarnations()) {
      // What belongs to the world itself may go on as long as it does.
      left += life.name().equals(Simulation.WORLD_NAME) ? 0 : life.taskCount();
    }
    return left;
  }

  private void begin(String phase, Step step) {
    kernel.line("world", "all " + phase + "s begin");
    for (Driven driven : workloads) {
      driven.returned = false;
      driven.life.tasks().start(phase, () -> take(driven, phase, step));
    }
  }

  private void take(Driven driven, String phase, Step step) {
    try {
      step.take(driven.workload, driven.context);
      driven.returned = true;
      kernel.line(driven.context.name(), phase + " has returned");
      kernel.pause();
    } catch (Throwable failure) {
      verdict.uncaught(driven.context.name() + "/" + phase, failure);
    }
  }

  /// Lets the world go on until `done`.
  private boolean await(String phase, BooleanSupplier done, long within) {
    long deadline = kernel.now() + within;
    while (!verdict.failed() && !done.getAsBoolean()) {
      switch (kernel.run(deadline)) {
        case ASKED -> {}
        case DEADLINE -> {
          String bound = DurationText.ofNanos(within);
          verdict.stuck("no end of " + phase, missing(phase) + " within " + bound);
        }
        case EMPTY -> {
          if (!kernel.awaitForeign()) {
            verdict.stuck("deadlock in " + phase, missing(phase) + ", and nothing is left to do");
          }
        }
      }
    }
    return !verdict.failed();
  }

  private String missing(String phase) {
    String hosts =
        processes.stream()
            .filter(host -> !host.isUp())
            .map(ProcessHost::name)
            .collect(Collectors.joining(", "));
    String clients =
        workloads.stream()
            .filter(driven -> !driven.returned)
            .map(driven -> driven.context.name())
            .collect(Collectors.joining(", "));
    return phase
        + " did not end; processes not up: ["
        + hosts
        + "], workloads busy: ["
        + clients
        + "]";
  }

  private boolean allUp() {
    for (ProcessHost host : processes) {
      if (!host.isUp()) {
        return false;
      }
    }
    return true;
  }

  private boolean allReturned() {
    for (Driven driven : workloads) {
      if (!driven.returned) {
        return false;
      }
    }
    return true;
  }

  @FunctionalInterface
  private interface Step {
    void take(Workload workload, WorkloadContext context) throws Exception;
  }

  /// A workload and how far it is.
  private static final class Driven {
    private final Workload workload;
    private final WorkloadContext context;
    private final Incarnation life;
    private boolean returned = true;

    private Driven(Workload workload, WorkloadContext context, Incarnation life) {
      this.workload = workload;
      this.context = context;
      this.life = life;
    }
  }
}
