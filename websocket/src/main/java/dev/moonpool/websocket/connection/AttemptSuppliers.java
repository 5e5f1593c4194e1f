package dev.moonpool.websocket.connection;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where to connect and as whom, asked anew at every attempt, so that a key that has expired in the
/// meantime is not used again. Run on tasks of their own, where they may block; what they throw
/// fails the attempt.
///
/// @param url where to connect
/// @param credentials what the handler's auth message is made with; empty for none
/// @param headers what the upgrade says beside what the configuration adds
/// @param tls whom to trust and who we are to the server
public record AttemptSuppliers(
    Supplier<WsUrl> url,
    Supplier<Optional<String>> credentials,
    Supplier<List<Header>> headers,
    Supplier<TlsConfig> tls) {
  /// The URL and the TLS of the configuration, no credentials, no further headers.
  public static AttemptSuppliers of(ConnectionConfig config) {
    return new AttemptSuppliers(config::url, Optional::empty, List::of, config::tls);
  }

  /// The same with this supplier of URLs.
  public AttemptSuppliers withUrl(Supplier<URI> supplier) {
    return new AttemptSuppliers(() -> WsUrl.of(supplier.get()), credentials, headers, tls);
  }

  /// The same with this supplier of credentials.
  public AttemptSuppliers withCredentials(Supplier<Optional<String>> supplier) {
    return new AttemptSuppliers(url, supplier, headers, tls);
  }

  /// The same with this supplier of headers.
  public AttemptSuppliers withHeaders(Supplier<List<Header>> supplier) {
    return new AttemptSuppliers(url, credentials, supplier, tls);
  }

  /// The same with this supplier of trust and certificates. Files that a [TlsConfig] names are read
  /// at every attempt in any case.
  public AttemptSuppliers withTls(Supplier<TlsConfig> supplier) {
    return new AttemptSuppliers(url, credentials, headers, supplier);
  }
}
