package dev.moonpool.websocket.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One way to a server: what a single HTTP request of an attempt needs. An attempt that is
/// redirected takes several, one after the other.
///
/// @param endpoint which server, and what it is told
/// @param proxy through which proxy; empty for none
/// @param tls the TLS; null if the URL is not secure
/// @param compression what is offered
/// @param before the URLs of this attempt before this one, in order, as they are shown
record Route(
    Endpoint endpoint,
    Optional<ProxyConfig> proxy,
    @Nullable Tls tls,
    Optional<Compression> compression,
    List<String> before) {
  /// The URLs of this attempt up to this one.
  List<String> met() {
    List<String> met = new ArrayList<>(before);
    met.add(endpoint.url().toString());
    return List.copyOf(met);
  }

  /// The same server, offered compression without anything asked of it.
  Route withoutAsking() {
    return new Route(endpoint, proxy, tls, compression.map(Compression::withoutAsking), before);
  }
}
