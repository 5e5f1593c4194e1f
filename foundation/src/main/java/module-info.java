/// What everything else stands on: the providers through which all code reaches clock, threads,
/// network and randomness, the store SPI, and the checks that are always on.
@org.jspecify.annotations.NullMarked
module dev.moonpool.foundation {
  requires transitive io.netty.transport; // Network hands out bootstraps
  requires transitive io.netty.common; // their futures
  requires transitive io.netty.buffer; // their buffers
  requires io.netty.transport.classes.epoll;
  requires transitive org.jspecify;

  exports dev.moonpool.foundation;
  exports dev.moonpool.foundation.store;
  exports dev.moonpool.foundation.system;
}
