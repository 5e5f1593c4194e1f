package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.RareLog;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger.Level;

/// The log of what the protocol handler of one connection does wrong: at most one line a minute for
/// each cause, with a count, because a handler that fails does so with every message or attempt.
final class HandlerLog {
  private final RareLog rare;

  HandlerLog(Time time) {
    this.rare = new RareLog(System.getLogger(HandlerLog.class.getName()), time);
  }

  /// A method of the handler has thrown where that ends the socket. Failures of one exception class
  /// are one cause.
  void failed(RuntimeException why) {
    rare.log(Level.WARNING, why.getClass().getName(), () -> "the protocol handler failed", why);
  }

  /// The handler's methods took longer than they should.
  void heldUp(int messages, long millis) {
    rare.log(
        Level.WARNING,
        "slow",
        () ->
            "the protocol handler held up its event loop: %d message(s) took %d ms"
                .formatted(messages, millis));
  }
}
