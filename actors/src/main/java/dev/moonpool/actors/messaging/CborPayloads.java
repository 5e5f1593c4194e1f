package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.ActorRef;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Payloads as CBOR (RFC 8949), by the names of their records' components.
///
/// Unknown fields are ignored and missing ones take their type's default, so that nodes of two builds
/// talk. References to actors are written as the text of their id. There is no polymorphic typing:
/// only the class that the reader asks for is ever made.
public final class CborPayloads implements PayloadSerializer {
  private final CBORMapper mapper;
  private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

  /// @param resolver makes the reference to the actor with this id
  public CborPayloads(Function<String, ActorRef<?>> resolver) {
    SimpleModule references = new SimpleModule("actor-references");
    references.addSerializer(new ReferenceWriter());
    references.addDeserializer(ActorRef.class, new ReferenceReader(resolver));
    mapper =
        CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(references)
            .build();
  }

  @Override
  public byte[] serialize(Object value) {
    try {
      return writers.computeIfAbsent(value.getClass(), mapper::writerFor).writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new PayloadException("cannot write a " + value.getClass().getName(), e);
    }
  }

  @Override
  public <T> T deserialize(byte[] bytes, Class<T> type) {
    T value;
    try {
      value = readers.computeIfAbsent(type, mapper::readerFor).readValue(bytes);
    } catch (JacksonException e) {
      throw new PayloadException("cannot read a " + type.getName(), e);
    }
    if (value == null) {
      throw new PayloadException(
          "cannot read a " + type.getName(), new IllegalArgumentException("the payload holds null"));
    }
    return value;
  }

  @SuppressWarnings("rawtypes")
  private static final class ReferenceWriter extends StdSerializer<ActorRef> {
    ReferenceWriter() {
      super(ActorRef.class);
    }

    @Override
    public void serialize(ActorRef ref, JsonGenerator out, SerializationContext context) {
      out.writeString(ref.id().toString());
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class ReferenceReader extends StdDeserializer<ActorRef> {
    private static final long serialVersionUID = 1;
    private final transient Function<String, ActorRef<?>> resolver;

    ReferenceReader(Function<String, ActorRef<?>> resolver) {
      super(ActorRef.class);
      this.resolver = resolver;
    }

    @Override
    public ActorRef deserialize(JsonParser in, DeserializationContext context) {
      return resolver.apply(in.getString());
    }
  }
}
