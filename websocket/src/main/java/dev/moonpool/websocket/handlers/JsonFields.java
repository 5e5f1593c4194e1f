package dev.moonpool.websocket.handlers;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The names that a server's JSON messages use. Immutable.
///
/// ```java
/// JsonFields.DEFAULT.with(Name.REQUEST_ID, "req_id").with(Name.SUBSCRIBED, "subscribed")
/// ```
///
/// @param names one for each; empty for what the server does not have
public record JsonFields(Map<Name, String> names) {
  /// What has a name.
  public enum Name {
    /// The field with a request's id, in request and answer: `id`.
    REQUEST_ID("id"),
    /// The field with an update's topic: `topic`.
    TOPIC("topic"),
    /// The field that says what a message wants: `op`.
    OPERATION("op"),
    /// The field with what an operation is about, such as topics: `args`.
    ARGUMENTS("args"),
    /// The field that says what a message of the server itself is: `type`.
    TYPE("type"),
    /// The field with an answer's value: `result`. An answer without it is its value.
    RESULT("result"),
    /// The field with an answer's error, of whatever shape: `error`.
    ERROR("error"),
    /// The field with an answer's status: `status`. From 400 on, and with a text such as `error` or
    /// `failed`, the answer is an error.
    STATUS("status"),
    /// The field with an error's words: `message`.
    MESSAGE("message"),
    /// The operation that subscribes: `subscribe`.
    SUBSCRIBE("subscribe"),
    /// The operation that ends subscriptions: `unsubscribe`.
    UNSUBSCRIBE("unsubscribe"),
    /// The operation with which the server accepts topics, named in its topic field or its
    /// arguments. None by default: then what is sent is taken as accepted.
    SUBSCRIBED(""),
    /// The operation with which the server refuses topics or credentials; one that accepts, with an
    /// error in it, refuses as well. None by default.
    REFUSED(""),
    /// The operation that says who we are, with the credentials as its argument. None by default.
    AUTHENTICATE(""),
    /// The operation with which the server accepts who we are. None by default.
    AUTHENTICATED(""),
    /// The operation that asks for a sign of life: `ping`.
    PING("ping"),
    /// The operation that gives it: `pong`.
    PONG("pong");

    private final String usual;

    Name(String usual) {
      this.usual = usual;
    }
  }

  /// The names that most services use.
  public static final JsonFields DEFAULT = new JsonFields(usual());

  /// Copies them, and takes the usual ones for what is not there.
  public JsonFields {
    Map<Name, String> all = usual();
    names.forEach(
        (name, text) -> all.put(name, Objects.requireNonNull(text, () -> "no text for " + name)));
    names = Collections.unmodifiableMap(all);
  }

  /// The same with another one; an empty text says that the server has none.
  public JsonFields with(Name name, String text) {
    Map<Name, String> changed = new EnumMap<>(names);
    changed.put(name, text);
    return new JsonFields(changed);
  }

  /// What the server calls it; empty if it has none.
  public String text(Name name) {
    return names.getOrDefault(name, "");
  }

  private static Map<Name, String> usual() {
    Map<Name, String> all = new EnumMap<>(Name.class);
    for (Name name : Name.values()) {
      all.put(name, name.usual);
    }
    return all;
  }
}
