/// Runnable, tested examples: the bank.
@org.jspecify.annotations.NullMarked
module dev.moonpool.examples {
  requires transitive dev.moonpool.actors; // the bank's protocols are types of its API

  exports dev.moonpool.examples.bank;
  exports dev.moonpool.examples.bank.load;
}
