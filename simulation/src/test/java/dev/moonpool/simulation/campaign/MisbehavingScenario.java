package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.util.concurrent.atomic.AtomicInteger;

/// One seed in sixteen does what `moonpool.test.misbehaviour` says; the others do nothing.
public final class MisbehavingScenario implements Scenario {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String name() {
    return "misbehaving";
  }

  @Override
  public void prepare(Simulation simulation) {
    simulation.processes(() -> context -> {});
    String what = System.getProperty("moonpool.test.misbehaviour", "");
    boolean chosen = simulation.seed() % 16 == 5;
    simulation.workloads(() -> new Misbehaving(chosen ? what : ""));
  }

  private record Misbehaving(String what) implements Workload {
    @Override
    public void run(WorkloadContext context) {
      context.trace("begins");
      switch (what) {
        case "" -> context.trace("is good");
        case "halts" -> Runtime.getRuntime().halt(42);
        case "hashes" -> context.trace("hash " + System.identityHashCode(new Object()));
        case "counts" -> {
          context.trace("counted to " + COUNT.incrementAndGet());
          throw new AssertionError("it has counted");
        }
        case "prints" -> System.out.println("outcome of this: nothing");
        case "hangs" -> hang();
        default -> throw new IllegalStateException("unknown misbehaviour " + what);
      }
    }

    private static void hang() {
      long spins = 0;
      while (spins >= 0) {
        spins = (spins + 1) & 0xFFFF;
        Thread.onSpinWait();
      }
    }
  }
}
