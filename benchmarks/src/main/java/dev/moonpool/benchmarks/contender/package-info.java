/// What a contender is: a few small types, one for each kind of work that is compared.
///
/// **Purpose.** Lets one benchmark drive Moonpool, its peers and the floor in the same way.
///
/// **Entry type.** [dev.moonpool.benchmarks.contender.Calls].
///
/// **The way through this package.** `Calls`, `OneWay`, `PingPong` and `Starts` are the kinds of
/// work with actors, `Echo` and `FanOut` those with WebSockets; `Receipts` keeps a one-way sender
/// from running ahead.
///
/// **Threads.** The benchmark's callers; each interface says what may be called at once.
///
/// **Invariants.** Every contender's queues are bounded by the benchmark and not by luck.
@NullMarked
package dev.moonpool.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
