package dev.moonpool.websocket.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the suppliers said for one attempt: which server, and what it is told.
///
/// @param url where to connect
/// @param credentials for the auth message
/// @param headers all that the upgrade says beside what it must
record Endpoint(WsUrl url, Optional<String> credentials, List<Header> headers) {
  static Endpoint ask(AttemptSuppliers suppliers, ConnectionConfig config) {
    WsUrl url = suppliers.url().get();
    List<Header> headers = new ArrayList<>(config.upgrade().headers());
    headers.addAll(suppliers.headers().get());
    boolean says = headers.stream().anyMatch(Endpoint::isAuthorization);
    if (!says) {
      url.basic().ifPresent(basic -> headers.add(new Header("Authorization", "Basic " + basic)));
    }
    return new Endpoint(url, suppliers.credentials().get(), List.copyOf(headers));
  }

  private static boolean isAuthorization(Header header) {
    return header.name().equalsIgnoreCase("Authorization");
  }

  /// The same at the server that a redirect leads to, which is told nothing that is meant for this
  /// one unless both are the same.
  ///
  /// @throws UpgradeRefused if the server would have to be told credentials
  Endpoint redirected(WsUrl to, UpgradeAnswer answer) throws UpgradeRefused {
    if (to.isTrustedLike(url)) {
      return new Endpoint(to, credentials, headers);
    }
    if (credentials.isPresent()) {
      throw new UpgradeRefused(
          ("%s redirects to %s, another server, which is not told the credentials that are meant"
                  + " for the first: if it may have them, connect to it directly")
              .formatted(url, to),
          answer);
    }
    return new Endpoint(to, Optional.empty(), List.of());
  }

  /// Without anything that may be secret.
  @Override
  public String toString() {
    return "Endpoint[" + url + ", headers " + headers + "]";
  }
}
