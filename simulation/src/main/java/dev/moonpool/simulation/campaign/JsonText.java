package dev.moonpool.simulation.campaign;

import java.util.Collection;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Writes JSON, so that the simulator needs no library for its reports.
final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  /// One object, filled by `fields`.
  static String object(Consumer<JsonText> fields) {
    JsonText json = new JsonText();
    json.out.append('{');
    fields.accept(json);
    json.out.append('}');
    return json.out.toString();
  }

  JsonText field(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  JsonText field(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonText field(String name, double value) {
    name(name);
    out.append(String.format(Locale.ROOT, "%.3f", value));
    return this;
  }

  JsonText field(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  /// A field that is an object.
  JsonText object(String name, Consumer<JsonText> fields) {
    name(name);
    out.append(object(fields));
    return this;
  }

  /// A field that is an array of objects.
  <T> JsonText array(String name, Collection<T> items, BiConsumer<T, JsonText> fields) {
    name(name);
    out.append('[');
    String separator = "";
    for (T item : items) {
      out.append(separator).append(object(json -> fields.accept(item, json)));
      separator = ",";
    }
    out.append(']');
    return this;
  }

  /// A field that is an array of strings.
  JsonText strings(String name, Collection<String> items) {
    name(name);
    out.append('[');
    String separator = "";
    for (String item : items) {
      out.append(separator);
      quote(item);
      separator = ",";
    }
    out.append(']');
    return this;
  }

  private void name(String name) {
    if (!first) {
      out.append(',');
    }
    first = false;
    quote(name);
    out.append(':');
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      switch (next) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (next < ' ' || Character.isSurrogate(next)) {
            out.append("\\u%04x".formatted((int) next));
          } else {
            out.append(next);
          }
        }
      }
    }
    out.append('"');
  }
}
