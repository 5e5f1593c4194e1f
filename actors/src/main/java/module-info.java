/// Location-transparent virtual actors: a program names an actor and calls it; the runtime finds or
/// activates it on some node and runs its messages one at a time.
@org.jspecify.annotations.NullMarked
module dev.moonpool.actors {
  requires transitive dev.moonpool.foundation; // providers and the store SPI stand in the builder
  requires io.netty.handler;
  requires io.netty.codec;
  requires org.jctools.core.jdk11;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.cbor;

  exports dev.moonpool.actors.api;
  exports dev.moonpool.actors.directory;
  exports dev.moonpool.actors.id;
  exports dev.moonpool.actors.placement;
  exports dev.moonpool.actors.runtime;

  uses dev.moonpool.foundation.store.StateStoreProvider;
}
