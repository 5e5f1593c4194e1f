/// **Purpose.** Which actors live on this node, and which have been idle for too long.
///
/// **Entry type.** [Catalog].
///
/// **The way through.** [Catalog] makes activations, at most one for each actor, and forgets them;
/// [Collector] ends those of one type that nobody has asked for a while.
///
/// **Threads.** Any thread looks, without a lock; making one takes a short lock; the timer
/// collects.
///
/// **Invariants.** No race makes two activations of one actor on one node. Nothing here blocks:
/// what blocks happens on the activation's own turn.
package dev.moonpool.actors.catalog;
