package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.simulation.Scenario;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Workload;
import dev.moonpool.simulation.WorkloadContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Workloads that count, and an invariant that some 4 % of the seeds break if `moonpool.test.limit`
/// says so.
public final class CounterScenario implements Scenario {
  static final String INVARIANT = "the counter stays below its limit";

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public void prepare(Simulation simulation) {
    int limit = Integer.getInteger("moonpool.test.limit", Integer.MAX_VALUE);
    Counter counter = new Counter(new AtomicInteger());
    simulation.share(counter);
    simulation.processes(() -> context -> {});
    simulation.workloads(Counting::new);
    simulation.always(INVARIANT, world -> counter.value.get() < limit);
  }

  private record Counter(AtomicInteger value) {}

  private static final class Counting implements Workload {
    @Override
    public void run(WorkloadContext context) throws InterruptedException {
      Counter counter = context.shared(Counter.class);
      for (int i = 0; i < 10; i++) {
        context.providers().time().sleep(Duration.ofMillis(context.randomness().nextLong(1, 50)));
        int now = counter.value.addAndGet(context.randomness().nextInt(10));
        context.trace("counted to " + now);
        Coverage.sometimes(now % 2 == 0, "counter.even");
        Coverage.sometimes(now < 0, "counter.impossible");
      }
    }
  }
}
