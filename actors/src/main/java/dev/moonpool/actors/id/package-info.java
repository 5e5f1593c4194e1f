/// **Purpose.** The names of things: who an actor is, where a node listens, which run of it, where
/// an actor lives now, which response belongs to which request.
///
/// **Entry type.** [ActorId].
///
/// **The way through.** [ActorId] and [NodeAddress] are what people write; [NodeIdentity] adds the
/// incarnation that tells a restarted node from its former self; [ActorAddress] ties an actor to
/// one activation on one such run; [CorrelationId] ties responses to requests.
///
/// **Threads.** All are immutable values.
///
/// **Invariants.** Text forms round-trip; what cannot be written as text cannot be constructed.
package dev.moonpool.actors.id;
