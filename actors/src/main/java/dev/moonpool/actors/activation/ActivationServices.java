package dev.moonpool.actors.activation;

import dev.moonpool.actors.directory.Directory;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.util.concurrent.Executor;

/// What all activations of one node share.
///
/// @param providers clock and tasks
/// @param turns runs the turns of an activation on a virtual thread: [TurnRunners]
/// @param directory where activations register
/// @param surroundings the node around them
/// @param counters what they did
/// @param hookTimeout how long a hook may take
public record ActivationServices(
    Providers providers,
    Executor turns,
    Directory directory,
    Surroundings surroundings,
    ActivationCounters counters,
    Duration hookTimeout) {}
