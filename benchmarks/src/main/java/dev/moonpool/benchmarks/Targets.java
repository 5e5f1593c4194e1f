package dev.moonpool.benchmarks;

import dev.moonpool.benchmarks.Limit.Bound;
import dev.moonpool.benchmarks.Target.Goal;
import java.util.ArrayList;
import java.util.List;

/// Everything that is compared, in the order of the report.
final class Targets {
  private static final List<String> TELL = List.of("pekko", "pekko-throughput", "pekko-tuned");
  private static final List<String> PING_PONG = List.of("pekko", "pekko-tuned");
  private static final List<String> ASK = List.of("pekko-ask", "pekko-ask-tuned");
  private static final List<String> SHARDED = List.of("pekko-sharded", "pekko-sharded-tuned");
  private static final List<String> ARTERY = List.of("artery", "artery-tuned");
  private static final List<String> FLOOR = List.of("netty");

  /// The comparisons.
  static final List<Target> ALL = all();

  /// What is measured of ours alone.
  static final List<Limit> LIMITS =
      List.of(
          memory(
              "an idle activation beyond the user's object", "bytesEach", Bound.AT_MOST, 400, "B"),
          memory("activations in a heap of 1 GiB", "actors", Bound.AT_LEAST, 1_000_000, "actors"),
          atMost("getting a reference, P95", "Reference.retrieve", "", "p95", 1, "µs"),
          load("memory"),
          load("sqlite"),
          atMost(
              "timeouts of 10,000 off by over 10 % and 20 ms",
              "Timeout.expire", "", "outOfBounds", 100, "timeouts"),
          simulator("simulator: events", "steps", 1_000_000, "a second"),
          simulator("simulator: seeds of the bank, 2x2", "seedsAnHour", 200_000, "an hour"));

  private Targets() {}

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    for (String kind : List.of("Virtual", "Platform")) {
      String sender = kind.toLowerCase(java.util.Locale.ROOT) + " sender";
      for (int receivers : List.of(1, 1_000)) {
        String title = "one-way to %,d, %s".formatted(receivers, sender);
        String parameters = "receivers=" + receivers;
        all.add(new Target(title, "OneWay" + kind + ".send", parameters, TELL, faster(2)));
      }
    }
    for (String kind : List.of("Virtual", "Platform")) {
      String callers = kind.toLowerCase(java.util.Locale.ROOT);
      String one = "LocalCall" + kind + ".sequential";
      String hundred = "LocalCall" + kind + ".hundredCallers";
      addBoth(
          all,
          new Target("call, 1 " + callers + " caller | sharded ask", one, "", SHARDED, faster(10)));
      addBoth(
          all,
          new Target(
              "call, 100 " + callers + " callers | sharded ask", hundred, "", SHARDED, faster(5)));
      all.add(
          new Target("call, 1 " + callers + " caller | typed ask", one, "", ASK, new Goal.Shown()));
      all.add(
          new Target(
              "call, 100 " + callers + " callers | typed ask", hundred, "", ASK, new Goal.Shown()));
    }
    all.add(new Target("ping-pong, 1 ball", "PingPong.play", "balls=1", PING_PONG, faster(1)));
    all.add(new Target("ping-pong, 100 balls", "PingPong.play", "balls=100", PING_PONG, faster(1)));
    for (String callers : List.of("virtual", "platform")) {
      String title = "activation, 100 " + callers + " callers";
      addBoth(
          all, new Target(title, "Activation.activate", "callers=" + callers, SHARDED, faster(5)));
    }
    all.add(
        new Target(
            "remote call, sequential | floor", "RemoteCall.sequential", "", FLOOR, slower(1.5)));
    all.add(
        new Target(
            "remote call, sequential | Artery", "RemoteCall.sequential", "", ARTERY, faster(3)));
    all.add(
        new Target(
            "remote call, 200 in flight | floor", "RemoteCall.inFlight200", "", FLOOR, slower(2)));
    all.add(
        new Target(
            "remote call, 200 in flight | Artery",
            "RemoteCall.inFlight200",
            "",
            ARTERY,
            faster(3)));
    all.add(new Target("durable save | raw JDBC", "Store.save", "", List.of("jdbc"), slower(1.3)));
    return List.copyOf(all);
  }

  /// Ours as shipped, and with actors that are declared direct.
  private static void addBoth(List<Target> all, Target target) {
    all.add(target);
    all.add(target.direct());
  }

  private static Goal faster(double factor) {
    return new Goal.TimesFaster(factor);
  }

  private static Goal slower(double factor) {
    return new Goal.TimesSlowerAtMost(factor);
  }

  private static Limit memory(String title, String figure, Bound bound, double limit, String unit) {
    return new Limit(title, "IdleMemory.fill", "", figure, bound, limit, unit);
  }

  private static Limit load(String store) {
    return atMost(
        "first call of an actor with state in " + store + ", P95",
        "StateLoad.load",
        "store=" + store,
        "firstCallP95Micros",
        500_000,
        "µs");
  }

  private static Limit atMost(
      String title, String benchmark, String parameters, String figure, double limit, String unit) {
    return new Limit(title, benchmark, parameters, figure, Bound.AT_MOST, limit, unit);
  }

  private static Limit simulator(String title, String figure, double limit, String unit) {
    return new Limit(title, "Simulator.seed", "profile=chaos", figure, Bound.AT_LEAST, limit, unit);
  }
}
