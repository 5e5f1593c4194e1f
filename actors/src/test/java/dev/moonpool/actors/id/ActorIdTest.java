package dev.moonpool.actors.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A1")
class ActorIdTest {
  @Test
  void toString_ordinaryId_isNamespaceTypeAndKey() {
    assertThat(new ActorId("bank", "account", "alice")).hasToString("bank::account/alice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bank::account/alice",
        "a::b/c",
        "bank::account/al:ice",
        "bank::acc:ount/alice",
        "ba:nk::account/alice",
        "北京::账户/张三",
        "bank::account/😀 with space",
        "bank::account/\t\u0000"
      })
  void parse_textOfAnId_givesThatId(String text) {
    assertThat(ActorId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "account/alice",
        "bank::alice",
        "bank:account/alice",
        "::account/alice",
        "bank::/alice",
        "bank::account/",
        "bank:::account/alice",
        "bank::account:/alice",
        "bank::account/:alice",
        "bank::account/alice:",
        "bank::account/al/ice",
        "bank::account/al::ice",
        "bank::account::x/alice",
        ":bank::account/alice",
        "/bank::account"
      })
  void parse_notAnId_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> ActorId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a::b", "a/b", "/", "::", ":a", "a:", ":"})
  void construct_badPart_isRefusedWhereverItStands(String part) {
    assertThatThrownBy(() -> new ActorId(part, "account", "alice"))
        .hasMessageContaining("namespace");
    assertThatThrownBy(() -> new ActorId("bank", part, "alice")).hasMessageContaining("type");
    assertThatThrownBy(() -> new ActorId("bank", "account", part)).hasMessageContaining("key");
  }

  @Test
  void construct_halfASurrogatePair_isRefused() {
    // Both would be "?" on the wire, so two different ids would become one.
    assertThatThrownBy(() -> new ActorId("bank", "account", "\uD83D"))
        .hasMessageContaining("surrogate");
    assertThatThrownBy(() -> new ActorId("bank", "account", "\uDE00\uD83D"))
        .hasMessageContaining("surrogate");
    assertThat(new ActorId("bank", "account", "\uD83D\uDE00").key()).isEqualTo("😀");
  }

  @Test
  void construct_null_isRefused() {
    assertThatThrownBy(() -> new ActorId("bank", "account", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key");
  }

  @Test
  void construct_atTheLimit_isTakenAndOneByteMoreIsNot() {
    String key = "x".repeat(256 - "b::a/".length());
    assertThat(new ActorId("b", "a", key).toString().getBytes(StandardCharsets.UTF_8)).hasSize(256);

    assertThatThrownBy(() -> new ActorId("b", "a", key + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256")
        .hasMessageContaining("257")
        .hasMessageContaining(key + "x");
  }

  @Test
  void construct_fewCharactersOfManyBytes_countsBytes() {
    String threeBytes = "道";
    assertThat(new ActorId("b", "a", threeBytes.repeat(83) + "xx").toString()).hasSize(90);
    assertThatThrownBy(() -> new ActorId("b", "a", threeBytes.repeat(84)))
        .hasMessageContaining("257");
    String fourBytes = "😀";
    assertThatThrownBy(() -> new ActorId("b", "a", fourBytes.repeat(63)))
        .hasMessageContaining("257");
  }

  @Test
  void equals_sameTextOtherNormalization_differs() {
    ActorId composed = new ActorId("bank", "account", "é");
    ActorId decomposed = new ActorId("bank", "account", "e\u0301");

    assertThat(composed).isNotEqualTo(decomposed);
    assertThat(composed).isEqualTo(new ActorId("bank", "account", "é"));
    assertThat(composed).hasSameHashCodeAs(new ActorId("bank", "account", "é"));
    assertThat(composed).isNotEqualTo("bank::account/é");
  }
}
