package dev.moonpool.actors.api;

/// A handler's typed "no".
///
/// A record that a protocol declares and registers. The handler throws it in a [RefusedException]
/// and the caller, on whatever node, catches that exception with an equal record in it.
public interface Refusal {}
