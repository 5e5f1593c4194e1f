/// **Purpose.** A bank whose accounts are actors, spread over nodes, and whose transfers neither
/// lose nor double money whatever breaks. The running example of actors and of simulation.
///
/// **Entry type.** [Bank].
///
/// **The way through.** [Account] and [Transfer] are the protocols. [Transfer] carries the essay on
/// why no money is lost; [AccountState] and [TransferState] are that protocol as pure functions,
/// which the tests explore exhaustively; `AccountActor` and `TransferActor` put them on the
/// runtime. [Teller] is a client, [Auditor] counts the money.
///
/// **Threads.** States are values. Actors run in turns of the runtime; tellers and auditors block
/// the task that calls them.
///
/// **Invariants.** [Ledger] says it in one line: all money, wherever it stands, is what was opened.
package dev.moonpool.examples.bank;
