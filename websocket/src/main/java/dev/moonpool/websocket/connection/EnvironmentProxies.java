package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The proxies that environment variables name, read once.
///
/// `http_proxy` is for `ws`, `https_proxy` for `wss`, `all_proxy` for both where the first is not
/// set; `no_proxy` names the servers that are connected to directly. Names in capitals count where
/// the small ones are not set, but `HTTP_PROXY`, which a web server may set to what its visitor
/// wants.
final class EnvironmentProxies implements ProxyChoice {
  private final Optional<ProxyConfig> plain;
  private final Optional<ProxyConfig> secure;
  private final List<NoProxy> exceptions;

  /// @throws WsException.Config if a variable cannot be read; the message names each
  EnvironmentProxies(Map<String, String> environment) {
    List<String> wrong = new ArrayList<>();
    Optional<ProxyConfig> all = proxy(environment, wrong, "all_proxy", "ALL_PROXY");
    this.plain = proxy(environment, wrong, "http_proxy").or(() -> all);
    this.secure = proxy(environment, wrong, "https_proxy", "HTTPS_PROXY").or(() -> all);
    this.exceptions = new ArrayList<>();
    for (String entry : value(environment, "no_proxy", "NO_PROXY").orElse("").split("[,\\s]+")) {
      if (!entry.isEmpty()) {
        exceptions.add(NoProxy.of(entry));
      }
    }
    if (!wrong.isEmpty()) {
      throw new WsException.Config(String.join("; ", wrong));
    }
  }

  private static Optional<String> value(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static Optional<ProxyConfig> proxy(
      Map<String, String> environment, List<String> wrong, String... names) {
    Optional<String> value = value(environment, names);
    try {
      return value.map(ProxyConfig::of);
    } catch (WsException.Config e) {
      wrong.add("environment variable " + names[0] + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Optional<ProxyConfig> proxyFor(WsUrl url) {
    String host = url.tlsHost().toLowerCase(Locale.ROOT);
    boolean direct = exceptions.stream().anyMatch(entry -> entry.matches(host, url.port()));
    if (direct) {
      return Optional.empty();
    }
    return url.isSecure() ? secure : plain;
  }

  /// One entry of `no_proxy`: `*`, a name that stands for itself and everything below it, an
  /// address, or a network such as `10.0.0.0/8`; each but the first and the last may end with a
  /// port.
  ///
  /// @param host the name or address, in small letters and without a dot before it
  /// @param port the only port that it is about; 0 for any
  /// @param prefixBits the length of a network's prefix; -1 if it is no network
  private record NoProxy(String host, int port, int prefixBits) {
    static NoProxy of(String entry) {
      String text = entry.toLowerCase(Locale.ROOT);
      int slash = text.indexOf('/');
      String bits = slash < 0 ? "" : text.substring(slash + 1);
      if (bits.matches("[0-9]{1,3}")) {
        return new NoProxy(unbracketed(text.substring(0, slash)), 0, Integer.parseInt(bits));
      }
      int colon = text.lastIndexOf(':');
      boolean hasPort =
          colon > 0
              && text.substring(colon + 1).matches("[0-9]{1,5}")
              && !NetUtil.isValidIpV6Address(text);
      String host = hasPort ? text.substring(0, colon) : text;
      int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
      return new NoProxy(undotted(unbracketed(host)), port, -1);
    }

    private static String unbracketed(String host) {
      boolean brackets = host.startsWith("[") && host.endsWith("]");
      return brackets ? host.substring(1, host.length() - 1) : host;
    }

    private static String undotted(String host) {
      String after = host.startsWith("*.") ? host.substring(2) : host;
      after = after.startsWith(".") ? after.substring(1) : after;
      return after.endsWith(".") ? after.substring(0, after.length() - 1) : after;
    }

    boolean matches(String other, int otherPort) {
      if (port != 0 && port != otherPort) {
        return false;
      }
      byte[] address = bytes(other);
      byte[] own = bytes(host);
      if (prefixBits >= 0 || (address != null && own != null)) {
        int bits = prefixBits >= 0 ? prefixBits : Byte.SIZE * 16;
        return address != null && own != null && samePrefix(address, own, bits);
      }
      return host.equals("*")
          || other.equals(host)
          || (address == null && other.endsWith("." + host));
    }

    private static byte @Nullable [] bytes(String host) {
      boolean isAddress = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
      return isAddress ? NetUtil.createByteArrayFromIpAddressString(host) : null;
    }

    private static boolean samePrefix(byte[] one, byte[] other, int bits) {
      if (one.length != other.length) {
        return false;
      }
      for (int i = 0; i < Math.min(bits, one.length * Byte.SIZE); i++) {
        int mask = 0x80 >> (i % Byte.SIZE);
        if (((one[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
