/// **Purpose.** A network inside one JVM under Netty's own pipelines and codecs: only the channel
/// and the event loop are the simulator's.
///
/// **Entry type.** [Fabric].
///
/// **The way through.** `Fabric` knows hosts, listeners and links; [SimNetwork] is what one life of
/// a process gets; `SimChannel` moves segments of bytes to its peer over a `Link` under the current
/// [Conditions].
///
/// **Threads.** The driver only. A loop runs its tasks in order, one to an event.
///
/// **Invariants.** The bytes of a stream arrive in order and, bit flips apart, unchanged, or the
/// stream ends; a window bounds what is under way; who dies resets its peers.
package dev.moonpool.simulation.network;
