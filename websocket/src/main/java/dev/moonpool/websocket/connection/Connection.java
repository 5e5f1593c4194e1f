package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.CheckReturnValue;
import dev.moonpool.foundation.Providers;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.WsException;

/// A connection that was just begun: its first handle, and the stream of what happens to it.
///
/// @param handle with which to ask, subscribe and close
/// @param stream what happens
public record Connection(ConnectionHandle handle, ConnectionStream stream) {
  /// Begins to connect, and returns at once.
  ///
  /// @param handler the protocol; a new one for each connection
  /// @throws WsException.Config if another connection is using the handler
  @CheckReturnValue
  public static Connection connect(
      Providers providers, ConnectionConfig config, ProtocolHandler<?> handler) {
    return connect(providers, config, handler, AttemptSuppliers.of(config));
  }

  /// Begins to connect, and returns at once.
  ///
  /// @param handler the protocol; a new one for each connection
  /// @param suppliers asked at every attempt where to connect and as whom
  /// @throws WsException.Config if another connection is using the handler
  @CheckReturnValue
  public static Connection connect(
      Providers providers,
      ConnectionConfig config,
      ProtocolHandler<?> handler,
      AttemptSuppliers suppliers) {
    return begin(providers, config, handler, suppliers);
  }

  private static <M> Connection begin(
      Providers providers,
      ConnectionConfig config,
      ProtocolHandler<M> handler,
      AttemptSuppliers suppliers) {
    Runnable claim = HandlerClaims.claim(handler);
    RequestIds ids = new RequestIds(providers);
    Driver<M> driver = new Driver<>(providers, config, handler, suppliers, ids);
    Calls<M> calls = new Calls<>(providers, driver, handler, ids);
    driver.terminated().thenRun(claim);
    driver.start();
    return new Connection(new ConnectionHandle(calls, new Shares()), driver.stream());
  }
}
