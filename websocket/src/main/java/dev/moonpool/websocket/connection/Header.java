package dev.moonpool.websocket.connection;

import java.util.Locale;
import java.util.regex.Pattern;

/// One header of the upgrade request.
///
/// @param name a token of RFC 9110, and none of those that the upgrade itself needs
/// @param value visible characters, spaces and tabs: no line break gets in by way of it
public record Header(String name, String value) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern OWN =
      Pattern.compile("host|upgrade|connection|content-length|transfer-encoding|sec-websocket-.*");

  /// Checks both.
  ///
  /// @throws IllegalArgumentException if one of them may not be sent
  public Header {
    if (!isToken(name)) {
      throw new IllegalArgumentException("a header's name is a token, this is '" + name + "'");
    }
    if (OWN.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      throw new IllegalArgumentException("header " + name + " is set by the upgrade itself");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the value of header " + name + " has characters that a header must not have");
    }
  }

  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /// Without the value, which may be a credential.
  @Override
  public String toString() {
    return name;
  }
}
