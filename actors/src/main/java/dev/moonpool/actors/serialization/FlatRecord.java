package dev.moonpool.actors.serialization;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes and reads records of a few numbers, truth values and ASCII texts in CBOR, without
/// Jackson.
///
/// Most requests and answers are such records, and going through Jackson four times was a quarter
/// of what a remote call cost. What is written here is what Jackson understands: a map of the
/// components' names. What is read here is only what was written here; for anything else, such as
/// the bytes of an older build, of Jackson itself, or of an enemy, both say that they cannot, and
/// Jackson decides what becomes of it. From any thread.
final class FlatRecord {
  private static final int COMPONENTS_MAX = 23; // more would need a longer head of the map
  private static final int NUMBER_BYTES_MAX = 9;

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 0x20;
  private static final int TEXT = 0x60;
  private static final int MAP = 0xA0;
  private static final int FALSE = 0xF4;
  private static final int TRUE = 0xF5;
  private static final int NULL = 0xF6;
  private static final int FLOAT = 0xFA;
  private static final int DOUBLE = 0xFB;

  private final Component[] components;
  private final MethodHandle constructor;
  private final int fixedBytes;

  private FlatRecord(Component[] components, MethodHandle constructor) {
    this.components = components;
    this.constructor = constructor;
    int bytes = 1;
    for (Component component : components) {
      bytes += component.name.length + NUMBER_BYTES_MAX;
    }
    this.fixedBytes = bytes;
  }

