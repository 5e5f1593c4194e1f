/// **Purpose.** States, requests, answers and refusals as bytes: JSON in the store, CBOR (RFC 8949)
/// between nodes.
///
/// **Entry type.** [CborPayloads] for what goes between nodes, [JsonStates] for states: the
/// defaults of the two serializer SPIs.
///
/// **The way through.** [PayloadMapper] is the one configuration of Jackson that both share:
/// [PayloadNames] gives it the names of components, constants and permitted records,
/// [ReadOnlyCollections] what a missing or read collection is. [PayloadTypes] walks a declared
/// type and names every part that could not come back equal; a runtime asks it before it starts.
/// [FlatRecord] writes and reads plain records without Jackson, in the same bytes.
///
/// **Threads.** Any, never an event loop: users' constructors run here.
///
/// **Invariants.** Bytes never name a class. A state that does not come back equal is refused when
/// it is written.
package dev.moonpool.actors.serialization;
