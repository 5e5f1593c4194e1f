package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.PayloadException;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.id.ActorId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A11")
class CborPayloadsTest {
  private final PayloadSerializer payloads =
      new CborPayloads(text -> new Ref<>(ActorId.parse(text)));

  enum Colour {
    RED,
    GREEN
  }

  record Part(String name, List<Integer> sizes) {}

  record Everything(
      long cents,
      double rate,
      boolean open,
      String text,
      Colour colour,
      byte[] raw,
      Duration took,
      Instant at,
      List<Part> parts,
      Map<String, Part> byName,
      Part none) {}

  record Old(String name, int count) {}

  record New(String name, int count, String note, long more, List<String> tags) {}

  record Carrier(ActorRef<Object> to, List<ActorRef<Object>> all) {}

  record Loop(Object[] self) {}

  record Wrapped(Object anything) {}

  @Test
  void serialize_recordOfEverything_comesBackEqual() {
    Everything value =
        new Everything(
            Long.MIN_VALUE,
            0.1,
            true,
            "größe 数字 𝔘",
            Colour.GREEN,
            new byte[] {0, -1},
            Duration.ofNanos(1_234_567_891_011L),
            Instant.parse("2026-01-02T03:04:05.678901234Z"),
            List.of(new Part("a", List.of(1, 2))),
            Map.of("b", new Part("b", List.of())),
            null);

    Object read =
        payloads.deserialize(payloads.serialize(value, Everything.class), Everything.class);

    assertThat(read).usingRecursiveComparison().isEqualTo(value);
  }

  @Test
  void deserialize_otherBuildsRecord_ignoresAndDefaults() {
    byte[] older = payloads.serialize(new Old("a", 5), Old.class);
    byte[] newer = payloads.serialize(new New("b", 6, "note", 7, List.of("t")), New.class);

    assertThat(payloads.deserialize(older, New.class))
        .isEqualTo(new New("a", 5, null, 0, List.of()));
    assertThat(payloads.deserialize(newer, Old.class)).isEqualTo(new Old("b", 6));
  }

  @Test
  void serialize_references_areIdTextAndComeBackAsReferences() {
    Ref<Object> alice = new Ref<>(new ActorId("test", "account", "alice"));

    Object read =
        payloads.deserialize(
            payloads.serialize(new Carrier(alice, List.of(alice)), Carrier.class), Carrier.class);

    assertThat(read).isEqualTo(new Carrier(alice, List.of(alice)));
  }

  @Test
  void deserialize_referenceThatIsNoId_isATypedError() {
    byte[] bytes = payloads.serialize(Map.of("to", "nobody"), Map.class);

    assertThatThrownBy(() -> payloads.deserialize(bytes, Carrier.class))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void serialize_nothing_isSmall() {
    byte[] bytes = payloads.serialize(Nothing.NOTHING, Nothing.class);

    assertThat(bytes.length).isLessThanOrEqualTo(2);
    assertThat(payloads.deserialize(bytes, Nothing.class)).isEqualTo(Nothing.NOTHING);
  }

  @Test
  void deserialize_bytesThatNameAClass_instantiateNothing() {
    byte[] bytes =
        payloads.serialize(
            Map.of("anything", List.of("java.io.File", Map.of("path", "/x"))), Map.class);

    Wrapped read = (Wrapped) payloads.deserialize(bytes, Wrapped.class);

    assertThat(read.anything()).isEqualTo(List.of("java.io.File", Map.of("path", "/x")));
  }

  @Test
  void serialize_endlessNesting_isATypedError() {
    Object[] self = new Object[1];
    self[0] = self;

    assertThatThrownBy(() -> payloads.serialize(new Loop(self), Loop.class))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("Loop");
  }

  @Test
  void deserialize_trailingBytesOrNull_areTypedErrors() {
    byte[] good = payloads.serialize(new Old("a", 5), Old.class);
    byte[] more = java.util.Arrays.copyOf(good, good.length + 1);

    assertThatThrownBy(() -> payloads.deserialize(more, Old.class))
        .isInstanceOf(PayloadException.class);
    assertThatThrownBy(() -> payloads.deserialize(new byte[] {(byte) 0xF6}, Old.class))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("null");
    assertThatThrownBy(() -> payloads.deserialize(new byte[0], Old.class))
        .isInstanceOf(PayloadException.class);
  }

  /// A reference that is only an id.
  private record Ref<P>(ActorId id) implements ActorRef<P> {
    @Override
    public ActorRef<P> traced(String context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R> R call(Request<? super P, R> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R> R call(Request<? super P, R> request, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Request<? super P, R> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R> CompletableFuture<R> callAsync(Request<? super P, R> request, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void send(Request<? super P, ?> request) {
      throw new UnsupportedOperationException();
    }
  }
}
