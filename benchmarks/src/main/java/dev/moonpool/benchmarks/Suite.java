package dev.moonpool.benchmarks;

import java.util.Arrays;
import java.util.List;

/// What can be measured in one run.
enum Suite {
  /// Actors, beside Pekko.
  ACTORS("actors", "Pekko 1.7.0"),
  /// WebSocket connections, beside other clients.
  WEBSOCKET(
      "websocket",
      "OkHttp 5.5.1, java.net.http, Jetty 12.1.12, Java-WebSocket 1.6.0 and Netty 4.2.18");

  private final String label;
  private final String peers;

  Suite(String label, String peers) {
    this.label = label;
    this.peers = peers;
  }

  /// The suite called `label`.
  ///
  /// @throws IllegalArgumentException if there is none
  static Suite named(String label) {
    for (Suite suite : values()) {
      if (suite.label.equals(label)) {
        return suite;
      }
    }
    throw new IllegalArgumentException(
        label.isEmpty()
            ? "say what to measure: actors or websocket"
            : "'" + label + "' is not understood; there are: actors, websocket");
  }

  /// Who is beside ours.
  String peers() {
    return peers;
  }

  /// Its parts.
  List<BenchmarkGroup> groups() {
    return Arrays.stream(BenchmarkGroup.values()).filter(group -> group.suite() == this).toList();
  }

  /// The names of its parts.
  List<String> names() {
    return groups().stream().map(BenchmarkGroup::label).toList();
  }

  /// The part called `label`.
  ///
  /// @throws IllegalArgumentException if there is none
  BenchmarkGroup group(String label) {
    return groups().stream()
        .filter(group -> group.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no group '%s'; there are: %s"
                        .formatted(label, String.join(", ", names()))));
  }

  /// What its report compares.
  List<Target> targets() {
    return switch (this) {
      case ACTORS -> Targets.ALL;
      case WEBSOCKET -> WebSocketTargets.ALL;
    };
  }
}
