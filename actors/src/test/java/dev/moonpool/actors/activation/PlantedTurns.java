package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.Handler;

/// What planted faults do instead of running a message.
final class PlantedTurns {
  private PlantedTurns() {}

  /// Runs the handler two times for one message.
  static Object handleTwice(Handler<Object, Object, Object> handler, Object actor, Object request)
      throws Exception {
    handler.handle(actor, request);
    return handler.handle(actor, request);
  }
}
