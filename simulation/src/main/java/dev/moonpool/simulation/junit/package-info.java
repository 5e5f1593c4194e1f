/// **Purpose.** Simulations as JUnit tests: a method prepares the world, the extension runs it for
/// each seed.
///
/// **Entry type.** [Simulate].
///
/// **The way through.** `Simulate` is what a test carries; `SimulateExtension` calls the method for
/// each seed and fails with the line that replays it.
///
/// **Threads.** The test's own thread drives every world.
///
/// **Invariants.** Tests that carry it never run at the same time, as a JVM runs one world at a
/// time.
package dev.moonpool.simulation.junit;
