/// Measures Moonpool beside its peers.
///
/// **Purpose.** One JMH run of the shipped classes, of their peers and of bare Netty, and a table
/// that says which targets were reached.
///
/// **Entry type.** [dev.moonpool.benchmarks.Main].
///
/// **The way through this package.** `Main` reads the options, `Suite` names what there is,
/// `SuiteRun` chooses the benchmarks and runs JMH, `Progress` prints a line for each trial,
/// `Scores` keeps what came out, `Targets` and `WebSocketTargets` say what was to be reached,
/// `Table` and `JsonReport` print it. The benchmarks (`…Benchmark`) drive a contender through one
/// of a few small types: `Calls`, `OneWay`, `PingPong`, `Starts`, `Echo`, `FanOut`.
///
/// **Threads.** JMH's threads are the callers: platform threads, or virtual ones where the
/// benchmark's name says so. Contenders bring their own.
///
/// **Invariants.** Every contender does the same work with the same payload, bounded in the same
/// way; a contender is the shipped product and never a model of it.
@NullMarked
package dev.moonpool.benchmarks;

import org.jspecify.annotations.NullMarked;
