package dev.moonpool.actors.id;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.regex.Pattern;

/// Where a node listens: host and port.
///
/// @param host a host name, an IPv4 address, or an IPv6 address without brackets
/// @param port 1 to 65535
public record NodeAddress(String host, int port) implements Comparable<NodeAddress> {
  private static final int HOST_CHARS_MAX = 255;

  /// A host name or an IPv4 address; whether it exists is for the resolver to say.
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._-]+");

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /// Two colons or more between groups of at most four digits; perhaps IPv4 at the end, perhaps a
  /// zone.
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?!.*:::)[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){1,6}:[0-9A-Fa-f.]{0,15}"
              + "(%[0-9A-Za-z._-]+)?");

  /// Checks both parts.
  ///
  /// @throws IllegalArgumentException if the host is empty, overlong or holds a strange character,
  ///     or the port is out of range
  public NodeAddress {
    Objects.requireNonNull(host, "host");
    Pattern form = host.indexOf(':') >= 0 ? IPV6 : NAME;
    if (host.length() > HOST_CHARS_MAX || !form.matcher(host).matches()) {
      throw new IllegalArgumentException("not a host: '%s'".formatted(host));
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535, this is %d".formatted(port));
    }
  }

  /// Reads `host:port`; an IPv6 address stands in brackets. The inverse of [#toString].
  ///
  /// @throws IllegalArgumentException if the text is not an address; the message shows it
  public static NodeAddress parse(String text) {
    Objects.requireNonNull(text, "text");
    int colon = text.lastIndexOf(':');
    // parseInt would also take a sign and the digits of other scripts
    if (colon <= 0 || !PORT.matcher(text).region(colon + 1, text.length()).matches()) {
      throw notAnAddress(text);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (bracketed != (host.indexOf(':') >= 0)) {
      throw notAnAddress(text);
    }
    try {
      return new NodeAddress(host, Integer.parseInt(text, colon + 1, text.length(), 10));
    } catch (IllegalArgumentException e) {
      IllegalArgumentException shown = notAnAddress(text);
      shown.addSuppressed(e);
      throw shown;
    }
  }

  /// Takes host and port from a socket address, which need not be resolved.
  ///
  /// @throws IllegalArgumentException if the port is 0, which means any
  public static NodeAddress of(InetSocketAddress address) {
    return new NodeAddress(address.getHostString(), address.getPort());
  }

  /// The address for a bootstrap, which resolves it.
  public InetSocketAddress toSocketAddress() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Override
  public int compareTo(NodeAddress other) {
    int order = host.compareTo(other.host);
    return order == 0 ? Integer.compare(port, other.port) : order;
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "a node address is host:port or [IPv6]:port, this is '%s'".formatted(text));
  }
}
