package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.PayloadException;
import dev.moonpool.actors.api.PayloadSerializer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("A11")
class CborPayloadsPropertyTest {
  private final PayloadSerializer payloads =
      new CborPayloads(
          text -> {
            throw new IllegalArgumentException(text);
          });

  @Property(tries = 5000)
  void deserialize_anyBytes_giveAValueOrATypedError(@ForAll byte[] bytes) {
    try {
      assertThat(payloads.deserialize(bytes, CborPayloadsTest.Everything.class)).isNotNull();
    } catch (PayloadException e) {
      assertThat(e).hasMessageContaining("Everything");
    }
  }
}
