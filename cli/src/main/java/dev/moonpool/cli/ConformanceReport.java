package dev.moonpool.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Autobahn's server has judged, case by case.
///
/// @param verdicts by case number
record ConformanceReport(Map<String, Verdict> verdicts) {
  private static final List<String> PASSED = List.of("OK", "NON-STRICT", "INFORMATIONAL");
  private static final List<String> CLOSED = List.of("OK", "INFORMATIONAL");

  /// What a case came to.
  ///
  /// @param behavior what became of its messages
  /// @param close how the connection ended
  record Verdict(String behavior, String close) {
    boolean hasPassed() {
      return PASSED.contains(behavior) && CLOSED.contains(close);
    }

    @Override
    public String toString() {
      return CLOSED.contains(close) ? behavior : behavior + ", closed " + close;
    }
  }

  /// Reads what the servers have written down.
  ///
  /// @param files one `index.json` for each server
  static ConformanceReport read(List<Path> files) {
    Map<String, Verdict> verdicts = new TreeMap<>(ConformanceReport::compare);
    for (Path file : files) {
      JsonNode agents = JsonMapper.shared().readTree(file.toFile());
      for (JsonNode agent : agents) {
        for (Map.Entry<String, JsonNode> result : agent.properties()) {
          JsonNode found = result.getValue();
          verdicts.put(
              result.getKey(),
              new Verdict(
                  found.path("behavior").asString("missing"),
                  found.path("behaviorClose").asString("missing")));
        }
      }
    }
    return new ConformanceReport(verdicts);
  }

  /// Whether there are cases, and all have passed.
  boolean hasPassed() {
    return !verdicts.isEmpty() && verdicts.values().stream().allMatch(Verdict::hasPassed);
  }

  /// A table with a line for each group, and the cases that have not passed.
  String text() {
    StringBuilder text = new StringBuilder();
    String form = "%-6s %6d %6d %11d %14d %7d%n";
    text.append(
        "%-6s %6s %6s %11s %14s %7s%n"
            .formatted("group", "cases", "OK", "NON-STRICT", "INFORMATIONAL", "failed"));
    Map<String, List<Verdict>> groups = new TreeMap<>(ConformanceReport::compare);
    verdicts.forEach(
        (number, verdict) ->
            groups
                .computeIfAbsent(number.split("\\.")[0], group -> new ArrayList<>())
                .add(verdict));
    groups.forEach((group, found) -> text.append(line(form, group + ".*", found)));
    text.append(line(form, "all", List.copyOf(verdicts.values())));
    verdicts.forEach(
        (number, verdict) -> {
          if (!verdict.hasPassed()) {
            text.append("case %s: %s%n".formatted(number, verdict));
          }
        });
    return text.toString();
  }

  private static String line(String form, String title, List<Verdict> found) {
    long failed = found.stream().filter(verdict -> !verdict.hasPassed()).count();
    return form.formatted(
        title,
        found.size(),
        count(found, "OK"),
        count(found, "NON-STRICT"),
        count(found, "INFORMATIONAL"),
        failed);
  }

  private static long count(List<Verdict> found, String behavior) {
    return found.stream()
        .filter(verdict -> verdict.hasPassed() && verdict.behavior().equals(behavior))
        .count();
  }

  /// Numbers of cases are numbers, with dots in between.
  private static int compare(String one, String other) {
    String[] left = one.split("\\.");
    String[] right = other.split("\\.");
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }
}
