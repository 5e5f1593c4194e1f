package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.Nothing;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.cbor.CBORMapper;

/// What the short way writes and reads is what Jackson would.
@Tag("A11")
class FlatRecordPropertyTest {
  static final CBORMapper JACKSON = PayloadMapper.cbor(new SimpleModule("none"));

  record Plain(
      byte b, short s, int i, long l, boolean open, float f, double d, String text, String more) {}

  private final FlatRecord plain = FlatRecord.of(Plain.class);

  @Property(tries = 3000)
  void write_anyValues_jacksonReadsTheSameAndSoDoWe(
      @ForAll byte b,
      @ForAll short s,
      @ForAll int i,
      @ForAll long l,
      @ForAll boolean open,
      @ForAll float f,
      @ForAll double d,
      @ForAll String text) {
    String ascii = text.replaceAll("[^\\x00-\\x7f]", "x");
    Plain value = new Plain(b, s, i, l, open, f, d, ascii, l % 2 == 0 ? null : "more");

    byte[] bytes = plain.write(value);

    assertThat(bytes).isNotNull();
    assertThat(plain.read(bytes)).isEqualTo(value);
    assertThat(JACKSON.readValue(bytes, Plain.class)).isEqualTo(value);
  }

  @Property(tries = 3000)
  void read_changedBytes_givesWhatJacksonGivesOrNothing(
      @ForAll int seed, @ForAll byte with, @ForAll long l, @ForAll int i) {
    byte[] bytes = plain.write(new Plain((byte) 1, (short) 2, i, l, true, 1f, 2d, "abc", null));
    bytes[Math.floorMod(seed, bytes.length)] = with;

    Object read = plain.read(bytes);

    if (read != null) {
      assertThat(read).isEqualTo(jackson(bytes, Plain.class));
    }
  }

  @Property(tries = 2000)
  void read_anyBytes_givesWhatJacksonGivesOrNothing(@ForAll byte[] bytes) {
    assertThat(plain.read(bytes)).isNull();
    Object nothing = FlatRecord.of(Nothing.class).read(bytes);
    assertThat(nothing == null || bytes.length == 1).isTrue();
  }

  static Object jackson(byte[] bytes, Class<?> type) {
    try {
      return JACKSON.readValue(bytes, type);
    } catch (JacksonException e) {
      return null;
    }
  }
}
