package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.WsException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The handlers that connections of this process are using now.
///
/// A handler keeps state of its connection, such as which subscription the server calls what; used
/// by two it would take the messages of one for the other's. Handlers are told apart by identity
/// and
/// held weakly, so that a connection that never ends properly keeps none alive.
final class HandlerClaims {
  private static final Set<Claim> CLAIMS = ConcurrentHashMap.newKeySet();
  private static final ReferenceQueue<ProtocolHandler<?>> GONE = new ReferenceQueue<>();

  private HandlerClaims() {}

  /// Takes a handler for a connection.
  ///
  /// @return gives it back, when the connection has ended
  /// @throws WsException.Config if another connection is using it
  static Runnable claim(ProtocolHandler<?> handler) {
    for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
      CLAIMS.remove(gone);
    }
    Claim claim = new Claim(handler);
    if (!CLAIMS.add(claim)) {
      throw new WsException.Config(
          ("the handler %s belongs to another connection, which has not ended yet: make a new one"
                  + " for each connection")
              .formatted(handler.getClass().getName()));
    }
    return () -> CLAIMS.remove(claim);
  }

  private static final class Claim extends WeakReference<ProtocolHandler<?>> {
    private final int hash;

    Claim(ProtocolHandler<?> handler) {
      super(handler, GONE);
      this.hash = handler.hashCode();
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      ProtocolHandler<?> handler = get();
      return other instanceof Claim claim && handler != null && claim.refersTo(handler);
    }
  }
}
