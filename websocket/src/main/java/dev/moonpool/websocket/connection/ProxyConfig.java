package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A proxy through which a connection goes. The name of the server is resolved by the proxy.
///
/// @param kind what it speaks
/// @param host its name or address
/// @param port where it listens
/// @param credentials what it is told about us; empty for nothing
public record ProxyConfig(Kind kind, String host, int port, Optional<Credentials> credentials) {
  /// SOCKS has one byte for the length of each.
  private static final int SOCKS_LENGTH_MAX = 255;

  private static final Pattern TEXT =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]/:?#@]+)"
              + "(?::([0-9]{1,9}))?/?");

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

  /// Reads a proxy as command lines and environment variables name it.
  ///
  /// @param text `[http://|socks5://|socks5h://][user:password@]host[:port]`; the usual ports are
  /// 80
  ///     of HTTP and 1080 of SOCKS
  /// @throws WsException.Config if it is none; the message does not show a password
  public static ProxyConfig of(String text) {
    Matcher parts = TEXT.matcher(text.strip());
    String scheme = parts.matches() && parts.group(1) != null ? parts.group(1) : "http";
    Kind kind =
        switch (scheme.toLowerCase(Locale.ROOT)) {
          case "http" -> Kind.HTTP_CONNECT;
          case "socks", "socks5", "socks5h" -> Kind.SOCKS5;
          default ->
              throw new WsException.Config(
                  "a proxy speaks http or socks5, this is " + WsUrl.masked(text));
        };
    if (!parts.matches()) {
      throw new WsException.Config(
          "a proxy is [http://|socks5://][user:password@]host[:port], this is "
              + WsUrl.masked(text));
    }
    String host = parts.group(3);
    boolean brackets = host.startsWith("[");
    int usual = kind == Kind.SOCKS5 ? 1080 : 80;
    int port = parts.group(4) == null ? usual : Integer.parseInt(parts.group(4));
    ProxyConfig proxy =
        new ProxyConfig(
            kind, brackets ? host.substring(1, host.length() - 1) : host, port, Optional.empty());
    if (parts.group(2) == null || parts.group(2).isEmpty()) {
      return proxy;
    }
    String[] known = parts.group(2).split(":", 2);
    return proxy.withCredentials(decoded(known[0]), known.length == 1 ? "" : decoded(known[1]));
  }

  private static String decoded(String text) {
    try {
      return new String(WsUrl.decoded(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new WsException.Config("a proxy's user or password has a '%' that begins no escape");
    }
  }

  /// The proxies that the environment of this process names: `http_proxy` for `ws`, `https_proxy`
  /// for `wss`, `all_proxy` for both, without the servers in `no_proxy`. Read now; nothing reads
  /// them
  /// unless this is called.
  ///
  /// @throws WsException.Config if a variable cannot be read; the message names it
  public static ProxyChoice fromEnvironment() {
    return new EnvironmentProxies(System.getenv());
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
