package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/// The stages that one connection has asked for and not heard of yet. From any thread.
final class StageQueries {
  /// How many may be asked for at a time.
  private static final int QUERIES_MAX = 10_000;

  private final Time time;
  private final ConcurrentSkipListMap<Long, CompletableFuture<String>> waiting =
      new ConcurrentSkipListMap<>();

  StageQueries(Time time) {
    this.time = time;
  }

  /// Waits for the stage of a request; two who wait for the same share the answer.
  CompletableFuture<String> await(long correlation, Duration timeout) {
    if (waiting.size() >= QUERIES_MAX) {
      return CompletableFuture.failedFuture(unknown("too many are asked for already"));
    }
    CompletableFuture<String> asked = new CompletableFuture<>();
    CompletableFuture<String> earlier = waiting.putIfAbsent(correlation, asked);
    if (earlier != null) {
      return earlier;
    }
    Time.Timer timer =
        time.schedule(
            timeout,
            () -> asked.completeExceptionally(unknown("no answer in " + DurationText.of(timeout))));
    asked.whenComplete(
        (stage, thrown) -> {
          timer.cancel();
          waiting.remove(correlation, asked);
        });
    return asked;
  }

  void answered(long correlation, String stage) {
    CompletableFuture<String> asked = waiting.get(correlation);
    if (asked != null) {
      asked.complete(stage);
    }
  }

  /// Nothing that is waited for will come any more.
  void lost() {
    for (CompletableFuture<String> asked : waiting.values()) {
      asked.completeExceptionally(unknown("the connection was lost"));
    }
  }

  private static PeerException unknown(String why) {
    return new PeerException(Outcome.MAYBE_EXECUTED, "the stage is not known: " + why);
  }
}