  /// The codec of a class, or null if it is no record of plain components, tells Jackson anything
  /// by annotations, or is closed to us.
  static @Nullable FlatRecord of(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    if (parts == null || parts.length > COMPONENTS_MAX || JacksonAnnotations.areOn(type)) {
      return null;
    }
    List<Component> components = new ArrayList<>();
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      Class<?>[] types = new Class<?>[parts.length];
      for (int i = 0; i < parts.length; i++) {
        Kind kind = Kind.of(parts[i].getType());
        if (kind == null) {
          return null;
        }
        types[i] = parts[i].getType();
        MethodHandle accessor = lookup.unreflect(parts[i].getAccessor());
        components.add(new Component(key(parts[i].getName()), kind, kind.adapted(accessor)));
      }
      MethodHandle constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new FlatRecord(components.toArray(new Component[0]), constructor);
    } catch (ReflectiveOperationException e) {
      return null; // Jackson will say what is missing, if it is missing for it too
    }
  }

  /// The bytes of a record, or null if Jackson has to write it.
  byte @Nullable [] write(Object value) {
    byte[] out = new byte[fixedBytes];
    int size = 0;
    out[size++] = (byte) (MAP | components.length);
    try {
      for (Component component : components) {
        System.arraycopy(component.name, 0, out, size, component.name.length);
        size += component.name.length;
        switch (component.kind) {
          case BYTE, SHORT, INT, LONG ->
              size = writeLong((long) component.accessor.invokeExact(value), out, size);
          case BOOLEAN ->
              out[size++] = (byte) ((boolean) component.accessor.invokeExact(value) ? TRUE : FALSE);
          case FLOAT -> {
            out[size++] = (byte) FLOAT;
            float number = (float) component.accessor.invokeExact(value);
            size = writeBytes(Float.floatToRawIntBits(number), 4, out, size);
          }
          case DOUBLE -> {
            out[size++] = (byte) DOUBLE;
            double number = (double) component.accessor.invokeExact(value);
            size = writeBytes(Double.doubleToRawLongBits(number), 8, out, size);
          }
          case TEXT -> {
            @Nullable String text = (String) component.accessor.invokeExact(value);
            if (text != null) {
              if (!isAscii(text)) {
                return null;
              }
              out = Arrays.copyOf(out, out.length + text.length());
              size = writeHead(TEXT, text.length(), out, size);
              for (int i = 0; i < text.length(); i++) {
                out[size++] = (byte) text.charAt(i);
              }
            } else {
              out[size++] = (byte) NULL;
            }
          }
        }
      }
    } catch (Throwable e) {
      return null; // an accessor of the record's own threw: Jackson calls it again and reports it
    }
    return Arrays.copyOf(out, size);
  }

  /// The record that these bytes hold, or null if Jackson has to read them.
  @Nullable Object read(byte[] bytes) {
    if (bytes.length == 0 || (bytes[0] & 0xFF) != (MAP | components.length)) {
      return null;
    }
    @Nullable Object[] values = new @Nullable Object[components.length];
    int at = 1;
    for (int i = 0; i < values.length; i++) {
      byte[] name = components[i].name;
      int value = at + name.length;
      if (value >= bytes.length || !Arrays.equals(bytes, at, value, name, 0, name.length)) {
        return null;
      }
      Kind kind = components[i].kind;
      int end = value + 1 + argumentBytes(bytes[value] & 0xFF);
      if (end < value || end > bytes.length) {
        return null;
      }
      int head = bytes[value] & 0xFF;
      if (kind == Kind.TEXT && head != NULL) {
        long length = argument(bytes, value);
        if ((head & 0xE0) != TEXT || length < 0 || length > bytes.length - end) {
          return null;
        }
        values[i] = text(bytes, end, (int) length);
        end += (int) length;
      } else if (head != NULL) {
        values[i] = number(kind, head, bytes, value);
      }
      if (values[i] == null && !(kind == Kind.TEXT && head == NULL)) {
        return null;
      }
      at = end;
    }
    return at == bytes.length ? construct(values) : null;
  }

  private @Nullable Object construct(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      return null; // the record refuses its values: Jackson tries again and reports it
    }
  }

  private static @Nullable Object number(Kind kind, int head, byte[] bytes, int at) {
    return switch (kind) {
      case BYTE, SHORT, INT, LONG -> {
        int major = head & 0xE0;
        long argument = argument(bytes, at);
        yield argument < 0 || (major != UNSIGNED && major != NEGATIVE)
            ? null
            : kind.boxed(major == UNSIGNED ? argument : -1 - argument);
      }
      case BOOLEAN -> head == TRUE ? Boolean.TRUE : head == FALSE ? Boolean.FALSE : null;
      case FLOAT ->
          head == FLOAT ? (Object) Float.intBitsToFloat((int) readBytes(bytes, at + 1, 4)) : null;
      case DOUBLE ->
          head == DOUBLE ? (Object) Double.longBitsToDouble(readBytes(bytes, at + 1, 8)) : null;
      case TEXT -> null;
    };
  }

  private static @Nullable String text(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return null;
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int writeLong(long value, byte[] out, int at) {
    return value >= 0
        ? writeHead(UNSIGNED, value, out, at)
        : writeHead(NEGATIVE, -1 - value, out, at);
  }

  private static int writeHead(int major, long argument, byte[] out, int at) {
    if (argument < 24) {
      out[at] = (byte) (major | argument);
      return at + 1;
    }
    int power = argument < 1 << 8 ? 0 : argument < 1 << 16 ? 1 : argument < 1L << 32 ? 2 : 3;
    out[at] = (byte) (major | 24 + power);
    return writeBytes(argument, 1 << power, out, at + 1);
  }

  private static int writeBytes(long value, int count, byte[] out, int at) {
    for (int i = 0; i < count; i++) {
      out[at + i] = (byte) (value >>> 8 * (count - 1 - i));
    }
    return at + count;
  }

  /// How many bytes after the head belong to it; -2 for heads that are not written here.
  private static int argumentBytes(int head) {
    int information = head & 0x1F;
    return information < 24 ? 0 : information < 28 ? 1 << information - 24 : -2;
  }

  private static long argument(byte[] bytes, int at) {
    int information = bytes[at] & 0x1F;
    return information < 24 ? information : readBytes(bytes, at + 1, 1 << information - 24);
  }

  private static long readBytes(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | bytes[at + i] & 0xFF;
    }
    return value;
  }

  private static byte[] key(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[NUMBER_BYTES_MAX + text.length];
    int size = writeHead(TEXT, text.length, out, 0);
    System.arraycopy(text, 0, out, size, text.length);
    return Arrays.copyOf(out, size + text.length);
  }

  /// What a component may be.
  private enum Kind {
    BYTE(long.class),
    SHORT(long.class),
    INT(long.class),
    LONG(long.class),
    BOOLEAN(boolean.class),
    FLOAT(float.class),
    DOUBLE(double.class),
    TEXT(String.class);

    private final Class<?> carrier;

    Kind(Class<?> carrier) {
      this.carrier = carrier;
    }

    static @Nullable Kind of(Class<?> type) {
      for (Kind kind : values()) {
        if (kind == TEXT ? type == String.class : type.getName().equals(kind.javaName())) {
          return kind;
        }
      }
      return null;
    }

    MethodHandle adapted(MethodHandle accessor) {
      return accessor.asType(MethodType.methodType(carrier, Object.class));
    }

    /// The number as this kind's own type, or null if it is out of its range.
    @Nullable Object boxed(long value) {
      return switch (this) {
        case BYTE -> (byte) value == value ? (Object) (byte) value : null;
        case SHORT -> (short) value == value ? (Object) (short) value : null;
        case INT -> (int) value == value ? (Object) (int) value : null;
        case LONG -> value;
        case BOOLEAN, FLOAT, DOUBLE, TEXT -> null;
      };
    }

    private String javaName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param name its name as a CBOR text, head included
  /// @param kind what it is
  /// @param accessor takes the record as an object and gives the kind's carrier
  private record Component(byte[] name, Kind kind, MethodHandle accessor) {}
}
