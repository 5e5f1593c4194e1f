package dev.moonpool.actors.serialization;

import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.actors.api.StateSerializer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/// States as JSON: readable in the store, and open to new and removed fields.
///
/// Each state is read back before its bytes are handed out. One that does not come back equal is
/// refused, so that nothing is acknowledged that cannot be loaded; that costs about as much as
/// writing it, and little beside storing it. From any thread.
public final class JsonStates implements StateSerializer {
  private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

  /// A serializer with its own caches; one for a node is enough.
  public JsonStates() {}

  @Override
  public byte[] serialize(Object state, Class<?> type) {
    byte[] bytes;
    Object back;
    try {
      bytes = writers.computeIfAbsent(type, PayloadMapper.JSON::writerFor).writeValueAsBytes(state);
    } catch (JacksonException e) {
      throw new StateFormatException(
          "a %s cannot be written: %s".formatted(type.getName(), JacksonWords.of(e)), e);
    }
    try {
      back = deserialize(bytes, type);
    } catch (StateFormatException e) {
      throw new StateFormatException("it could not be read back: " + e.getMessage(), e);
    }
    if (!back.equals(state)) {
      throw new StateFormatException(
          "a %s would come back with another value at %s"
              .formatted(type.getName(), Difference.between(state, back)));
    }
    return bytes;
  }

  @Override
  public <S> S deserialize(byte[] bytes, Class<S> type) {
    S state;
    try {
      state = readers.computeIfAbsent(type, PayloadMapper.JSON::readerFor).readValue(bytes);
    } catch (JacksonException e) {
      throw new StateFormatException(
          "%d bytes are no %s: %s".formatted(bytes.length, type.getName(), JacksonWords.of(e)), e);
    }
    if (state == null) {
      throw new StateFormatException("the bytes hold null and no " + type.getName());
    }
    return state;
  }

  @Override
  public List<String> mistakes(Class<?> type) {
    return PayloadTypes.ofStates(type);
  }
}
