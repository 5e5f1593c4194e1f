/// Measures Moonpool beside its peers.
///
/// **Purpose.** One JMH run of the shipped classes, of Pekko and of a bare Netty echo, and a table
/// that says which targets were reached.
///
/// **Entry type.** [dev.moonpool.benchmarks.Main].
///
/// **The way through this package.** `Main` reads the options, `ActorsRun` chooses the benchmarks
/// and runs JMH, `Progress` prints a line for each trial, `Scores` keeps what came out, `Targets`
/// says what was to be reached, `Table` and `JsonReport` print it. The benchmarks
/// (`…Benchmark`) drive a contender through one of four small interfaces: `Calls`, `OneWay`,
/// `PingPong`, `Starts`.
///
/// **Threads.** JMH's threads are the callers: platform threads, or virtual ones where the
/// benchmark's name says so. Contenders bring their own.
///
/// **Invariants.** Every contender does the same work with the same payload, bounded in the same
/// way; a contender is the shipped product and never a model of it.
@NullMarked
package dev.moonpool.benchmarks;

import org.jspecify.annotations.NullMarked;
