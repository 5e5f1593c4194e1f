package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Whom `wss` trusts and who we are to the server.
///
/// However it is configured, the server's certificate must name the host of the url, which is also
/// told to the server (SNI). The files are read again at every attempt, so that a certificate that
/// was replaced on disk is used by the next reconnect; a file that cannot be used fails the attempt
/// with [WsException.Config]. [AttemptSuppliers#withTls] replaces the whole.
///
/// @param trusted certificates in PEM that are trusted instead of the system's
/// @param chain our own certificate in PEM, and those above it
/// @param key the private key of our certificate, in PEM (PKCS 8, without a password)
/// @param context decides everything instead, where those three do not do
public record TlsConfig(
    Optional<Path> trusted,
    Optional<Path> chain,
    Optional<Path> key,
    Optional<SSLContext> context) {
  /// Whom the system trusts, and no certificate of our own.
  public static final TlsConfig SYSTEM =
      new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Checks that files are there and that they go together.
  ///
  /// @throws WsException.Config if anything is wrong; the message names every mistake
  public TlsConfig {
    List<String> wrong = new ArrayList<>();
    checkReadable(wrong, "tls.trusted", trusted);
    checkReadable(wrong, "tls.chain", chain);
    checkReadable(wrong, "tls.key", key);
    if (chain.isPresent() != key.isPresent()) {
      wrong.add("tls.chain and tls.key go together");
    }
    if (context.isPresent() && (trusted.isPresent() || chain.isPresent())) {
      wrong.add("tls.context decides about trust and certificates: give it or the files");
    }
    if (!wrong.isEmpty()) {
      throw new WsException.Config(String.join("; ", wrong));
    }
  }

  /// Trusts these certificates, in PEM, instead of the system's.
  public static TlsConfig trusting(Path certificates) {
    return new TlsConfig(
        Optional.of(certificates), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Does as this context does.
  public static TlsConfig of(SSLContext context) {
    return new TlsConfig(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(context));
  }

  /// The same, showing the server a certificate of our own.
  ///
  /// @param chain the certificate in PEM, and those above it
  /// @param key its private key in PEM (PKCS 8, without a password)
  public TlsConfig withCertificate(Path chain, Path key) {
    return new TlsConfig(trusted, Optional.of(chain), Optional.of(key), context);
  }

  private static void checkReadable(List<String> wrong, String name, Optional<Path> file) {
    if (file.isPresent() && !Files.isReadable(file.get())) {
      wrong.add(name + " cannot be read: " + file.get());
    }
  }
}
