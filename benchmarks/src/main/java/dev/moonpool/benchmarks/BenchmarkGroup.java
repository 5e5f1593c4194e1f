package dev.moonpool.benchmarks;

/// A part of a run that can be chosen by name.
enum BenchmarkGroup {
  /// One-way messages.
  ONE_WAY(Suite.ACTORS, "one-way", "OneWay(Virtual|Platform)Benchmark"),
  /// Calls within a process.
  LOCAL(Suite.ACTORS, "local", "LocalCall(Virtual|Platform)Benchmark"),
  /// Ping-pong between two actors.
  PING_PONG(Suite.ACTORS, "ping-pong", "PingPongBenchmark"),
  /// Actors that start with their first call.
  ACTIVATION(Suite.ACTORS, "activation", "ActivationBenchmark"),
  /// Calls over loopback TCP.
  REMOTE(Suite.ACTORS, "remote", "RemoteCallBenchmark"),
  /// Durable saves.
  STORE(Suite.ACTORS, "store", "StoreBenchmark"),
  /// What an idle actor costs.
  MEMORY(Suite.ACTORS, "memory", "IdleMemoryBenchmark"),
  /// Getting references.
  REFERENCE(Suite.ACTORS, "reference", "ReferenceBenchmark"),
  /// First calls to actors with a stored state.
  STATE(Suite.ACTORS, "state", "StateLoadBenchmark"),
  /// How late timeouts are.
  TIMEOUTS(Suite.ACTORS, "timeouts", "TimeoutBenchmark"),
  /// The speed of the simulator.
  SIMULATOR(Suite.ACTORS, "simulator", "SimulatorBenchmark"),
  /// How long single calls take.
  TIMES(Suite.ACTORS, "times", "(Local|Remote)CallTimesBenchmark"),
  /// Messages that come back.
  ECHO(Suite.WEBSOCKET, "echo", "WebSocketEchoBenchmark"),
  /// Requests and their answers.
  REQUESTS(Suite.WEBSOCKET, "requests", "WebSocketRequestBenchmark"),
  /// Many subscriptions.
  FAN_OUT(Suite.WEBSOCKET, "fan-out", "WebSocketFanOutBenchmark");

  private final Suite suite;
  private final String label;
  private final String classes;

  BenchmarkGroup(Suite suite, String label, String classes) {
    this.suite = suite;
    this.label = label;
    this.classes = classes;
  }

  /// Which run it is a part of.
  Suite suite() {
    return suite;
  }

  /// How the command line calls it.
  String label() {
    return label;
  }

  /// What JMH is to include, as a regular expression over its benchmarks' full names.
  String pattern() {
    return "^dev\\.moonpool\\.benchmarks\\." + classes + "\\.";
  }
}
