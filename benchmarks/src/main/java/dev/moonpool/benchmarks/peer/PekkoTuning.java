package dev.moonpool.benchmarks.peer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/// How Pekko's dispatchers are set up for a trial.
///
/// The first is Pekko as it comes. The others are the settings its own documentation names for
/// throughput: more messages per dispatcher turn, and no more threads than there are cores. The
/// report counts whichever was best for a measurement.
public enum PekkoTuning {
  /// The shipped `reference.conf`: throughput 5, at least 8 threads.
  SHIPPED(""),
  /// Fifty messages per dispatcher turn.
  THROUGHPUT("pekko.actor.default-dispatcher.throughput = 50\n"),
  /// Two hundred messages per dispatcher turn on two threads; Artery with one inbound lane.
  TUNED(
      """
      pekko.actor.default-dispatcher {
        throughput = 200
        fork-join-executor { parallelism-min = 2, parallelism-factor = 1.0, parallelism-max = 2 }
      }
      pekko.remote.default-remote-dispatcher {
        throughput = 200
        fork-join-executor { parallelism-min = 2, parallelism-factor = 1.0, parallelism-max = 2 }
      }
      pekko.remote.artery.advanced.inbound-lanes = 1
      """);

  private static final String COMMON =
      """
      pekko.loglevel = ERROR
      pekko.stdout-loglevel = ERROR
      pekko.log-dead-letters = off
      pekko.log-dead-letters-during-shutdown = off
      pekko.jvm-exit-on-fatal-error = off
      pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.actor.serialization-bindings {
        "dev.moonpool.benchmarks.peer.Wire" = jackson-cbor
      }
      """;

  private final String settings;

  PekkoTuning(String settings) {
    this.settings = settings;
  }

  /// Finds the tuning that a contender's name ends in: `pekko-ask` is shipped, `pekko-ask-tuned`
  /// tuned.
  public static PekkoTuning of(String contender) {
    if (contender.endsWith("-tuned")) {
      return TUNED;
    }
    return contender.endsWith("-throughput") ? THROUGHPUT : SHIPPED;
  }

  /// The whole configuration: `own` settings of a contender, this tuning, then what Pekko ships.
  Config config(String own) {
    return ConfigFactory.parseString(own)
        .withFallback(ConfigFactory.parseString(settings))
        .withFallback(ConfigFactory.parseString(COMMON))
        .withFallback(ConfigFactory.load());
  }
}
