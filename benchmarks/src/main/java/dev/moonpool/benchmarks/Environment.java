package dev.moonpool.benchmarks;

/// Where the run takes place, as the report says it.
///
/// @param jdk the JDK's version
/// @param cores how many processors the JVM sees
/// @param commit what was measured; empty if the launcher did not say
record Environment(String jdk, int cores, String commit) {
  /// This JVM's.
  static Environment here() {
    return new Environment(
        System.getProperty("java.vm.version", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("moonpool.commit", ""));
  }

  /// Two lines that open a report of `trials` trials.
  String heading(Suite suite, int trials, boolean quick) {
    return "Moonpool%s beside %s · JDK %s · %d cores · %d trials, one JVM each%s%n%s"
        .formatted(
            commit.isEmpty() ? "" : " " + commit,
            suite.peers(),
            jdk,
            cores,
            trials,
            quick ? ", quick" : "",
            "JVM flags: " + String.join(" ", SuiteRun.JVM_FLAGS));
  }
}
