/// Runnable, tested examples: the bank, and clients of a feed.
@org.jspecify.annotations.NullMarked
module dev.moonpool.examples {
  requires transitive dev.moonpool.simulation; // the scenario is one of its
  requires transitive dev.moonpool.actors; // the bank's protocols are types of its API
  requires transitive dev.moonpool.websocket; // the feed's handler is one of its
  requires dev.moonpool.testkit; // the scenario's processes are ready nodes
  requires tools.jackson.databind; // the simulation's books read states where they are stored

  exports dev.moonpool.examples.bank;
  exports dev.moonpool.examples.bank.load;
  exports dev.moonpool.examples.bank.simulation;
  exports dev.moonpool.examples.feed;
  exports dev.moonpool.examples.oracles;
}
