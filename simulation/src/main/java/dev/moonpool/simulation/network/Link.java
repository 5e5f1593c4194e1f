package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Dice;

/// One direction between two hosts.
final class Link {
  /// The link's own dice, so that what happens on one link does not shift what happens on another.
  final Dice dice;

  private long blockedUntil;

  Link(Dice dice) {
    this.dice = dice;
  }

  /// Lets nothing pass before `time`. What is sent meanwhile comes later, as TCP sends again what
  /// was lost.
  void blockUntil(long time) {
    blockedUntil = Math.max(blockedUntil, time);
  }

  void open() {
    blockedUntil = 0;
  }

  /// When something that leaves at `now` and takes `latency` arrives.
  long arrival(long now, long latency) {
    return Math.max(now, blockedUntil) + latency;
  }
}
