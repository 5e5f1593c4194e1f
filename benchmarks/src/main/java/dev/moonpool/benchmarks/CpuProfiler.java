package dev.moonpool.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/// The processor time that the whole JVM took for one operation: callers, actors, event loops,
/// collector and compiler together.
///
/// Rates sink when other programs want the cores; this hardly does, so on a busy machine it is the
/// better figure to compare.
public final class CpuProfiler implements InternalProfiler {
  /// The name of its result.
  static final String RESULT = "cpu.norm";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long before;

  @Override
  public String getDescription() {
    return "processor time per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long nanos = system.getProcessCpuTime() - before;
    double perOperation = (double) nanos / Math.max(1, result.getMetadata().getAllOps());
    return List.of(new ScalarResult(RESULT, perOperation, "ns/op", AggregationPolicy.AVG));
  }
}
