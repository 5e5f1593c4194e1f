package dev.moonpool.websocket.connection;

import java.time.Duration;

/// What has happened on a connection so far, and how it is.
///
/// @param reconnects how many attempts followed the first
/// @param pending how many requests wait for their replies
/// @param droppedEvents how many messages were dropped because nobody read the stream
/// @param lagged how many messages were dropped because subscriptions were read too slowly
/// @param unreadable how many messages could not be read
/// @param strayReplies how many replies matched no request that waits
/// @param strayUpdates how many updates were of topics that nobody wants
/// @param messagesIn how many messages came
/// @param messagesOut how many were written
/// @param bytesIn how many bytes came, without TLS
/// @param bytesOut how many were written, without TLS
/// @param pingRoundTrip how long the last answered ping took
public record ConnectionMetrics(
    long reconnects,
    int pending,
    long droppedEvents,
    long lagged,
    long unreadable,
    long strayReplies,
    long strayUpdates,
    long messagesIn,
    long messagesOut,
    long bytesIn,
    long bytesOut,
    Duration pingRoundTrip) {
  static ConnectionMetrics of(Counters counters, int pending, long droppedEvents) {
    return new ConnectionMetrics(
        counters.reconnects.sum(),
        pending,
        droppedEvents,
        counters.lagged.sum(),
        counters.unreadable.sum(),
        counters.strayReplies.sum(),
        counters.strayUpdates.sum(),
        counters.messagesIn.sum(),
        counters.messagesOut.sum(),
        counters.bytesIn.sum(),
        counters.bytesOut.sum(),
        Duration.ofNanos(counters.roundTripNanos.get()));
  }
}
