package dev.moonpool.actors.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("A1")
class ActorIdPropertyTest {
  @Property
  void parse_formatted_roundTrips(
      @ForAll("parts") String namespace,
      @ForAll("parts") String type,
      @ForAll("parts") String key) {
    ActorId id;
    try {
      id = new ActorId(namespace, type, key);
    } catch (IllegalArgumentException e) {
      return;
    }
    String text = id.toString();

    assertThat(ActorId.parse(text)).isEqualTo(id).hasSameHashCodeAs(id).isEqualByComparingTo(id);
    byte[] wire = text.getBytes(StandardCharsets.UTF_8);
    assertThat(wire).hasSizeLessThanOrEqualTo(ActorId.BYTES_MAX);
    assertThat(ActorId.parse(new String(wire, StandardCharsets.UTF_8))).isEqualTo(id);
  }

  @Property
  void parse_anyText_givesAnIdOrARefusalThatShowsIt(@ForAll("texts") String text) {
    try {
      assertThat(ActorId.parse(text)).hasToString(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("'" + text + "'");
    }
  }

  @Property
  void construct_anyParts_isTakenExactlyIfEveryPartIsAllowed(
      @ForAll("parts") String namespace,
      @ForAll("parts") String type,
      @ForAll("parts") String key) {
    boolean allowed =
        isAllowed(namespace)
            && isAllowed(type)
            && isAllowed(key)
            && (namespace + "::" + type + "/" + key).getBytes(StandardCharsets.UTF_8).length <= 256;
    boolean taken;
    try {
      new ActorId(namespace, type, key);
      taken = true;
    } catch (IllegalArgumentException e) {
      taken = false;
    }
    assertThat(taken).isEqualTo(allowed);
  }

  @Property
  void compareTo_twoIds_agreesWithEquals(
      @ForAll("plain") String firstKey, @ForAll("plain") String secondKey) {
    ActorId first = new ActorId("n", "t", firstKey);
    ActorId second = new ActorId("n", "t", secondKey);

    assertThat(first.compareTo(second) == 0).isEqualTo(first.equals(second));
    assertThat(Integer.signum(first.compareTo(second)))
        .isEqualTo(-Integer.signum(second.compareTo(first)));
  }

  @Provide
  Arbitrary<String> parts() {
    Arbitrary<String> ordinary = Arbitraries.strings().ofMinLength(0).ofMaxLength(100);
    Arbitrary<String> tricky =
        Arbitraries.strings().withChars(":/a\uD83D\uDE00道".toCharArray()).ofMaxLength(12);
    return Arbitraries.oneOf(ordinary, tricky);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars(":/ab\uD83D\uDE00".toCharArray()).ofMaxLength(14);
  }

  @Provide
  Arbitrary<String> plain() {
    return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(3);
  }

  private static boolean isAllowed(String part) {
    String wire = new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return !part.isEmpty()
        && !part.contains("/")
        && !part.contains("::")
        && !part.startsWith(":")
        && !part.endsWith(":")
        && wire.equals(part);
  }
}
