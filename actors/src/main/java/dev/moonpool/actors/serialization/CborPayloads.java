package dev.moonpool.actors.serialization;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.PayloadException;
import dev.moonpool.actors.api.PayloadSerializer;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Payloads as CBOR (RFC 8949), by Jackson: a record is a map of its components' names.
///
/// Only the type that is asked for, and what its components declare, is ever instantiated: bytes
/// never name a class. A reference to an actor is its id as text, and becomes a reference again by
/// the resolver given. Records of plain components take a shorter way of their own, [FlatRecord],
/// to bytes that Jackson understands as well. From any thread.
public final class CborPayloads implements PayloadSerializer {
  /// Makes the serializer of each node, and says which types it can carry.
  public static final Factory FACTORY =
      new Factory() {
        @Override
        public PayloadSerializer create(Function<String, ActorRef<?>> references) {
          return new CborPayloads(references);
        }

        @Override
        public List<String> mistakes(Type type) {
          return PayloadTypes.ofPayloads(type);
        }
      };

  /// Under this name a reader finds what makes references.
  private static final String RESOLVER = "moonpool.resolver";

  private static final CBORMapper MAPPER = newMapper();

  private static final ClassValue<Codec> CODECS =
      new ClassValue<>() {
        @Override
        protected Codec computeValue(Class<?> type) {
          return codec(FlatRecord.of(type), type);
        }
      };

  private final Function<String, ActorRef<?>> resolver;

  // Looked up only. As many entries as there are registered types.
  private final ConcurrentHashMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Type, Codec> generics = new ConcurrentHashMap<>();

  /// @param resolver makes the reference to the actor whose id has this text, or throws an
  ///     `IllegalArgumentException`
  public CborPayloads(Function<String, ActorRef<?>> resolver) {
    this.resolver = resolver;
  }

  private static CBORMapper newMapper() {
    SimpleModule module = new SimpleModule("actors");
    module.addSerializer(ActorRef.class, new ReferenceWriter());
    module.addDeserializer(ActorRef.class, new ReferenceReader());
    return PayloadMapper.cbor(module);
  }

  @Override
  public byte[] serialize(Object value, Type type) {
    Codec codec = codec(type);
    FlatRecord flat = codec.flat;
    byte[] bytes = flat == null ? null : flat.write(value);
    if (bytes != null) {
      return bytes;
    }
    try {
      return codec.writer.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new PayloadException(
          "a %s cannot be written: %s".formatted(type.getTypeName(), JacksonWords.of(e)), e);
    }
  }

  @Override
  public Object deserialize(byte[] bytes, Type type) {
    FlatRecord flat = codec(type).flat;
    Object value = flat == null ? null : flat.read(bytes);
    return value != null ? value : read(bytes, type);
  }

  private Object read(byte[] bytes, Type type) {
    Object value;
    try {
      value = reader(type).<@Nullable Object>readValue(bytes);
    } catch (JacksonException e) {
      throw new PayloadException(
          "%d bytes are no %s: %s".formatted(bytes.length, type.getTypeName(), JacksonWords.of(e)),
          e);
    }
    if (value == null) {
      throw new PayloadException(
          "%d bytes hold null and no %s".formatted(bytes.length, type.getTypeName()), null);
    }
    return value;
  }

  private Codec codec(Type type) {
    if (type instanceof Class<?> plain) {
      return CODECS.get(plain);
    }
    Codec known = generics.get(type);
    return known != null ? known : generics.computeIfAbsent(type, wanted -> codec(null, wanted));
  }

  private static Codec codec(@Nullable FlatRecord flat, Type type) {
    JavaType resolved = MAPPER.constructType(type);
    return new Codec(flat, MAPPER.writerFor(resolved), MAPPER.readerFor(resolved));
  }

  private ObjectReader reader(Type type) {
    ObjectReader known = readers.get(type);
    return known != null ? known : readers.computeIfAbsent(type, this::newReader);
  }

  private ObjectReader newReader(Type type) {
    return codec(type).reader.withAttribute(RESOLVER, resolver);
  }

  /// What writes and reads one type.
  ///
  /// @param flat the short way, or null if the type does not allow it
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
