package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the suppliers said for one attempt.
///
/// @param url where to connect
/// @param credentials for the auth message
/// @param headers all that the upgrade says beside what it must
record Endpoint(URI url, Optional<String> credentials, List<Header> headers) {
  static Endpoint ask(AttemptSuppliers suppliers, ConnectionConfig config) {
    URI url = suppliers.url().get();
    List<String> wrong = new ArrayList<>();
    ConnectionConfig.checkUrl(wrong, url);
    if (!wrong.isEmpty()) {
      throw new WsException.Config("supplied " + String.join("; ", wrong));
    }
    List<Header> headers = new ArrayList<>(config.headers());
    headers.addAll(suppliers.headers().get());
    return new Endpoint(url, suppliers.credentials().get(), List.copyOf(headers));
  }

  boolean isSecure() {
    return url.getScheme().toLowerCase(Locale.ROOT).equals("wss");
  }

  /// The host without the brackets of an IPv6 address.
  String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return isSecure() ? 443 : 80;
  }

  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host(), port());
  }

  /// What the Host header says.
  String authority() {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  /// What is asked for: path and query.
  String target() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
