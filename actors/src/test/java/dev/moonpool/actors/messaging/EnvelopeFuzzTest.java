package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The short form of what [Fuzz] does at length.
@Tag("A9")
@Tag("A10")
class EnvelopeFuzzTest {
  @Test
  void tryDecode_hostileBytes_givesFrameMoreOrTypedErrorWithinBounds() {
    Fuzz fuzz = new Fuzz(42);
    fuzz.run(1_000_000);

    assertThat(fuzz.inputs).isEqualTo(1_000_000);
    assertThat(fuzz.frames).as("some inputs are still frames").isPositive();
    assertThat(fuzz.errors).isPositive();
    assertThat(fuzz.incomplete).isPositive();
  }
}
