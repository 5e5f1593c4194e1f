package dev.moonpool.actors.messaging;

import dev.moonpool.foundation.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How a node deals with its peers.
///
/// @param connectTimeout how long dialing and shaking hands may take together
/// @param backoffMin how long to wait after the first failed dial; doubles with each
/// @param backoffMax how long to wait at most
/// @param patience messages for a peer that is down wait for the next dial if it is due within
///     this; otherwise they are refused at once, so that callers can decide anew
/// @param pingInterval how often each end pings the other
/// @param missedPingsMax after how many intervals without a sign of life a peer is taken for dead
/// @param closeTimeout how long closing waits for what is queued to be written
/// @param limits the bounds on what is sent and queued
public record PeerOptions(
    Duration connectTimeout,
    Duration backoffMin,
    Duration backoffMax,
    Duration patience,
    Duration pingInterval,
    int missedPingsMax,
    Duration closeTimeout,
    Limits limits) {
  /// For nodes of one data centre.
  public static final PeerOptions DEFAULT =
      backoff(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(30));

  /// For nodes of one machine or rack.
  public static final PeerOptions LOCAL =
      backoff(Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofSeconds(1));

  /// For nodes far from each other.
  public static final PeerOptions WIDE_AREA =
      backoff(Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(60));

  /// Checks all, and says all that is wrong in one message.
  ///
  /// @throws IllegalArgumentException if anything is
  public PeerOptions {
    List<String> wrong = new ArrayList<>();
    positive(wrong, "connectTimeout", connectTimeout);
    positive(wrong, "backoffMin", backoffMin);
    positive(wrong, "backoffMax", backoffMax);
    positive(wrong, "patience", patience);
    positive(wrong, "pingInterval", pingInterval);
    positive(wrong, "closeTimeout", closeTimeout);
    if (backoffMax.compareTo(backoffMin) < 0) {
      wrong.add(
          "backoffMax %s is less than backoffMin %s"
              .formatted(DurationText.of(backoffMax), DurationText.of(backoffMin)));
    }
    if (missedPingsMax < 1) {
      wrong.add("missedPingsMax is at least 1, this is %d".formatted(missedPingsMax));
    }
    Objects.requireNonNull(limits, "limits");
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException("peer options: " + String.join("; ", wrong));
    }
  }

  /// Whether so many whole ping intervals are time enough to say hello.
  boolean isHandshakeOver(int ticks) {
    return ticks * pingInterval.toNanos() >= connectTimeout.toNanos();
  }

  /// The same with these limits.
  public PeerOptions withLimits(Limits limits) {
    return new PeerOptions(
        connectTimeout,
        backoffMin,
        backoffMax,
        patience,
        pingInterval,
        missedPingsMax,
        closeTimeout,
        limits);
  }

  /// The same with this failure detection.
  public PeerOptions withPings(Duration interval, int missedMax) {
    return new PeerOptions(
        connectTimeout,
        backoffMin,
        backoffMax,
        patience,
        interval,
        missedMax,
        closeTimeout,
        limits);
  }

  /// The same with this backoff.
  public PeerOptions withBackoff(Duration min, Duration max) {
    return new PeerOptions(
        connectTimeout, min, max, patience, pingInterval, missedPingsMax, closeTimeout, limits);
  }

  /// The bounds on what is sent and queued.
  ///
  /// @param payloadBytesMax the largest payload of a message or directory frame; up to 64 MiB
  /// @param queueBytesMax how many bytes may wait for one peer
  /// @param queueCountMax how many messages may wait for one peer; rounded up to a power of two
  public record Limits(int payloadBytesMax, long queueBytesMax, int queueCountMax) {
    /// 1 MiB payloads; 16 MiB or 65,536 messages may wait.
    public static final Limits DEFAULT = new Limits(1 << 20, 16L << 20, 1 << 16);

    /// Checks all, and says all that is wrong in one message.
    ///
    /// @throws IllegalArgumentException if anything is
    public Limits {
      List<String> wrong = new ArrayList<>();
      if (payloadBytesMax < 1 || payloadBytesMax > 64 << 20) {
        wrong.add("payloadBytesMax is 1 to 67108864, this is %d".formatted(payloadBytesMax));
      }
      if (queueBytesMax < payloadBytesMax) {
        wrong.add(
            "queueBytesMax %d cannot hold a payload of %d"
                .formatted(queueBytesMax, payloadBytesMax));
      }
      if (queueCountMax < 16 || queueCountMax > 1 << 24) {
        wrong.add("queueCountMax is 16 to 16777216, this is %d".formatted(queueCountMax));
      }
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException("limits of peers: " + String.join("; ", wrong));
      }
    }
  }

  private static PeerOptions backoff(Duration connectTimeout, Duration min, Duration max) {
    return new PeerOptions(
        connectTimeout,
        min,
        max,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        3,
        Duration.ofSeconds(2),
        Limits.DEFAULT);
  }

  private static void positive(List<String> wrong, String name, Duration duration) {
    if (!duration.isPositive()) {
      wrong.add("%s is positive, this is %s".formatted(name, DurationText.of(duration)));
    }
  }
}
