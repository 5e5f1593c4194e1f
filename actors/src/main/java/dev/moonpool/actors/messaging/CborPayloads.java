package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.PayloadException;
import dev.moonpool.actors.api.PayloadSerializer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Payloads as CBOR (RFC 8949), by Jackson: a record is a map of its components' names.
///
/// Only the class that is asked for, and what its components declare, is ever instantiated: bytes
/// never name a class. A reference to an actor is its id as text, and becomes a reference again by
/// the resolver given. Records of plain components take a shorter way of their own, [FlatRecord],
/// to bytes that Jackson understands as well. From any thread.
public final class CborPayloads implements PayloadSerializer {
  /// Under this name a reader finds what makes references.
  private static final String RESOLVER = "moonpool.resolver";

  /// One for all nodes of a process: how a class is written depends on nothing else, and to find it
  /// out takes longer than a simulated node lives.
  private static final CBORMapper MAPPER = newMapper();

  private static final ClassValue<Codec> CODECS =
      new ClassValue<>() {
        @Override
        protected Codec computeValue(Class<?> type) {
          return new Codec(FlatRecord.of(type), MAPPER.writerFor(type), MAPPER.readerFor(type));
        }
      };

  private final Function<String, ActorRef<?>> resolver;

  // Looked up only. As many entries as there are registered classes.
  private final ConcurrentHashMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

  /// @param resolver makes the reference to the actor whose id has this text, or throws an
  ///     `IllegalArgumentException`
  public CborPayloads(Function<String, ActorRef<?>> resolver) {
    this.resolver = resolver;
  }

  private static CBORMapper newMapper() {
    SimpleModule module = new SimpleModule("actors");
    module.addSerializer(ActorRef.class, new ReferenceWriter());
    module.addDeserializer(ActorRef.class, new ReferenceReader());
    return CBORMapper.builder(CBORFactory.builder().recyclerPool(new BufferPool()).build())
        .addModule(module)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  @Override
  public byte[] serialize(Object value) {
    Codec codec = CODECS.get(value.getClass());
    FlatRecord flat = codec.flat;
    byte[] bytes = flat == null ? null : flat.write(value);
    if (bytes != null) {
      return bytes;
    }
    try {
      return codec.writer.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new PayloadException(
          "a %s cannot be written: %s"
              .formatted(value.getClass().getName(), e.getOriginalMessage()),
          e);
    }
  }

  @Override
  public <T> T deserialize(byte[] bytes, Class<T> type) {
    FlatRecord flat = CODECS.get(type).flat;
    Object value = flat == null ? null : flat.read(bytes);
    return type.cast(value != null ? value : read(bytes, type));
  }

  private Object read(byte[] bytes, Class<?> type) {
    Object value;
    try {
      value = reader(type).<@Nullable Object>readValue(bytes);
    } catch (JacksonException e) {
      throw new PayloadException(
          "%d bytes are no %s: %s".formatted(bytes.length, type.getName(), e.getOriginalMessage()),
          e);
    }
    if (value == null) {
      throw new PayloadException(
          "%d bytes hold null and no %s".formatted(bytes.length, type.getName()), null);
    }
    return value;
  }

  private ObjectReader reader(Class<?> type) {
    ObjectReader known = readers.get(type);
    return known != null ? known : readers.computeIfAbsent(type, this::newReader);
  }

  private ObjectReader newReader(Class<?> type) {
    return CODECS.get(type).reader.withAttribute(RESOLVER, resolver);
  }

  /// What writes and reads one class.
  ///
  /// @param flat the short way, or null if the class does not allow it
  private record Codec(@Nullable FlatRecord flat, ObjectWriter writer, ObjectReader reader) {}

  @SuppressWarnings("rawtypes") // Jackson registers by raw class
  private static final class ReferenceWriter extends ValueSerializer<ActorRef> {
    @Override
    public void serialize(ActorRef reference, JsonGenerator out, SerializationContext context) {
      out.writeString(reference.id().toString());
    }
  }

  @SuppressWarnings("rawtypes") // Jackson registers by raw class
  private static final class ReferenceReader extends ValueDeserializer<ActorRef> {
    @Override
    @SuppressWarnings("unchecked") // as this class put it there
    public ActorRef deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getValueAsString("");
      Function<String, ActorRef<?>> resolver =
          (Function<String, ActorRef<?>>) context.getAttribute(RESOLVER);
      try {
        return resolver.apply(text);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "'%s' is no reference: %s", text, e.getMessage());
      }
    }
  }
}
