package dev.moonpool.websocket.kit;

import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// How an [RpcServer] behaves from now on; may be changed at any time from any thread.
public final class RpcRules {
  /// Whether it sends the first notification before the answer that names the subscription.
  public volatile boolean tellsEarly;

  /// How long it takes to answer at least.
  public volatile Duration replyDelayMin = Duration.ZERO;

  /// How long it takes to answer at most.
  public volatile Duration replyDelayMax = Duration.ZERO;

  private final Map<String, Integer> refusals = new TreeMap<>();

  /// Refuses this topic so many times from now on.
  public synchronized void refuse(String topic, int times) {
    refusals.put(topic, times);
  }

  synchronized boolean refusesAndCounts(String topic) {
    int left = refusals.getOrDefault(topic, 0);
    refusals.put(topic, Math.max(0, left - 1));
    return left > 0;
  }

  Duration replyDelay(Randomness randomness) {
    long spread = replyDelayMax.minus(replyDelayMin).toNanos();
    return spread > 0 ? replyDelayMin.plusNanos(randomness.nextLong(0, spread)) : replyDelayMin;
  }
}
