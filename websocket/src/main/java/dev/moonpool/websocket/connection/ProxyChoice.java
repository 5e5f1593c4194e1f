package dev.moonpool.websocket.connection;

import java.util.Optional;

/// Chooses the proxy through which an attempt connects.
///
/// Asked at every attempt and at every redirect, on a task, where it may block; what it throws
/// fails the attempt.
@FunctionalInterface
public interface ProxyChoice {
  /// Never a proxy.
  ProxyChoice NONE = url -> Optional.empty();

  /// The proxy for a server; empty for connecting directly.
  Optional<ProxyConfig> proxyFor(WsUrl url);

  /// Always this proxy.
  static ProxyChoice of(ProxyConfig proxy) {
    Optional<ProxyConfig> always = Optional.of(proxy);
    return url -> always;
  }
}
