/// **Purpose.** The simulated state store: what outlives simulated processes, with the faults that
/// real stores have.
///
/// **Entry type.** [SimStateStore].
///
/// **The way through.** `SimStateStore` is the durable part, one in a world; a process is given a
/// `SimStoreConnection`, whose calls travel to it and back as events; `StoreFaults` decides what
/// goes wrong on the way; `StoreOracle` watches what was acknowledged.
///
/// **Threads.** The world's driver. Callers are tasks of simulated processes, which park; every
/// effect happens at one instant, inside one event.
///
/// **Invariants.** What was acknowledged is there at every later load; only the connection that
/// claimed a key last writes it.
package dev.moonpool.simulation.store;
