package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A proxy through which a connection goes. The name of the server is resolved by the proxy.
///
/// @param kind what it speaks
/// @param host its name or address
/// @param port where it listens
/// @param credentials what it is told about us; empty for nothing
public record ProxyConfig(Kind kind, String host, int port, Optional<Credentials> credentials) {
  /// SOCKS has one byte for the length of each.
  private static final int SOCKS_LENGTH_MAX = 255;

  /// Checks everything.
  ///
  /// @throws WsException.Config if anything is wrong; the message names every mistake
  public ProxyConfig {
    List<String> wrong = new ArrayList<>();
    if (host.isBlank() || !host.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      wrong.add("proxy.host is a name or an address, this is '" + host + "'");
    }
    if (port < 1 || port > 65_535) {
      wrong.add("proxy.port is from 1 to 65535, this is " + port);
    }
    credentials.ifPresent(given -> given.check(wrong));
    if (!wrong.isEmpty()) {
      throw new WsException.Config(String.join("; ", wrong));
    }
  }

  /// One that is asked with HTTP CONNECT.
  public static ProxyConfig http(String host, int port) {
    return new ProxyConfig(Kind.HTTP_CONNECT, host, port, Optional.empty());
  }

  /// One that speaks SOCKS5.
  public static ProxyConfig socks5(String host, int port) {
    return new ProxyConfig(Kind.SOCKS5, host, port, Optional.empty());
  }

  /// The same, telling it who we are.
  public ProxyConfig withCredentials(String user, String password) {
    return new ProxyConfig(kind, host, port, Optional.of(new Credentials(user, password)));
  }

  /// What a proxy speaks.
  public enum Kind {
    /// The CONNECT method of HTTP, with basic authentication.
    HTTP_CONNECT,
    /// SOCKS version 5, with user name and password (RFC 1928 and 1929).
    SOCKS5
  }

  /// Who we are to a proxy.
  ///
  /// @param user the name; without a colon, which ends it in HTTP
  /// @param password what proves it
  public record Credentials(String user, String password) {
    private void check(List<String> wrong) {
      if (user.isEmpty() || user.indexOf(':') >= 0) {
        wrong.add("proxy.credentials.user is not empty and has no colon");
      }
      if (user.length() > SOCKS_LENGTH_MAX || password.length() > SOCKS_LENGTH_MAX) {
        wrong.add("proxy.credentials have at most " + SOCKS_LENGTH_MAX + " characters each");
      }
    }

    /// Without the password.
    @Override
    public String toString() {
      return "Credentials[" + user + "]";
    }
  }
}
