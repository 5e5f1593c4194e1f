package dev.moonpool.actors.messaging;

/// What has gone over a node's connections.
///
/// @param framesOut frames written
/// @param framesIn frames read
/// @param bytesOut bytes written
/// @param bytesIn bytes read
/// @param connects connections established
/// @param reconnects those of them that were not the first with that peer
/// @param refused messages that were told `notSent`
/// @param repliesDropped replies that could not be queued because their connection was lost or full
public record Traffic(
    long framesOut,
    long framesIn,
    long bytesOut,
    long bytesIn,
    long connects,
    long reconnects,
    long refused,
    long repliesDropped) {}
