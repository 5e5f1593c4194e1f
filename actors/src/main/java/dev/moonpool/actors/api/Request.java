package dev.moonpool.actors.api;

/// What may be asked of actors of protocol `P`, naming the type of its answer.
///
/// A request is an immutable record of immutable parts: between actors of one node it is handed
/// over as it is (but in simulations), between nodes it is serialized. It is registered with its
/// protocol's [ActorType]
/// under a stable name.
///
/// @param <P> the protocol: the interface that the request belongs to
/// @param <R> the answer; [Nothing] where there is none
public interface Request<P, R> {}
