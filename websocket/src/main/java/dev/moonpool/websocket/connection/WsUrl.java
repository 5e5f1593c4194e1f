package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The URL of a WebSocket server, checked and taken apart.
///
/// All knowledge of how a URL is written is here. A user and password in it become the value of a
/// Basic `Authorization`; no text made of this value shows them. Characters beyond ASCII and those
/// that a URL must not have are encoded in path and query; a host beyond ASCII becomes its ASCII
/// form (IDNA). A host may have `_` and a final dot.
///
/// @param isSecure whether it is `wss`
/// @param host the name or address, without the brackets of an IPv6 address
/// @param port from 1 to 65535, also where the URL leaves it out
/// @param target path and query, as the request line says them
/// @param basic `user:password` in Base64; empty for none
public record WsUrl(
    boolean isSecure, String host, int port, String target, Optional<String> basic) {
  private static final Pattern SCHEME = Pattern.compile("(?i)(wss?)://(.*)", Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}\\.?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final int HOST_LENGTH_MAX = 254;
  private static final int PORT_MAX = 65_535;
  private static final String KEPT = "-._~!$&'()*+,;=:@/?%[]";

  /// Checks that nothing can be smuggled into a request by way of it.
  ///
  /// @throws WsException.Config if it is none that [#of(String)] would make
  public WsUrl {
    boolean clean = target.equals(encoded(target)) && target.startsWith("/");
    boolean hosted = HOST.matcher(host).matches() || NetUtil.isValidIpV6Address(host);
    if (!clean || !hosted || port < 1 || port > PORT_MAX) {
      throw new WsException.Config(
          "a WsUrl is made by WsUrl.of: host '%s', port %d, target '%s'"
              .formatted(host, port, target));
    }
  }

  /// Takes a URL apart.
  ///
  /// @param text `ws://[user:password@]host[:port][/path][?query]` or `wss://…`
  /// @throws WsException.Config if it is none; the message names every mistake
  public static WsUrl of(String text) {
    List<String> wrong = new ArrayList<>();
    WsUrl url = parse(text, wrong);
    if (url == null || !wrong.isEmpty()) {
      throw new WsException.Config(String.join("; ", wrong));
    }
    return url;
  }

  /// Takes a URL apart.
  ///
  /// @throws WsException.Config if it is none of a WebSocket server; the message names every
  /// mistake
  public static WsUrl of(URI url) {
    return of(url.toString());
  }

  /// Takes a URL apart, and adds each mistake to `wrong`.
  ///
  /// @return null if there is nothing that can be used
  static @Nullable WsUrl parse(String text, List<String> wrong) {
    int mistakes = wrong.size();
    String shown = ", this is " + masked(text);
    if (CONTROL.matcher(text).find()) {
      wrong.add("url has no control characters such as line breaks" + shown);
    }
    if (text.indexOf('#') >= 0) {
      wrong.add("url has no fragment" + shown);
    }
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.matches()) {
      wrong.add("url begins with ws:// or wss://" + shown);
      return null;
    }
    boolean secure = scheme.group(1).length() == 3;
    String rest = scheme.group(2);
    int authorityEnd = endOfAuthority(rest);
    String authority = rest.substring(0, authorityEnd);
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : authority.substring(0, at);
    String place = authority.substring(at + 1);
    String target = rest.substring(authorityEnd);
    if (NO_ESCAPE.matcher(user + target).find()) {
      wrong.add("url has '%' only before two hexadecimal digits" + shown);
    }
    int portColon = portColon(place);
    int port = port(place, portColon, secure, wrong, shown);
    String host = host(place.substring(0, portColon), wrong, shown);
    if (wrong.size() > mistakes) {
      return null;
    }
    Optional<String> basic = user.isEmpty() ? Optional.empty() : Optional.of(basic(user));
    String path = target.startsWith("/") ? target : "/" + target;
    return new WsUrl(secure, host, port, encoded(path), basic);
  }

  private static int endOfAuthority(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if ("/?\\".indexOf(rest.charAt(i)) >= 0) {
        return i;
      }
    }
    return rest.length();
  }

  /// Where the port begins, with its colon; the end if there is none.
  private static int portColon(String place) {
    int colon = place.indexOf(':', Math.max(0, place.indexOf(']')));
    return colon < 0 ? place.length() : colon;
  }

  private static int port(
      String place, int colon, boolean secure, List<String> wrong, String shown) {
    String text = place.substring(Math.min(place.length(), colon + 1));
    if (text.isEmpty()) {
      return secure ? 443 : 80;
    }
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (port < 1 || port > PORT_MAX) {
      wrong.add("the port of a url is from 1 to 65535" + shown);
    }
    return port;
  }

  private static String host(String text, List<String> wrong, String shown) {
    if (text.isEmpty()) {
      wrong.add("url names a host" + shown);
    } else if (text.startsWith("[")) {
      String address = text.substring(1, text.length() - (text.endsWith("]") ? 1 : 0));
      if (text.endsWith("]") && NetUtil.isValidIpV6Address(address)) {
        return address;
      }
      wrong.add("brackets in a url hold an IPv6 address" + shown);
    } else {
      String ascii = ascii(text);
      if (HOST.matcher(ascii).matches() && ascii.length() <= HOST_LENGTH_MAX) {
        return ascii;
      }
      wrong.add("the host of a url is a name or an address" + shown);
    }
    return "";
  }

  private static String ascii(String host) {
    try {
      boolean plain = host.chars().allMatch(c -> c < 0x80);
      return plain ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return ""; // which is no host
    }
  }

  /// Encodes what may not stand in a path or a query as it is.
  private static String encoded(String text) {
    StringBuilder to = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean kept = c < 0x80 && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0);
      if (kept) {
        to.append(c);
      } else {
        to.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return to.toString();
  }

  private static String basic(String user) {
    byte[] bytes = decoded(user);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String both = text.indexOf(':') < 0 ? text + ":" : text;
    return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /// What stands for `%41` and its like; everything else as it is.
  static byte[] decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length) {
        bytes[length++] =
            (byte) HexFormat.fromHexDigits(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII));
        i += 2;
      } else {
        bytes[length++] = bytes[i];
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /// The text without what may be a user and a password; for texts that may be no URL.
  static String masked(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return text;
    }
    int begin = text.indexOf("//");
    return text.substring(0, begin < 0 || begin > at ? 0 : begin + 2) + "***" + text.substring(at);
  }

  /// Whether both name the same server, so that what is meant for one may be told to the other: the
  /// same scheme, host and port, or `wss` beside `ws` of the same host, both on their usual ports.
  boolean isTrustedLike(WsUrl known) {
    boolean sameHost = host.equalsIgnoreCase(known.host);
    boolean same = isSecure == known.isSecure && port == known.port;
    boolean better = isSecure && !known.isSecure && port == 443 && known.port == 80;
    return sameHost && (same || better);
  }

  /// What is resolved. A final dot keeps a name of several parts from being looked for in the
  /// system's search list; to a name of one part, such as `localhost.`, it would only do harm, as
  /// files of hosts do not know it.
  InetSocketAddress address() {
    boolean onePart = host.indexOf('.') == host.length() - 1;
    return InetSocketAddress.createUnresolved(onePart ? tlsHost() : host, port);
  }

  /// The host as certificates know it: without a final dot.
  String tlsHost() {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /// Host and port, the port also where it is the usual one.
  String hostAndPort() {
    return bracketed() + ":" + port;
  }

  /// What the `Host` field says: the port only where it is not the usual one.
  String authority() {
    return port == (isSecure ? 443 : 80) ? bracketed() : hostAndPort();
  }

  private String bracketed() {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  /// The URL that `location` names as seen from this one, with `http` read as `ws`.
  ///
  /// @return null if `location` is no URL of a WebSocket server
  @Nullable WsUrl resolve(String location) {
    String utf8 =
        new String(location.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    int fragment = utf8.indexOf('#');
    String text = (fragment < 0 ? utf8 : utf8.substring(0, fragment)).strip();
    String lower = text.toLowerCase(Locale.ROOT);
    String scheme = isSecure ? "wss:" : "ws:";
    String full;
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      full = "ws" + text.substring(4);
    } else if (lower.startsWith("ws://") || lower.startsWith("wss://")) {
      full = text;
    } else if (text.startsWith("//")) {
      full = scheme + text;
    } else if (lower.matches("(?s)[a-z][a-z0-9+.-]*:.*")) {
      return null;
    } else {
      full = scheme + "//" + hostAndPort() + relative(text);
    }
    WsUrl resolved = parse(full, new ArrayList<>());
    return resolved == null
        ? null
        : new WsUrl(
            resolved.isSecure, resolved.host, resolved.port, resolved.target, Optional.empty());
  }

  private String relative(String text) {
    int query = target.indexOf('?');
    if (text.startsWith("?")) {
      return (query < 0 ? target : target.substring(0, query)) + encoded(text);
    }
    try {
      URI base = URI.create("ws://base" + target.replace("[", "%5B").replace("]", "%5D"));
      URI to = base.resolve(text.isEmpty() ? target : encoded(text));
      String path = to.getRawPath() == null ? "/" : to.getRawPath();
      return to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
    } catch (IllegalArgumentException e) {
      return "#"; // which no URL has
    }
  }

  /// The URL without user and password.
  @Override
  public String toString() {
    return (isSecure ? "wss://" : "ws://") + authority() + target;
  }
}
