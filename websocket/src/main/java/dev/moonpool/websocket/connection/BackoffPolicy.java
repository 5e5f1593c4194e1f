package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// How long to wait between attempts to connect, and how many there may be.
///
/// The delay before retry `n`, counted from 0, is `base·(1 − jitter)` plus a random part of
/// `base·jitter`, where `base` is the smaller of `maxDelay` and `initialDelay·factorⁿ`.
///
/// @param initialDelay before the first retry
/// @param maxDelay at most
/// @param factor what each delay is multiplied by for the next
/// @param jitter which part of the delay is random, from 0 to 1; with 1 a crowd of clients that
///     lost the same server comes back evenly spread
/// @param attemptsMax after how many retries in a row to give up; empty for never
/// @param stablePeriod how long a connection must have been ready for the count to begin anew
public record BackoffPolicy(
    Duration initialDelay,
    Duration maxDelay,
    double factor,
    double jitter,
    OptionalInt attemptsMax,
    Duration stablePeriod) {
  /// From one second to one minute, doubling, all of it random, for ever.
  public static final BackoffPolicy DEFAULT =
      new BackoffPolicy(
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          2.0,
          1.0,
          OptionalInt.empty(),
          Duration.ofSeconds(5));

  /// Checks that all are there; [ConnectionConfig] checks what they say.
  public BackoffPolicy {
    Objects.requireNonNull(initialDelay, "initialDelay");
    Objects.requireNonNull(maxDelay, "maxDelay");
    Objects.requireNonNull(attemptsMax, "attemptsMax");
    Objects.requireNonNull(stablePeriod, "stablePeriod");
  }

  /// Adds each mistake to `wrong`.
  void check(List<String> wrong) {
    ConnectionConfig.checkPositive(wrong, "backoff.initialDelay", initialDelay);
    ConnectionConfig.checkPositive(wrong, "backoff.maxDelay", maxDelay);
    ConnectionConfig.checkPositive(wrong, "backoff.stablePeriod", stablePeriod);
    if (maxDelay.compareTo(initialDelay) < 0) {
      wrong.add(
          "backoff.maxDelay %s is less than backoff.initialDelay %s"
              .formatted(DurationText.of(maxDelay), DurationText.of(initialDelay)));
    }
    if (!(factor >= 1)) {
      wrong.add("backoff.factor is at least 1, this is " + factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      wrong.add("backoff.jitter is from 0 to 1, this is " + jitter);
    }
    if (attemptsMax.orElse(0) < 0) {
      wrong.add("backoff.attemptsMax is not negative, this is " + attemptsMax);
    }
  }

  /// The same with these delays.
  public BackoffPolicy withDelays(Duration initial, Duration max) {
    return new BackoffPolicy(initial, max, factor, jitter, attemptsMax, stablePeriod);
  }

  /// The same with this factor and this random part.
  public BackoffPolicy withFactor(double factor, double jitter) {
    return new BackoffPolicy(initialDelay, maxDelay, factor, jitter, attemptsMax, stablePeriod);
  }

  /// The same, giving up after this many retries.
  public BackoffPolicy withAttemptsMax(int attempts) {
    return new BackoffPolicy(
        initialDelay, maxDelay, factor, jitter, OptionalInt.of(attempts), stablePeriod);
  }

  /// The same with this stable period.
  public BackoffPolicy withStablePeriod(Duration period) {
    return new BackoffPolicy(initialDelay, maxDelay, factor, jitter, attemptsMax, period);
  }

  /// How long to wait before this retry.
  ///
  /// @param retry how many were made before it since the connection was last stable, from 0
  public Duration delay(int retry, Randomness randomness) {
    double grown = initialDelay.toNanos() * Math.pow(factor, retry);
    double base = Math.min(maxDelay.toNanos(), grown);
    double random = base * jitter * randomness.nextDouble();
    return Duration.ofNanos((long) (base * (1 - jitter) + random));
  }

  /// Whether this retry is one too many.
  boolean isOver(int retry) {
    return attemptsMax.isPresent() && retry >= attemptsMax.getAsInt();
  }
}
