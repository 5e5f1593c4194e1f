package dev.moonpool.actors.state;

import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.actors.api.StateSerializer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// States as JSON: readable in the store, and open to new and removed fields.
///
/// Unknown fields are ignored and missing ones take their type's default, so that old and new
/// builds read each other's states.
public final class JsonStates implements StateSerializer {
  /// Shared, as it remembers how to write and read each class, which takes long to find out.
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

  /// A serializer with its own caches; one for a node is enough.
  public JsonStates() {}

  @Override
  public byte[] serialize(Object state) {
    try {
      return writers.computeIfAbsent(state.getClass(), MAPPER::writerFor).writeValueAsBytes(state);
    } catch (JacksonException e) {
      throw new StateFormatException("cannot write a " + state.getClass().getName(), e);
    }
  }

  @Override
  public <S> S deserialize(byte[] bytes, Class<S> type) {
    S state;
    try {
      state = readers.computeIfAbsent(type, MAPPER::readerFor).readValue(bytes);
    } catch (JacksonException e) {
      throw new StateFormatException("cannot read a " + type.getName(), e);
    }
    if (state == null) {
      throw new StateFormatException(
          "cannot read a " + type.getName(), new IllegalArgumentException("the bytes hold null"));
    }
    return state;
  }
}
