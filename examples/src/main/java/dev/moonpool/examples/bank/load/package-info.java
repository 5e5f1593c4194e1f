/// **Purpose.** Keeps a bank busy for a while and measures how it does.
///
/// **Entry type.** [TransferLoad].
///
/// **The way through.** `TransferLoad` opens accounts and lets clients transfer between them;
/// [Latencies] records how long each transfer took; [TransferLoad.Progress] is a look at both.
///
/// **Threads.** One task for each client; everything else blocks the task that calls it.
///
/// **Invariants.** A transfer that was begun is driven to its end before its client stops, so the
/// bank is quiet once [TransferLoad#run] returns.
package dev.moonpool.examples.bank.load;
