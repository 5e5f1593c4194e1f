package dev.moonpool.actors.messaging;

/// How far another node's monotonic clock is from this node's.
///
/// Estimated as by NTP (RFC 5905, section 8) from questions and answers that carry the clocks'
/// readings; of the last few samples the one with the shortest round trip counts, as it has the
/// least room for error. All in µs. Confined to a connection's event loop.
final class ClockOffset {
  private static final int SAMPLES = 8;

  private final long[] offsets = new long[SAMPLES];
  private final long[] roundTrips = new long[SAMPLES];
  private long taken;
  private int best;

  /// Learns from an answer.
  ///
  /// @param sent when the question was sent, on this clock
  /// @param received when it arrived, on the other clock
  /// @param answered when the answer was sent, on the other clock
  /// @param arrived when that arrived, on this clock
  void sample(long sent, long received, long answered, long arrived) {
    long roundTrip = (arrived - sent) - (answered - received);
    if (roundTrip < 0 || arrived < sent || answered < received) {
      return; // no honest clock says so
    }
    int slot = (int) (taken % SAMPLES);
    taken++;
    offsets[slot] = received - sent - roundTrip / 2;
    roundTrips[slot] = roundTrip;
    best = 0;
    for (int i = 1; i < Math.min(taken, SAMPLES); i++) {
      if (roundTrips[i] < roundTrips[best]) {
        best = i;
      }
    }
  }

  /// How long at least a frame was on its way; 0 while nothing is known.
  ///
  /// @param sent when the other end wrote it, on the other clock
  /// @param now this clock
  long flightMicros(long sent, long now) {
    if (taken == 0) {
      return 0;
    }
    long estimate = now + offsets[best] - sent;
    return Math.max(0, estimate - (roundTrips[best] + 1) / 2);
  }
}
