package dev.moonpool.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What the command line asked for.
///
/// @param help only say how it is used
/// @param quick shorter iterations
/// @param verbose show JMH's own output
/// @param groups what to measure, in order
/// @param json where to write the figures
record RunOptions(
    boolean help,
    boolean quick,
    boolean verbose,
    List<BenchmarkGroup> groups,
    Optional<Path> json) {

  RunOptions {
    groups = List.copyOf(groups);
  }

  /// Reads the arguments after `bench`.
  ///
  /// @throws IllegalArgumentException with a line that says what was wrong
  static RunOptions parse(String[] arguments) {
    boolean help = false;
    boolean quick = false;
    boolean verbose = false;
    List<BenchmarkGroup> groups = Arrays.asList(BenchmarkGroup.values());
    Optional<Path> json = Optional.empty();
    List<String> suites = new ArrayList<>();
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--help", "-h" -> help = true;
        case "--quick" -> quick = true;
        case "--verbose" -> verbose = true;
        case "--only" -> groups = groups(value(argument, rest));
        case "--json" -> json = Optional.of(Path.of(value(argument, rest)));
        default -> suites.add(argument);
      }
    }
    if (!help && !suites.equals(List.of("actors"))) {
      throw new IllegalArgumentException(
          suites.isEmpty()
              ? "say what to measure: actors"
              : "'" + String.join(" ", suites) + "' is not understood; there is: actors");
    }
    return new RunOptions(help, quick, verbose, groups, json);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static List<BenchmarkGroup> groups(String list) {
    List<BenchmarkGroup> groups = new ArrayList<>();
    for (String name : list.split(",", -1)) {
      groups.add(BenchmarkGroup.named(name.strip()));
    }
    return groups;
  }
}
