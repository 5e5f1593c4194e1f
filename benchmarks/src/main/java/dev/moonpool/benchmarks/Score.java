package dev.moonpool.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.util.Statistics;

/// What one trial measured.
///
/// @param perSecond the median rate of its iterations; for sampled times, what the mean comes to
/// @param lowest the lowest rate of an iteration
/// @param highest the highest rate of an iteration
/// @param allocatedBytes per operation, in the whole JVM; not a number if it was not measured
/// @param cpuNanos processor time per operation, of the whole JVM; not a number if not measured
/// @param micros sampled times by name (`p50`, `p99`, `p99.9`, `max`), empty for rates
/// @param figures what the benchmark counted itself, by name
record Score(
    double perSecond,
    double lowest,
    double highest,
    double allocatedBytes,
    double cpuNanos,
    Map<String, Double> micros,
    Map<String, Double> figures) {

  /// Reads a trial's result.
  static Score of(BenchmarkResult result) {
    Result<?> primary = result.getPrimaryResult();
    Statistics values = primary.getStatistics();
    Mode mode = result.getParams().getMode();
    double allocated = secondary(result, "gc.alloc.rate.norm");
    double cpu = secondary(result, CpuProfiler.RESULT);
    Map<String, Double> micros = new LinkedHashMap<>();
    if (mode == Mode.SampleTime) {
      micros.put("p50", values.getPercentile(50));
      micros.put("p95", values.getPercentile(95));
      micros.put("p99", values.getPercentile(99));
      micros.put("p99.9", values.getPercentile(99.9));
      micros.put("max", values.getMax());
      double rate = result.getParams().getThreads() * 1e6 / values.getMean();
      return new Score(rate, rate, rate, allocated, cpu, micros, figures(result));
    }
    double median = values.getPercentile(50);
    boolean rate = mode == Mode.Throughput;
    return new Score(
        rate ? median : 1e6 / median,
        rate ? values.getMin() : 1e6 / values.getMax(),
        rate ? values.getMax() : 1e6 / values.getMin(),
        allocated,
        cpu,
        micros,
        figures(result));
  }

  /// Half of the range of the iterations, as a part of the median.
  double spread() {
    return (highest - lowest) / 2 / perSecond;
  }

  /// The figure in a few characters.
  String text() {
    if (!figures.isEmpty()) {
      StringBuilder text = new StringBuilder();
      figures.forEach((name, value) -> text.append("%s %,.4g  ".formatted(name, value)));
      return text.toString().strip();
    }
    if (!micros.isEmpty()) {
      return "p50 %.1f µs, p99 %.1f µs".formatted(micros.get("p50"), micros.get("p99"));
    }
    return "%s/s ±%.0f %%".formatted(scaled(perSecond), 100 * spread());
  }

  /// A number with three digits and a unit of thousands.
  static String scaled(double value) {
    if (value >= 1e6) {
      return "%.2f M".formatted(value / 1e6);
    }
    return value >= 1e3 ? "%.1f k".formatted(value / 1e3) : "%.1f".formatted(value);
  }

  private static double secondary(BenchmarkResult result, String name) {
    Result<?> found = result.getSecondaryResults().get(name);
    return found == null ? Double.NaN : found.getScore();
  }

  private static Map<String, Double> figures(BenchmarkResult result) {
    Map<String, Double> figures = new LinkedHashMap<>();
    result
        .getSecondaryResults()
        .forEach(
            (name, figure) -> {
              if (!name.startsWith("gc.")
                  && !name.equals(CpuProfiler.RESULT)
                  && !name.startsWith("p0.")
                  && !name.startsWith("p1.")) {
                figures.put(name, figure.getScore());
              }
            });
    return figures;
  }
}
