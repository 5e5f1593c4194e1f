/// Ready processes for simulations of one's own: a node that hosts given actors, and a scripted
/// WebSocket server.
@org.jspecify.annotations.NullMarked
module dev.moonpool.testkit {
  requires transitive dev.moonpool.simulation; // what is made here is a simulated process
  requires transitive dev.moonpool.actors; // which hosts definitions
  requires io.netty.codec;
  requires io.netty.codec.http;

  exports dev.moonpool.testkit;
}
