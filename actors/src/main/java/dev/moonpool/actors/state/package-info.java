/// **Purpose.** The state of one activation, between the actor's code and the store.
///
/// **Entry type.** [StateCell].
///
/// **The way through.** [StateCell] claims, saves and remembers what went wrong; [StateBinding] is
/// what the actors of one type share; [VersionedBytes] adds
/// the schema's version to the bytes that a serializer makes.
///
/// **Threads.** A cell belongs to the turns of its activation, one at a time; a serializer is
/// shared by all.
///
/// **Invariants.** Memory changes only after the store has acknowledged. After a save whose outcome
/// is unknown nothing is saved or answered before the state was claimed again.
package dev.moonpool.actors.state;
