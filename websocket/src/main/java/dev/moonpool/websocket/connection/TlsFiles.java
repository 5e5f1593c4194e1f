package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The contents of the files that a [TlsConfig] names, at the moment at which they were read.
///
/// @param trusted the certificates that are trusted; empty if no file is named
/// @param chain our certificates; empty if no file is named
/// @param key our private key; empty if no file is named
record TlsFiles(byte[] trusted, byte[] chain, byte[] key) {
  /// Longer than any chain of certificates; so a wrong path does not fill the memory.
  private static final int BYTES_MAX = 16 * 1024 * 1024;

  /// Reads them. Blocks.
  ///
  /// @throws WsException.Config if one cannot be read
  static TlsFiles read(TlsConfig config) {
    return new TlsFiles(
        bytes("tls.trusted", config.trusted()),
        bytes("tls.chain", config.chain()),
        bytes("tls.key", config.key()));
  }

  private static byte[] bytes(String name, Optional<Path> file) {
    if (file.isEmpty()) {
      return new byte[0];
    }
    try (InputStream from = Files.newInputStream(file.get())) {
      byte[] bytes = from.readNBytes(BYTES_MAX);
      if (bytes.length == BYTES_MAX) {
        throw new WsException.Config(
            "%s has %d bytes or more: %s".formatted(name, BYTES_MAX, file.get()));
      }
      return bytes;
    } catch (IOException e) {
      throw new WsException.Config(name + " cannot be read: " + file.get() + ": " + e, e);
    }
  }

  static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsFiles files
        && Arrays.equals(trusted, files.trusted)
        && Arrays.equals(chain, files.chain)
        && Arrays.equals(key, files.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(trusted) * 31 + Arrays.hashCode(chain);
  }

  /// Without the contents, of which one is a private key.
  @Override
  public String toString() {
    return "TlsFiles[%d, %d, %d bytes]".formatted(trusted.length, chain.length, key.length);
  }
}
