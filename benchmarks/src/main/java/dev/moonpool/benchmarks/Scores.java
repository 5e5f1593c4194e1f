package dev.moonpool.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/// What a run measured, by benchmark, parameters and contender.
///
/// @param all in the order of the run
record Scores(Map<Key, Score> all) {
  /// How our own contender is called.
  static final String OURS = "moonpool";

  /// How it is called where its actors are declared direct.
  static final String OURS_DIRECT = "moonpool-direct";

  /// Which trial.
  ///
  /// @param benchmark class and method, without package and the word "Benchmark"
  /// @param parameters those beside the contender, as `name=value`; empty if there are none
  /// @param contender who was measured
  record Key(String benchmark, String parameters, String contender) {
    static Key of(BenchmarkParams params) {
      String[] path = params.getBenchmark().split("\\.");
      String type = path[path.length - 2].replace("Benchmark", "");
      Map<String, String> others = new TreeMap<>();
      for (String name : params.getParamsKeys()) {
        others.put(name, params.getParam(name));
      }
      String contender = others.getOrDefault("contender", OURS);
      others.remove("contender");
      StringBuilder text = new StringBuilder();
      others.forEach((name, value) -> text.append(" ").append(name).append('=').append(value));
      return new Key(type + "." + path[path.length - 1], text.toString().strip(), contender);
    }

    @Override
    public String toString() {
      return (benchmark + " " + parameters).strip() + ", " + contender;
    }
  }

  static Scores of(Collection<RunResult> results) {
    Map<Key, Score> all = new LinkedHashMap<>();
    for (RunResult each : results) {
      all.put(Key.of(each.getParams()), Score.of(each.getAggregatedResult()));
    }
    return new Scores(all);
  }

  /// The score of one trial, if it was measured.
  Optional<Score> of(String benchmark, String parameters, String contender) {
    return Optional.ofNullable(all.get(new Key(benchmark, parameters, contender)));
  }
}
