package dev.moonpool.actors.api;

/// A handler's typed "no".
///
/// A record that a protocol declares and registers. The handler throws it in a [RefusedException]
/// and the caller, on whatever node, catches that exception with an equal record in it. One that
/// the
/// type does not register is a mistake of the handler: its caller gets a [FailedException], on the
/// same node as well.
public interface Refusal {}
