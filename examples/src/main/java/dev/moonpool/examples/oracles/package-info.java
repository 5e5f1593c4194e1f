/// **Purpose.** Actors that exist to be judged: they use all that the runtime offers, and every
/// step of them and of their clients is told to one judge. A campaign of this scenario judges
/// outcomes, not only end states: a client never repeats a request, so a loss or a double shows.
///
/// **Entry type.** [ActorsScenario].
///
/// **The way through.** [Station] is the protocol, `StationActor` the actor, `StationNode` the
/// process that hosts it. `StationWorkload` drives `StationClient`, whose operations are drawn at
/// random. `Judge` holds the invariants; it keeps `Attempts`, `TurnWatch` and `HookWatch`.
///
/// **Threads.** All of it runs in a simulated world, on the world's driver.
///
/// **Invariants.** The constants of `Judge` name them.
package dev.moonpool.examples.oracles;
