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
/// @param suite which run
/// @param groups what to measure, in order
/// @param json where to write the figures
record RunOptions(
    boolean help,
    boolean quick,
    boolean verbose,
    Suite suite,
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
    Optional<String> only = Optional.empty();
    Optional<Path> json = Optional.empty();
    List<String> suites = new ArrayList<>();
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--help", "-h" -> help = true;
        case "--quick" -> quick = true;
        case "--verbose" -> verbose = true;
        case "--only" -> only = Optional.of(value(argument, rest));
        case "--json" -> json = Optional.of(Path.of(value(argument, rest)));
        default -> suites.add(argument);
      }
    }
    Suite suite = suites.isEmpty() && help ? Suite.ACTORS : Suite.named(String.join(" ", suites));
    List<BenchmarkGroup> groups = only.map(list -> groups(suite, list)).orElse(suite.groups());
    return new RunOptions(help, quick, verbose, suite, groups, json);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static List<BenchmarkGroup> groups(Suite suite, String list) {
    List<BenchmarkGroup> groups = new ArrayList<>();
    for (String name : list.split(",", -1)) {
      groups.add(suite.group(name.strip()));
    }
    return groups;
  }
}
