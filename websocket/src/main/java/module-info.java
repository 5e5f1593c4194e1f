/// A WebSocket client whose connections survive: one owner of all state, requests that complete
/// exactly once, subscriptions that are restored.
@org.jspecify.annotations.NullMarked
module dev.moonpool.websocket {
  requires transitive dev.moonpool.foundation; // a connection is given Providers
  requires transitive tools.jackson.databind; // the JSON handlers take and give trees
  requires io.netty.handler;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.handler.proxy;
  requires io.netty.resolver;

  exports dev.moonpool.websocket.protocol;
  exports dev.moonpool.websocket.connection;
  exports dev.moonpool.websocket.handlers;
  exports dev.moonpool.websocket.client;
}
