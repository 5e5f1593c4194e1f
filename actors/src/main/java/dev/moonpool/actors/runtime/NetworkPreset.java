package dev.moonpool.actors.runtime;

import dev.moonpool.actors.messaging.PeerOptions;

/// How far apart the nodes of a cluster are: sets connect timeout and backoff.
public enum NetworkPreset {
  /// One machine or rack: connect within 500 ms, try again after 10 ms to 1 s.
  LOCAL(PeerOptions.LOCAL),
  /// One data centre: connect within 5 s, try again after 100 ms to 30 s.
  DEFAULT(PeerOptions.DEFAULT),
  /// Far from each other: connect within 30 s, try again after 500 ms to 60 s.
  WIDE_AREA(PeerOptions.WIDE_AREA);

  private final PeerOptions options;

  NetworkPreset(PeerOptions options) {
    this.options = options;
  }

  PeerOptions options() {
    return options;
  }
}
