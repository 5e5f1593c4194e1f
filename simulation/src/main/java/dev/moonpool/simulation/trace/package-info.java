/// **Purpose.** The trace of a world: what happened, in the order in which it happened, for reports
/// and for the comparison of two runs of one seed.
///
/// **Entry type.** [Trace].
///
/// **The way through.** `Trace` keeps lines, each of a [LineKind]; its story is what a report
/// shows of them; `Divergence` finds where two traces part, and `Checkpoints` does so for a run
/// that kept no lines.
///
/// **Threads.** The driver writes; whoever has the outcome reads.
///
/// **Invariants.** Keeping a trace changes nothing in the world: neither the digest nor what is
/// drawn.
package dev.moonpool.simulation.trace;
