/// **Purpose.** What authors and callers of actors write against: protocols, definitions,
/// references, state, and what can go wrong.
///
/// **Entry type.** [ActorType], which names a protocol.
///
/// **The way through.** [Request] and [ActorType] are the protocol, which is all that a caller
/// needs; [Definition], [ActorContext], [ActorState] and [ActorLifecycle] are for the one who
/// implements it; [ActorRef] calls it; [ActorException] and its four kinds, with [Rejection],
/// [Refusal] and [StateException], say what became of a request.
///
/// **Threads.** References and types are usable from anywhere; contexts and states only by the
/// turns of their own actor.
///
/// **Invariants.** A reference accepts only its own protocol's requests. Wire names never derive
/// from class names.
package dev.moonpool.actors.api;
