package dev.moonpool.websocket.campaign;

import static dev.moonpool.websocket.campaign.Journal.demand;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.connection.Subscription;
import java.time.Duration;

/// Reads one subscription and demands that whatever is missing is told.
///
/// Each update says by which attempt it comes and how many of the topic have come on that socket.
final class Reader {
  /// What a slow consumer takes for each item.
  static final Duration PAUSE = Duration.ofMillis(400);

  private final Guest guest;
  private final Subscription subscription;
  private final boolean slow;
  private String lastAttempt = "";
  private long lastNumber;
  private boolean gap;
  private long gapEpoch;
  private long lagged;
  private long messages;
  private long counted;
  private boolean ended;
  private boolean closed;

  Reader(Guest guest, Subscription subscription, boolean slow) {
    this.guest = guest;
    this.subscription = subscription;
    this.slow = slow;
  }

  void start() {
    guest.providers.tasks().start("reader of " + subscription, this::read);
  }

  String topic() {
    return subscription.topic().name();
  }

  void close() {
    closed = true;
    subscription.close();
  }

  boolean isOver() {
    return closed || ended;
  }

  boolean hasEnded() {
    return ended;
  }

  /// Counts from now on.
  void count() {
    counted = messages;
  }

  /// Whether anything has come since [#count], or nothing will.
  boolean hasMore() {
    return messages > counted || isOver();
  }

  private void read() {
    for (Subscription.Item item : subscription) {
      switch (item) {
        case Subscription.Message(var message) -> {
          update(message.text());
          if (slow && !guest.isClosed()) {
            pause();
          }
        }
        case Subscription.Lagged(long count) -> {
          Coverage.reached("websocket.lagged");
          lagged += count;
        }
        case Subscription.Gap(var epoch) -> {
          demand(
              epoch.number() >= gapEpoch,
              Journal.GAP_TOLD,
              topic() + " has a gap before " + epoch + " after one before " + gapEpoch);
          gapEpoch = epoch.number();
          gap = true;
        }
      }
    }
    ended = true;
  }

  private void pause() {
    try {
      guest.providers.time().sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void update(String text) {
    String[] parts = text.split(" ")[2].split(":");
    long number = Long.parseLong(parts[1]);
    boolean same = parts[0].equals(lastAttempt);
    boolean first = lastAttempt.isEmpty();
    demand(first || same || gap, Journal.GAP_TOLD, text + " comes after one of " + lastAttempt);
    long expected = lastNumber + 1 + lagged;
    demand(
        first || gap || number == expected,
        Journal.NO_SILENT_LOSS,
        "%s comes, number %d is expected, %d were told as lost".formatted(text, expected, lagged));
    lastAttempt = parts[0];
    lastNumber = number;
    gap = false;
    lagged = 0;
    messages++;
  }

  @Override
  public String toString() {
    return "the reader of " + topic() + " in " + guest.name;
  }
}
