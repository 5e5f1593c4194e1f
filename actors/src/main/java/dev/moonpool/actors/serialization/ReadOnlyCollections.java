package dev.moonpool.actors.serialization;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/// How collections and maps are read: as unmodifiable ones, in the order in which they were
/// written, and as empty ones where the field is missing.
///
/// Unmodifiable, because a state that a handler changes in place is changed before the store has
/// acknowledged it. In order, because a set that is iterated differently after each load makes runs
/// differ. Empty, because that is what a record's constructor can copy.
///
/// Jackson asks with the class that it would make, such as `ArrayList` for a declared `List`.
final class ReadOnlyCollections extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1;

  private ReadOnlyCollections() {}

  static JacksonModule module() {
    return new SimpleModule("collections")
        .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
        .setDeserializerModifier(new ReadOnlyCollections());
  }

  @Override
  public ValueDeserializer<?> modifyCollectionDeserializer(
      DeserializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> found) {
    Class<?> raw = type.getRawClass();
    if (raw == ArrayList.class) {
      return new Reader(found, List.of(), read -> Collections.unmodifiableList((List<?>) read));
    }
    if (raw == LinkedHashSet.class) {
      return new Reader(found, Set.of(), read -> Collections.unmodifiableSet((Set<?>) read));
    }
    if (raw == TreeSet.class) {
      return new Reader(
          found,
          Collections.emptyNavigableSet(),
          read -> Collections.unmodifiableNavigableSet((NavigableSet<?>) read));
    }
    return found;
  }

  @Override
  public ValueDeserializer<?> modifyMapDeserializer(
      DeserializationConfig config,
      MapType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> found) {
    Class<?> raw = type.getRawClass();
    if (raw == LinkedHashMap.class) {
      return new Reader(found, Map.of(), read -> Collections.unmodifiableMap((Map<?, ?>) read));
    }
    if (raw == TreeMap.class) {
      return new Reader(
          found,
          Collections.emptyNavigableMap(),
          read -> Collections.unmodifiableNavigableMap((NavigableMap<?, ?>) read));
    }
    return found;
  }

  /// Reads a collection as another does, and hands out what cannot be changed.
  private static final class Reader extends DelegatingDeserializer {
    private final Object absent;
    private final UnaryOperator<Object> readOnly;

    Reader(ValueDeserializer<?> inner, Object absent, UnaryOperator<Object> readOnly) {
      super(inner);
      this.absent = absent;
      this.readOnly = readOnly;
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> inner) {
      return new Reader(inner, absent, readOnly);
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) {
      return readOnly.apply(super.deserialize(in, context));
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return absent;
    }
  }
}
