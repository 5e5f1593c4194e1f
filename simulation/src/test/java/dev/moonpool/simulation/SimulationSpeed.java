package dev.moonpool.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Measures steps and seeds a second: `SimulationSpeed [topology] [profile] [seeds] [round trips]`.
final class SimulationSpeed {
  /// Processor time and not real time: the machine may have other work.
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private SimulationSpeed() {}

  public static void main(String[] arguments) {
    Topology topology = Topology.parse(arguments.length > 0 ? arguments[0] : "2x2");
    Profile profile = Profile.named(arguments.length > 1 ? arguments[1] : "chaos");
    int seeds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
    int trips = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 400;
    for (int round = 0; round < 3; round++) {
      long steps = 0;
      long cpu = CPU.getCurrentThreadCpuTime();
      long simulated = 0;
      int failed = 0;
      for (int seed = 0; seed < seeds; seed++) {
        SeedOutcome outcome = echo(seed, topology, profile, trips);
        steps += outcome.steps();
        simulated += outcome.simulated().toNanos();
        if (!outcome.passed()) {
          failed++;
          if (failed == 1) {
            outcome.failure().ifPresent(f -> System.out.println(f + "\n" + f.details()));
          }
        }
      }
      cpu = CPU.getCurrentThreadCpuTime() - cpu;
      System.out.printf(
          "%,d steps in %d seeds, %,.0f steps/s, %,.0f seeds/h, %.0f simulated s/s, %d failed,"
              + " %d MB%n",
          steps,
          seeds,
          steps / (cpu / 1e9),
          seeds / (cpu / 1e9) * 3600,
          (double) simulated / cpu,
          failed,
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }
  }

  static SeedOutcome echo(long seed, Topology topology, Profile profile, int trips) {
    Simulation simulation = Simulation.of(seed, topology, profile);
    simulation.processes(EchoProcess::new);
    simulation.workloads(() -> context -> drive(context, trips));
    return simulation.run();
  }

  static void drive(WorkloadContext context, int trips) throws Exception {
    EchoClient client =
        new EchoClient(
            context.providers(),
            context.addresses().get(context.index() % context.addresses().size()));
    for (int i = 0; i < trips; i++) {
      byte[] sent = ("message " + i).getBytes(StandardCharsets.UTF_8);
      byte[] back = client.echoAtLast(sent);
      context.trace(Arrays.equals(sent, back) ? "echo" : "other");
    }
    client.close();
  }
}
