package dev.moonpool.websocket.handlers;

import tools.jackson.core.io.JsonStringEncoder;

/// Texts in JSON.
final class JsonText {
  private JsonText() {}

  /// The text in quotes, with what must be escaped escaped.
  static String quoted(String text) {
    if (isPlain(text)) {
      return '"' + text + '"';
    }
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
