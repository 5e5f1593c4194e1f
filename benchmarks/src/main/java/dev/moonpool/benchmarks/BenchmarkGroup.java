package dev.moonpool.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// A part of the run that can be chosen by name.
enum BenchmarkGroup {
  /// One-way messages.
  ONE_WAY("one-way", "OneWay(Virtual|Platform)Benchmark"),
  /// Calls within a process.
  LOCAL("local", "LocalCall(Virtual|Platform)Benchmark"),
  /// Ping-pong between two actors.
  PING_PONG("ping-pong", "PingPongBenchmark"),
  /// Actors that start with their first call.
  ACTIVATION("activation", "ActivationBenchmark"),
  /// Calls over loopback TCP.
  REMOTE("remote", "RemoteCallBenchmark"),
  /// Durable saves.
  STORE("store", "StoreBenchmark"),
  /// What an idle actor costs.
  MEMORY("memory", "IdleMemoryBenchmark"),
  /// Getting references.
  REFERENCE("reference", "ReferenceBenchmark"),
  /// First calls to actors with a stored state.
  STATE("state", "StateLoadBenchmark"),
  /// How late timeouts are.
  TIMEOUTS("timeouts", "TimeoutBenchmark"),
  /// The speed of the simulator.
  SIMULATOR("simulator", "SimulatorBenchmark"),
  /// How long single calls take.
  TIMES("times", "(Local|Remote)CallTimesBenchmark");

  private final String label;
  private final String classes;

  BenchmarkGroup(String label, String classes) {
    this.label = label;
    this.classes = classes;
  }

  /// The group called `label`.
  ///
  /// @throws IllegalArgumentException if there is none
  static BenchmarkGroup named(String label) {
    for (BenchmarkGroup group : values()) {
      if (group.label.equals(label)) {
        return group;
      }
    }
    throw new IllegalArgumentException(
        "there is no group '" + label + "'; there are: " + String.join(", ", names()));
  }

  /// All groups' names.
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (BenchmarkGroup group : values()) {
      names.add(group.label);
    }
    return names;
  }

  /// What JMH is to include, as a regular expression over its benchmarks' full names.
  String pattern() {
    return "^dev\\.moonpool\\.benchmarks\\." + classes + "\\.";
  }
}
