/// **Purpose.** Where each actor lives: one registration at a time for each actor, and for each
/// registration a fence that only grows.
///
/// **Entry type.** [Directory].
///
/// **The way through.** [Directory] and [Registration] say what is promised; `DirectoryPartition`
/// is the table with the rules; [InMemoryDirectory] is that table alone. [PartitionedDirectory]
/// spreads it over the listed nodes: `Ownership` says who owns what, `DirectoryQuestion` and
/// `DirectoryAnswer` are what travels, `Rebuild` fills a restarted owner's table, `Suspicions`
/// finds out whether an activation is gone. [LocationCache] is what senders remember.
///
/// **Threads.** Calls of [Directory] block the calling task. `asked`, `nodeSeen` and all of
/// [LocationCache] never block. Rebuilds and probes run in tasks of their own.
///
/// **Invariants.** Fences of one actor only grow. One owner incarnation has one entry for an actor.
/// An owner answers nothing about its range until it has been rebuilt.
package dev.moonpool.actors.directory;
