package dev.moonpool.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.util.Optional;

/// How many trials a run will have; JMH itself does not say before it ends.
///
/// @param count benchmarks times the values of their parameters
record Trials(int count) {
  /// Counts the trials of `groups`.
  static Trials of(Collection<BenchmarkGroup> groups) {
    List<Pattern> patterns =
        groups.stream().map(group -> Pattern.compile(group.pattern())).toList();
    var silent =
        OutputFormatFactory.createFormatInstance(
            System.out, org.openjdk.jmh.runner.options.VerboseMode.SILENT);
    int count = 0;
    for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(silent, List.of())) {
      if (patterns.stream().anyMatch(pattern -> pattern.matcher(entry.getUsername()).find())) {
        count += combinations(entry.getParams());
      }
    }
    return new Trials(count);
  }

  private static int combinations(Optional<Map<String, String[]>> parameters) {
    return parameters.hasValue()
        ? parameters.get().values().stream()
            .mapToInt(values -> Arrays.asList(values).size())
            .reduce(1, Math::multiplyExact)
        : 1;
  }
}
