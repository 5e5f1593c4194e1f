/// The deterministic world: seeded scheduler, virtual clock, simulated network, faults and judges.
@org.jspecify.annotations.NullMarked
module dev.moonpool.simulation {
  requires transitive dev.moonpool.foundation; // processes and workloads are given Providers
  requires java.logging; // a world takes in what is logged
  requires static org.junit.jupiter.api; // only who uses @Simulate has JUnit

  exports dev.moonpool.simulation;
  exports dev.moonpool.simulation.campaign;
  exports dev.moonpool.simulation.junit;
  exports dev.moonpool.simulation.planted;
  exports dev.moonpool.simulation.store;
}
