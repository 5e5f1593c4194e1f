/// **Purpose.** A request on its way to a turn and back, and the table of those that wait.
///
/// **Entry type.** [Invocation].
///
/// **The way through.** [Invocation] holds the one compare-and-set by which a request begins at
/// most once and ends exactly once. [Call] is one that was made on this node: [BlockingCall] for a
/// waiting thread, [FutureCall] for a future, [OneWay] for nobody,
/// [TimerMessage] for an actor's timer. [PendingCalls] matches responses
/// and ends what is over. [Failure] is a missing answer as a value, [CallChain] the actors that
/// wait.
///
/// **Threads.** Callers make and add; turns, event loops and the sweeper end. No wait has a time
/// limit of its own.
///
/// **Invariants.** Whoever ends a call takes it out of the table, so nothing is left behind.
package dev.moonpool.actors.call;
