/// **Purpose.** The bank in a simulated world: its own nodes, unchanged, with clients that transfer
/// while the world breaks around them, and judges that count every cent at every event.
///
/// **Entry type.** [BankScenario].
///
/// **The way through.** `BankScenario` puts a world of ready nodes together,
/// [TransferWorkload] drives transfers and audits; [BankBooks] follows the store and judges.
///
/// **Threads.** The world's one driver.
///
/// **Invariants.** Judges look at what is stored, past all faults, at the instant it is stored.
package dev.moonpool.examples.bank.simulation;
