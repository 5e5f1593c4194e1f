package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;

/// Where a connection is in its life, and which ready time it is. Changed by the owner; read from
/// any thread.
final class Life {
  private static final Logger LOG = System.getLogger(Session.class.getName());

  private volatile ConnectionState state = ConnectionState.DISCONNECTED;
  private volatile ConnectionEpoch epoch = ConnectionEpoch.NONE;
  private volatile CompletableFuture<ConnectionState> ready = new CompletableFuture<>();

  ConnectionState state() {
    return state;
  }

  ConnectionEpoch epoch() {
    return epoch;
  }

  /// The epoch that is, or that comes if the connection is not ready yet.
  ConnectionEpoch epochToBe() {
    return state == ConnectionState.READY ? epoch : epoch.next();
  }

  /// Completes when it is ready or ends; another one after each loss, made before the loss is told.
  CompletableFuture<ConnectionState> whenReady() {
    return ready;
  }

  /// Another ready time begins.
  ConnectionEpoch nextEpoch() {
    epoch = epoch.next();
    return epoch;
  }

  /// Tells those that wait until it is ready what it is.
  void tell() {
    ready.complete(state);
  }

  /// The one place in which the state changes.
  ///
  /// @param why for the log
  void become(long attempt, ConnectionState next, Object why) {
    ConnectionState before = state;
    Invariant.check(before.mayBecome(next), () -> "no way from " + before + " to " + next);
    // What was ready and is lost is worth a word by default; the rest is for a closer look.
    boolean lost = before == ConnectionState.READY && next == ConnectionState.RECONNECTING;
    if (lost) {
      ready = new CompletableFuture<>();
    }
    state = next;
    LOG.log(
        lost ? Level.INFO : Level.DEBUG,
        "attempt {0}, {1}: {2} -> {3}: {4}",
        attempt,
        epoch,
        before,
        next,
        why);
  }
}
