package dev.moonpool.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// What is compared of the WebSocket clients, in the order of the report.
final class WebSocketTargets {
  private static final List<String> FLOOR = List.of("netty");
  private static final List<String> COMMON = List.of("okhttp", "jdk", "jetty");
  private static final List<String> CLIENTS = List.of("okhttp", "jdk", "jetty", "java-websocket");
  private static final List<String> OKHTTP = List.of("okhttp-map");
  private static final List<String> JDK = List.of("jdk-map");
  private static final String ECHO = "WebSocketEcho.";
  private static final String REQUEST = "WebSocketRequest.";

  /// The comparisons.
  static final List<Target> ALL = all();

  private WebSocketTargets() {}

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    for (int size : List.of(64, 1_024, 65_536)) {
      String bytes = size == 64 ? "64 B" : size / 1_024 + " KiB";
      String parameters = "size=" + size;
      String many = "echo " + bytes + ", 64 in flight | ";
      String one = "echo " + bytes + ", 1 in flight | ";
      all.add(new Target(many + "floor", ECHO + "inFlight64", parameters, FLOOR, faster(0.85)));
      all.add(
          new Target(
              many + "OkHttp, JDK, Jetty", ECHO + "inFlight64", parameters, COMMON, faster(3)));
      all.add(
          new Target(
              many + "Java-WebSocket",
              ECHO + "inFlight64",
              parameters,
              List.of("java-websocket"),
              new Target.Goal.Shown()));
      all.add(
          new Target(
              one + "best client",
              ECHO + "sequential",
              parameters,
              CLIENTS,
              new Target.Goal.TimesSlowerAtMost(1)));
      all.add(
          new Target(
              one + "floor", ECHO + "sequential", parameters, FLOOR, new Target.Goal.Shown()));
    }
    for (String method : List.of("sequential", "inFlight64", "inFlight1024")) {
      String flight =
          switch (method) {
            case "sequential" -> "1 in flight | ";
            case "inFlight64" -> "64 in flight | ";
            default -> "1,024 in flight | ";
          };
      String title = "request, " + flight;
      all.add(new Target(title + "map over OkHttp", REQUEST + method, "", OKHTTP, faster(2)));
      all.add(new Target(title + "map over the JDK", REQUEST + method, "", JDK, faster(2)));
    }
    for (int topics : List.of(1, 1_000)) {
      all.add(
          new Target(
              "1,000 subscriptions, %,d topic%s | map".formatted(topics, topics == 1 ? "" : "s"),
              "WebSocketFanOut.burst",
              "topics=" + topics,
              List.of("okhttp-map", "jdk-map"),
              new Target.Goal.Shown()));
    }
    return List.copyOf(all);
  }

  private static Target.Goal faster(double factor) {
    return new Target.Goal.TimesFaster(factor);
  }
}
