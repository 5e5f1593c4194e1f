/// Runnable, tested examples: the bank.
@org.jspecify.annotations.NullMarked
module dev.moonpool.examples {
  requires transitive dev.moonpool.simulation; // the scenario is one of its
  requires transitive dev.moonpool.actors; // the bank's protocols are types of its API
  requires tools.jackson.databind; // the simulation's books read states where they are stored

  exports dev.moonpool.examples.bank;
  exports dev.moonpool.examples.bank.load;
  exports dev.moonpool.examples.bank.simulation;
}
