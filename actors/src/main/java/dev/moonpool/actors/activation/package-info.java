/// **Purpose.** One life of an actor on a node, from its first message to its last.
///
/// **Entry type.** [Activation].
///
/// **The way through.** [Activation] is identity and state; `Mailbox` holds what waits and says who
/// must run it; `TurnLoop` serves controls and messages and `Turns` runs one; `InterleavedTurns`
/// takes its place where some messages may run while others wait. `Activator` registers, loads and
/// hooks; `Deactivator` undoes that in reverse. [HostedType] and [ActivationServices] are what
/// activations share.
///
/// **Threads.** One consumer of the mailbox at a time, on a virtual thread that lasts while there
/// is something to do; an idle activation has none.
///
/// **Invariants.** The state changes only in `Activation.become`. A message begins at most once and
/// ends exactly once; what has not begun when the activation ends is handed on.
package dev.moonpool.actors.activation;
