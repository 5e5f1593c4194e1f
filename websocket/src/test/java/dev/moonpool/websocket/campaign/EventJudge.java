package dev.moonpool.websocket.campaign;

import static dev.moonpool.websocket.campaign.Journal.demand;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.ConnectionStream;
import dev.moonpool.websocket.connection.Event;
import java.time.Duration;
import java.util.Optional;

/// Reads a connection's events and demands that they make sense, and that its socket's end was
/// right.
final class EventJudge {
  /// What closing may take, and what reading the event that tells of it.
  private static final Duration GONE_WITHIN = Duration.ofMillis(1_001);

  private static final Duration SKEW = Duration.ofMillis(1);

  private final Guest guest;
  private final Journal journal;
  private final BackoffPolicy backoff;
  private long epoch;
  private boolean ready;
  private long readyNanos;
  private long closingNanos = Long.MAX_VALUE;
  private boolean closed;

  /// How many losses there were since it was last stable.
  private int losses;

  EventJudge(Guest guest) {
    this.guest = guest;
    this.journal = guest.journal;
    this.backoff = guest.config.backoff();
  }

  /// The last handle is being closed.
  void closing() {
    closingNanos = journal.nowNanos();
  }

  boolean closed() {
    return closed;
  }

  void judge(ConnectionStream stream) {
    for (Event event : stream) {
      demand(!closed, Journal.CLOSED_LAST, event + " comes after it");
      switch (event) {
        case Event.Connected connected -> connected(connected.epoch().number());
        case Event.Disconnected lost -> {
          disconnected(lost.epoch().number(), isRequested(lost.reason().text()));
          ended(lost.reason().text());
        }
        case Event.AttemptFailed failed -> {
          failed(failed);
          ended(String.valueOf(failed.cause().getMessage()));
        }
        case Event.Renewed renewed -> renewed(renewed.epoch().number());
        case Event.RenewalFailed renewal -> Coverage.reached("websocket.renewal-failed-event");
        case Event.Message message -> Coverage.reached("websocket.message-event");
        case Event.Unreadable unreadable -> Coverage.reached("websocket.unreadable-event");
        case Event.NotRestored topic -> Coverage.reached("websocket.not-restored-event");
        case Event.Closed end -> closedEvent();
      }
    }
    demand(closed, Journal.CLOSED_LAST, "the stream has ended without it");
  }

  private void renewed(long number) {
    demand(ready, Journal.IN_ORDER, "renewed " + number + " while not ready");
    demand(number == epoch + 1, Journal.IN_ORDER, "epoch " + number + " follows " + epoch);
    epoch = number;
    readyNanos = journal.nowNanos();
  }

  private void connected(long number) {
    demand(!ready, Journal.IN_ORDER, "connected " + number + " while ready in " + epoch);
    demand(number == epoch + 1, Journal.IN_ORDER, "epoch " + number + " follows " + epoch);
    demand(
        journal.accepted(guest.name) >= number,
        Journal.ONE_ACCEPT,
        journal.accepted(guest.name) + " attempts were accepted, this is epoch " + number);
    epoch = number;
    ready = true;
    readyNanos = journal.nowNanos();
  }

  private void disconnected(long number, boolean requested) {
    demand(
        ready && number == epoch,
        Journal.IN_ORDER,
        "epoch " + number + " ends, it was " + epoch + (ready ? "" : ", which had ended"));
    ready = false;
    Duration lasted = Duration.ofNanos(journal.nowNanos() - readyNanos);
    // Read a moment after it happened.
    if (lasted.compareTo(backoff.stablePeriod().minus(SKEW)) >= 0) {
      losses = 0;
    }
    losses += requested ? 0 : 1;
  }

  /// True for a reconnect that one of the two ends asked for: such are paced apart from failures.
  private static boolean isRequested(String why) {
    return why.contains("the server asks for it") || why.endsWith("because");
  }

  private void failed(Event.AttemptFailed failed) {
    demand(!ready, Journal.IN_ORDER, failed + " while ready in " + epoch);
    if (isRequested(String.valueOf(failed.cause().getMessage()))) {
      return;
    }
    double base =
        Math.min(
            backoff.maxDelay().toNanos(),
            backoff.initialDelay().toNanos() * Math.pow(backoff.factor(), losses));
    double least = base * (1 - backoff.jitter()) * 0.999;
    boolean last = backoff.attemptsMax().isPresent();
    demand(
        last || failed.nextDelay().toNanos() >= least,
        Journal.BACKS_OFF,
        "after %d losses the delay is %s".formatted(losses + 1, failed.nextDelay()));
    losses++;
  }

  private void closedEvent() {
    closed = true;
    Duration took = Duration.ofNanos(journal.nowNanos() - closingNanos);
    demand(
        closingNanos == Long.MAX_VALUE || took.compareTo(GONE_WITHIN) <= 0,
        Journal.GONE_IN_TIME,
        guest.name + " took " + took);
  }

  /// Demands that what ended the last socket was right about it.
  private void ended(String why) {
    Optional<Wire.Tap> last = guest.wire.lost();
    if (last.isEmpty()) {
      return;
    }
    Wire.Tap tap = last.get();
    if (why.contains("no sign of life")) {
      Duration silence = tap.silence();
      Duration sincePing = tap.sincePing();
      demand(
          silence.compareTo(guest.config.pongTimeout()) >= 0
              && (tap.pingNanos < 0 || sincePing.compareTo(guest.config.pongTimeout()) >= 0),
          Journal.LIVING,
          "%s, but the silence was %s, %s after a ping".formatted(why, silence, sincePing));
      demand(
          tap.pingNanos < 0 || tap.readNanos <= tap.pingNanos,
          Journal.LIVING,
          why + ", but something had come after the ping");
    }
    olderThan(why, "no answer within", tap, guest.config.requestTimeout());
    olderThan(why, "took nothing for", tap, guest.config.writeTimeout());
    olderThan(why, "not connected within", tap, guest.config.connectTimeout().minus(SKEW));
  }

  private static void olderThan(String why, String text, Wire.Tap tap, Duration least) {
    demand(
        !why.contains(text) || tap.age().compareTo(least) >= 0,
        Journal.OWN_TIMERS,
        why + ", but the socket was " + tap.age() + " old");
  }
}
