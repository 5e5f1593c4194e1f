package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.PayloadSerializer;
import java.lang.reflect.Type;

/// Sends values the way of the store and the way of the wire.
final class RoundTrip {
  static final JsonStates STATES = new JsonStates();
  static final PayloadSerializer PAYLOADS = CborPayloads.FACTORY.create(RoundTrip::noReference);

  private RoundTrip() {}

  /// Asserts that the type is accepted and the value equal after store and wire.
  static void holds(Class<?> type, Object value) {
    assertThat(STATES.mistakes(type)).isEmpty();
    assertThat(CborPayloads.FACTORY.mistakes(type)).isEmpty();
    assertThat((Object) STATES.deserialize(STATES.serialize(value, type), type)).isEqualTo(value);
    assertThat(wired(value, type)).isEqualTo(value);
  }

  /// The value after the wire.
  static Object wired(Object value, Type type) {
    return PAYLOADS.deserialize(PAYLOADS.serialize(value, type), type);
  }

  private static ActorRef<?> noReference(String text) {
    throw new IllegalArgumentException(text);
  }
}
