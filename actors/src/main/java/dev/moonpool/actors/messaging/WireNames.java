package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The names that one connection has lately written and read.
///
/// The same few actors and methods come again and again: here their bytes need not be encoded, and
/// their strings not be checked and allocated, each time. Four tables of fixed size in which a
/// newcomer replaces what was at its place, so that a hostile peer can waste time here but no
/// memory. On the wire nothing shows of it.
final class WireNames {
  /// With fewer, the actors of a few hundred calls in flight would push each other out.
  private static final int ACTOR_SLOTS = 2048;

  private static final int NAME_SLOTS = 256;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String namespace;
  private final @Nullable WrittenActor[] writtenActors = new @Nullable WrittenActor[ACTOR_SLOTS];
  private final @Nullable ReadActor[] readActors = new @Nullable ReadActor[ACTOR_SLOTS];
  private final @Nullable WrittenName[] writtenNames = new @Nullable WrittenName[NAME_SLOTS];
  private final @Nullable ReadName[] readNames = new @Nullable ReadName[NAME_SLOTS];

  /// @param namespace the connection's, which is left out of the ids on the wire
  WireNames(String namespace) {
    this.namespace = namespace;
  }

  /// Writes an id, or that there is none.
  void writeActor(@Nullable ActorId actor, WireWriter out) {
    if (actor == null) {
      out.u8(0);
      return;
    }
    int slot = slot(actor.hashCode(), ACTOR_SLOTS);
    WrittenActor written = writtenActors[slot];
    if (written == null || (written.actor != actor && !written.actor.equals(actor))) {
      written = new WrittenActor(actor, encode(actor));
      writtenActors[slot] = written;
    }
    out.shortBytes(written.bytes);
  }

  /// Reads an id, or null if there is none.
  @Nullable ActorId readActor(WireReader reader, String what) throws EnvelopeException {
    int length = reader.u8(what);
    if (length == 0) {
      return null;
    }
    int from = reader.advance(length, what);
    byte[] array = reader.array();
    int slot = slot(hash(array, from, length), ACTOR_SLOTS);
    ReadActor read = readActors[slot];
    if (read == null
        || !Arrays.equals(array, from, from + length, read.bytes, 0, read.bytes.length)) {
      byte[] bytes = Arrays.copyOfRange(array, from, from + length);
      read = new ReadActor(bytes, decode(bytes, what));
      readActors[slot] = read;
    }
    return read.actor;
  }

  /// Writes a short name that is likely to come again, such as a method's.
  void writeName(String name, WireWriter out) {
    if (name.isEmpty()) {
      out.u8(0);
      return;
    }
    int slot = slot(name.hashCode(), NAME_SLOTS);
    WrittenName written = writtenNames[slot];
    if (written == null || !written.name.equals(name)) {
      written = new WrittenName(name, name.getBytes(StandardCharsets.UTF_8));
      writtenNames[slot] = written;
    }
    out.shortBytes(written.bytes);
  }

  /// Reads a short name.
  String readName(WireReader reader, String what) throws EnvelopeException {
    int length = reader.u8(what);
    if (length == 0) {
      return "";
    }
    int from = reader.advance(length, what);
    byte[] array = reader.array();
    int slot = slot(hash(array, from, length), NAME_SLOTS);
    ReadName read = readNames[slot];
    if (read == null
        || !Arrays.equals(array, from, from + length, read.bytes, 0, read.bytes.length)) {
      byte[] bytes = Arrays.copyOfRange(array, from, from + length);
      String name = new String(bytes, StandardCharsets.UTF_8);
      if (name.length() > Message.NAME_CHARS_MAX) {
        throw new EnvelopeException(
            "%s: %d characters, limit %d".formatted(what, name.length(), Message.NAME_CHARS_MAX));
      }
      read = new ReadName(bytes, name);
      readNames[slot] = read;
    }
    return read.name;
  }

  private byte[] encode(ActorId actor) {
    boolean home = actor.namespace().equals(namespace);
    byte[] space = home ? new byte[0] : actor.namespace().getBytes(StandardCharsets.UTF_8);
    byte[] type = actor.type().getBytes(StandardCharsets.UTF_8);
    byte[] key = actor.key().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[2 + space.length + type.length + key.length];
    bytes[0] = (byte) space.length;
    bytes[1] = (byte) type.length;
    System.arraycopy(space, 0, bytes, 2, space.length);
    System.arraycopy(type, 0, bytes, 2 + space.length, type.length);
    System.arraycopy(key, 0, bytes, 2 + space.length + type.length, key.length);
    return bytes;
  }

  private ActorId decode(byte[] bytes, String what) throws EnvelopeException {
    int space = bytes[0] & 0xFF;
    int type = bytes.length < 2 ? 0 : bytes[1] & 0xFF;
    int key = bytes.length - 2 - space - type;
    if (key < 0) {
      throw new EnvelopeException(
          "%s: parts of %d and %d bytes in an id of %d".formatted(what, space, type, bytes.length));
    }
    String own = new String(bytes, 2, space, StandardCharsets.UTF_8);
    try {
      return new ActorId(
          space == 0 ? namespace : own,
          new String(bytes, 2 + space, type, StandardCharsets.UTF_8),
          new String(bytes, 2 + space + type, key, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new EnvelopeException(what + ": " + e.getMessage());
    }
  }

  private static int slot(int hash, int slots) {
    return (hash ^ hash >>> 16) & slots - 1;
  }

  private static int hash(byte[] array, int from, int length) {
    long hash = length;
    int i = from;
    int end = from + length;
    for (; i + 8 <= end; i += 8) {
      hash = (hash ^ (long) LONGS.get(array, i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    for (; i < end; i++) {
      hash = (hash ^ array[i]) * 0x9E3779B97F4A7C15L;
    }
    return (int) (hash >>> 32);
  }

  private record WrittenActor(ActorId actor, byte[] bytes) {}

  private record ReadActor(byte[] bytes, ActorId actor) {}

  private record WrittenName(String name, byte[] bytes) {}

  private record ReadName(byte[] bytes, String name) {}
}
