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
public record AttemptSuppliers(
    Supplier<URI> url, Supplier<Optional<String>> credentials, Supplier<List<Header>> headers) {
  /// The url of the configuration, no credentials, no further headers.
  public static AttemptSuppliers of(ConnectionConfig config) {
    return new AttemptSuppliers(config::url, Optional::empty, List::of);
  }

  /// The same with this supplier of urls.
  public AttemptSuppliers withUrl(Supplier<URI> supplier) {
    return new AttemptSuppliers(supplier, credentials, headers);
  }

  /// The same with this supplier of credentials.
  public AttemptSuppliers withCredentials(Supplier<Optional<String>> supplier) {
    return new AttemptSuppliers(url, supplier, headers);
  }

  /// The same with this supplier of headers.
  public AttemptSuppliers withHeaders(Supplier<List<Header>> supplier) {
    return new AttemptSuppliers(url, credentials, supplier);
  }
}
