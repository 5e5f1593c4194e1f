package dev.moonpool.simulation;

import dev.moonpool.simulation.PlannedFault.Clog;
import dev.moonpool.simulation.PlannedFault.Down;
import dev.moonpool.simulation.PlannedFault.Partition;
import dev.moonpool.simulation.kernel.Kernel;
import dev.moonpool.simulation.network.Conditions;
import dev.moonpool.simulation.network.Fabric;
import dev.moonpool.simulation.network.NetworkFault;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Carries out a seed's [FaultPlan], for as long as the chaos lasts.
final class Chaos {
  private static final long ASKED_RECOVERY_NANOS = 200_000_000L;

  private final Run run;
  private final Kernel kernel;
  private final Fabric fabric;
  private final Simulation simulation;
  private final FaultPlan plan;
  private final int hosts;
  private final long[] injected = new long[FaultFamily.values().length];
  private Conditions conditions;
  private boolean lasts;

  Chaos(Run run, Kernel kernel, Fabric fabric, Simulation simulation) {
    this.run = run;
    this.kernel = kernel;
    this.fabric = fabric;
    this.simulation = simulation;
    Topology topology = simulation.topology();
    this.hosts = topology.processes() + topology.workloads();
    this.plan =
        FaultPlan.draw(kernel.randomness(), simulation.profile(), topology.processes(), hosts);
    this.conditions = plan.conditions();
  }

  /// Lets the network be like this during the chaos, whatever the plan says.
  void conditions(Conditions wanted) {
    this.conditions = wanted;
  }

  FaultPlan plan() {
    return plan;
  }

  boolean lasts() {
    return lasts;
  }

  /// Faults are injected from now on, until [#end] or the profile's time is over.
  void begin() {
    lasts = true;
    fabric.conditions(conditions);
    kernel.line("world", "chaos begins with " + plan.families());
    for (PlannedFault fault : plan.faults()) {
      kernel.at(kernel.now() + fault.atNanos(), () -> inject(fault), null);
    }
    kernel.at(kernel.now() + simulation.profile().chaos().toNanos(), this::end, null);
  }

  /// The world heals: no fault from now on, every link open, every process on its way up.
  void end() {
    if (!lasts) {
      return;
    }
    lasts = false;
    kernel.line("world", "the world heals");
    fabric.conditions(Conditions.CALM);
    fabric.openAll();
    run.processes().forEach(ProcessHost::startIfDown);
  }

  void count(FaultFamily family, String what) {
    injected[family.ordinal()]++;
    kernel.mix(family.ordinal() + 1);
    if (kernel.trace() != null) {
      kernel.line("fault", family + " " + what);
    }
  }

  /// How many faults of each family there were; those that are rates count what they did.
  SortedMap<FaultFamily, Long> counts() {
    SortedMap<FaultFamily, Long> counts = new TreeMap<>();
    for (FaultFamily family : FaultFamily.values()) {
      if (injected[family.ordinal()] > 0) {
        counts.put(family, injected[family.ordinal()]);
      }
    }
    add(counts, FaultFamily.CLOSE, NetworkFault.CLOSE);
    add(counts, FaultFamily.CONNECT, NetworkFault.CONNECT);
    add(counts, FaultFamily.PARTIAL, NetworkFault.PARTIAL);
    add(counts, FaultFamily.BIT_FLIP, NetworkFault.BIT_FLIP);
    add(counts, FaultFamily.SMALL_WINDOW, NetworkFault.WINDOW_FULL);
    return counts;
  }

  /// Which faults were on, and how many there were, in two lines for reports.
  String describe() {
    return "faults on in this seed: %s%nfaults that happened: %s%n"
        .formatted(
            plan.families().isEmpty() ? "none" : plan.families(),
            counts().isEmpty() ? "none" : counts());
  }

  private void add(Map<FaultFamily, Long> counts, FaultFamily family, NetworkFault fault) {
    long count = fabric.count(fault);
    if (count > 0 && plan.families().contains(family)) {
      counts.merge(family, count, Long::sum);
    }
  }

  /// Crashes a process, whatever the plan says.
  void crash(int process) {
    ProcessHost host = run.processes().get(process);
    if (host.isAlive() && !run.stopping()) {
      count(FaultFamily.CRASH, "of process " + process + ", asked for");
      host.crash(ASKED_RECOVERY_NANOS);
    }
  }

  private void inject(PlannedFault fault) {
    if (!lasts) {
      return;
    }
    switch (fault) {
      case Partition partition -> {
        count(FaultFamily.PARTITION, partition.toString());
        cut(partition);
      }
      case Clog clog -> {
        count(FaultFamily.CLOG, clog.toString());
        fabric.block(clog.from(), clog.to(), kernel.now() + clog.forNanos());
      }
      case Down down -> bringDown(down);
    }
  }

  private void cut(Partition partition) {
    long until = kernel.now() + partition.forNanos();
    for (int from = 0; from < hosts; from++) {
      for (int to = 0; to < hosts; to++) {
        boolean outward = partition.side().get(from) && !partition.side().get(to);
        boolean inward = !partition.side().get(from) && partition.side().get(to);
        if (outward || (inward && !partition.oneWay())) {
          fabric.block(from, to, until);
        }
      }
    }
  }

  private void bringDown(Down down) {
    ProcessHost host = run.processes().get(down.process());
    long up = run.processes().stream().filter(ProcessHost::isUp).count();
    long missing = run.processes().size() - up;
    boolean mayFall = host.isUp() || !down.graceful();
    boolean bounded = missing + (host.isUp() ? 1 : 0) <= simulation.profile().downMax();
    if (!mayFall || !host.isAlive() || !bounded) {
      return;
    }
    if (down.graceful()) {
      count(FaultFamily.REBOOT, down.toString());
      host.reboot(down.recoveryNanos());
    } else {
      count(FaultFamily.CRASH, down.toString());
      host.crash(down.recoveryNanos());
    }
  }
}
