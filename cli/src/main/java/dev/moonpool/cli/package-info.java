/// **Purpose.** The command line: it turns arguments into calls of the other modules, shows
/// progress and results, and answers the shell with an exit code that says what happened. It holds
/// no logic that a program could want; that lives in `examples`, `simulation` and `actors`.
///
/// **Entry type.** [Main].
///
/// **The way through.** `Main` names the subcommands and turns what they throw into one line;
/// [ExitCode] lists what the shell can be told; each `…Command` is one subcommand. What builds the
/// project (`test`, `bench`, `fmt`) is done by the launcher script before Java starts.
///
/// **Threads.** Commands run on the main thread, which may block; they take what else they need
/// from `SystemProviders`.
///
/// **Invariants.** Results go to standard output, all else to standard error; a command that did
/// not do its job never answers 0.
package dev.moonpool.cli;
