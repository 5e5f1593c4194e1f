/// The deterministic world: seeded scheduler, virtual clock, simulated network, faults and judges.
@org.jspecify.annotations.NullMarked
module dev.moonpool.simulation {
  requires transitive dev.moonpool.foundation; // processes and workloads are given Providers

  exports dev.moonpool.simulation;
}
