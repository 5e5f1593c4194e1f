package dev.moonpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Every target names a benchmark, parameters and contenders that exist, and every benchmark
/// belongs
/// to a group; a misspelt one would silently be "not measured".
final class TargetsTest {
  @Test
  void all_nameTrialsThatExist() {
    Set<Scores.Key> keys = keys();

    for (Target target : all()) {
      assertThat(keys)
          .contains(new Scores.Key(target.benchmark(), target.parameters(), target.ours()));
      for (String peer : target.peers()) {
        assertThat(keys).contains(new Scores.Key(target.benchmark(), target.parameters(), peer));
      }
    }
    for (Limit limit : Targets.LIMITS) {
      assertThat(keys).contains(new Scores.Key(limit.benchmark(), limit.parameters(), Scores.OURS));
    }
  }

  @Test
  void groups_coverEveryBenchmark() {
    for (BenchmarkListEntry entry : entries()) {
      assertThat(List.of(BenchmarkGroup.values()))
          .as("groups of " + entry.getUsername())
          .anyMatch(group -> entry.getUsername().matches(group.pattern() + ".*"));
    }
    assertThat(Trials.of(List.of(BenchmarkGroup.values())).count()).isEqualTo(keys().size());
  }

  private static List<Target> all() {
    return Stream.of(Suite.values()).flatMap(suite -> suite.targets().stream()).toList();
  }

  private static Set<BenchmarkListEntry> entries() {
    return BenchmarkList.defaultList()
        .getAll(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
  }

  private static Set<Scores.Key> keys() {
    Set<Scores.Key> keys = new TreeSet<>(java.util.Comparator.comparing(Scores.Key::toString));
    for (BenchmarkListEntry entry : entries()) {
      String[] path = entry.getUsername().split("\\.");
      String name = path[path.length - 2].replace("Benchmark", "") + "." + path[path.length - 1];
      Map<String, String[]> parameters =
          new TreeMap<>(entry.getParams().hasValue() ? entry.getParams().get() : Map.of());
      String[] contenders = parameters.remove("contender");
      for (String others : combinations(parameters)) {
        for (String contender : contenders == null ? new String[] {Scores.OURS} : contenders) {
          keys.add(new Scores.Key(name, others, contender));
        }
      }
    }
    return keys;
  }

  private static List<String> combinations(Map<String, String[]> parameters) {
    List<String> texts = List.of("");
    for (Map.Entry<String, String[]> each : parameters.entrySet()) {
      texts =
          texts.stream()
              .flatMap(
                  text ->
                      List.of(each.getValue()).stream()
                          .map(value -> (text + " " + each.getKey() + "=" + value).strip()))
              .toList();
    }
    return texts;
  }
}
