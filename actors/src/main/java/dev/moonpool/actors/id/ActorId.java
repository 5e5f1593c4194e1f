package dev.moonpool.actors.id;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The name of an actor, the same wherever it lives: `namespace::type/key`.
///
/// No part is empty, contains `::` or `/` or begins or ends with `:`; all are well-formed Unicode,
/// and the text form has 256 bytes in UTF-8 at most. Nothing is folded or normalized.
///
/// @param namespace the cluster's name; actors of different namespaces never meet
/// @param type the actor type's stable name
/// @param key which actor of that type
public record ActorId(String namespace, String type, String key) implements Comparable<ActorId> {
  /// How many UTF-8 bytes the text form may have.
  public static final int BYTES_MAX = 256;

  /// Checks every part and the length.
  ///
  /// @throws IllegalArgumentException if a part is empty or holds a reserved text, or all is too
  ///     long
  public ActorId {
    checkPart("namespace", namespace);
    checkPart("type", type);
    checkPart("key", key);
    checkLength(namespace, type, key);
  }

  /// Reads the text form; the inverse of [#toString].
  ///
  /// @throws IllegalArgumentException if the text is not an actor id; the message shows it
  public static ActorId parse(String text) {
    Objects.requireNonNull(text, "text");
    int colons = text.indexOf("::");
    int slash = text.indexOf('/', colons + 2);
    if (colons < 0 || slash < 0) {
      throw new IllegalArgumentException(
          "an actor id is namespace::type/key, this is '%s'".formatted(text));
    }
    try {
      return new ActorId(
          text.substring(0, colons), text.substring(colons + 2, slash), text.substring(slash + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not an actor id: '%s': %s".formatted(text, e.getMessage()), e);
    }
  }

  /// Checks one part by the rules of all three.
  ///
  /// @param name which part, for the message
  /// @throws IllegalArgumentException if it is empty or holds a reserved text
  public static void checkPart(String name, String part) {
    Objects.requireNonNull(part, name);
    if (part.isEmpty()) {
      throw new IllegalArgumentException("the %s of an actor id is empty".formatted(name));
    }
    if (part.indexOf('/') >= 0 || part.contains("::")) {
      throw new IllegalArgumentException(
          "the %s of an actor id holds '::' or '/', which are reserved: '%s'"
              .formatted(name, part));
    }
    if (part.startsWith(":") || part.endsWith(":")) {
      throw new IllegalArgumentException(
          "the %s of an actor id begins or ends with ':', which would make its text ambiguous: '%s'"
              .formatted(name, part));
    }
    // UTF-8 has no form for half a pair: two such ids would become the same one on the wire.
    if (hasLoneSurrogate(part)) {
      throw new IllegalArgumentException(
          "the %s of an actor id has half a surrogate pair: '%s'".formatted(name, part));
    }
  }

  @Override
  public int compareTo(ActorId other) {
    int order = namespace.compareTo(other.namespace);
    if (order == 0) {
      order = type.compareTo(other.type);
    }
    return order == 0 ? key.compareTo(other.key) : order;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * namespace.hashCode() + type.hashCode()) + key.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActorId id
        && key.equals(id.key)
        && type.equals(id.type)
        && namespace.equals(id.namespace);
  }

  @Override
  public String toString() {
    return namespace + "::" + type + "/" + key;
  }

  private static boolean hasLoneSurrogate(String part) {
    for (int i = 0; i < part.length(); i++) {
      char unit = part.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean paired =
            Character.isHighSurrogate(unit)
                && i + 1 < part.length()
                && Character.isLowSurrogate(part.charAt(i + 1));
        if (!paired) {
          return true;
        }
        i++; // the pair's other half
      }
    }
    return false;
  }

  private static void checkLength(String namespace, String type, String key) {
    int charsMax = BYTES_MAX / 3 - 3;
    if (namespace.length() + type.length() + key.length() <= charsMax) {
      return; // even at three bytes a character it fits
    }
    String text = namespace + "::" + type + "/" + key;
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "an actor id has %d bytes in UTF-8 at most, this has %d: '%s'"
              .formatted(BYTES_MAX, bytes, text));
    }
  }
}
