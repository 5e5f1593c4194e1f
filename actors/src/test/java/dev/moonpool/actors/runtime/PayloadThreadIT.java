package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.serialization.CborPayloads;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.system.SystemProviders;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Which threads run the code of users' records.
@Tag("A11")
class PayloadThreadIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// Which threads have made payloads.
  private static final List<String> MAKERS = new CopyOnWriteArrayList<>();

  interface Mirror {
    record Look(String text, List<String> more) implements Request<Mirror, Image> {
      public Look {
        note();
      }
    }

    record Image(String text, List<String> more) {
      public Image {
        note();
        if (text.equals("broken") && !Thread.currentThread().isVirtual()) {
          throw new IllegalStateException("a mirror broke");
        }
      }
    }

    record Blind(String why) implements Refusal {
      public Blind {
        note();
      }
    }

    ActorType<Mirror> TYPE =
        ActorType.named("mirror", Mirror.class)
            .request("look", Look.class, Image.class)
            .refusal("blind", Blind.class);

    Definition<Mirror, Object> DEFINITION =
        TYPE.create(context -> new Object())
            .on(
                Look.class,
                (actor, look) -> {
                  if (look.text().equals("away")) {
                    throw new RefusedException(new Blind("nobody looks"));
                  }
                  return new Image(look.text(), look.more());
                });
  }

  private static void note() {
    MAKERS.add(Thread.currentThread().toString());
  }

  @Test
  void call_overTheWire_runsRecordsConstructorsOnNoEventLoop() throws Exception {
    MAKERS.clear();
    NodeAddress address = freeAddress();
    try (SystemProviders world = SystemProviders.start();
        ActorRuntime node =
            builder(world)
                .listen(address.toString())
                .nodes(List.of(address))
                .host(Mirror.DEFINITION)
                .start();
        ActorRuntime client = builder(world).nodes(List.of(address)).start()) {
      assertThat(node.metrics().activations()).isZero();
      ActorRef<Mirror> mirror = client.actor(Mirror.TYPE, "m");
      Mirror.Look look = new Mirror.Look("me", List.of("you"));
      assertThat(mirror.call(look).more()).containsExactly("you");
      assertThat(
              mirror
                  .callAsync(new Mirror.Look("flat", List.of()))
                  .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                  .text())
          .isEqualTo("flat");
      assertThatThrownBy(() -> mirror.call(new Mirror.Look("away", List.of())))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e -> assertThat(e.refusal()).isEqualTo(new Mirror.Blind("nobody looks")));
      assertThatThrownBy(() -> mirror.call(new Mirror.Look("broken", List.of())))
          .isInstanceOf(MaybeExecutedException.class)
          .hasMessageContaining("cannot be read");
      assertThat(MAKERS).hasSizeGreaterThan(8).noneMatch(thread -> thread.contains("moonpool-io"));
      assertThat(client.metrics().reconnects()).isZero();
    }
  }

  @Test
  @Tag("A45")
  void call_withASerializerOfTheUsers_usesItAndRefusesWhoHasAnother() throws Exception {
    NodeAddress address = freeAddress();
    try (SystemProviders world = SystemProviders.start();
        ActorRuntime node =
            builder(world)
                .payloadSerializer(Masked::new)
                .listen(address.toString())
                .nodes(List.of(address))
                .host(Mirror.DEFINITION)
                .start();
        ActorRuntime client =
            builder(world).payloadSerializer(Masked::new).nodes(List.of(address)).start();
        ActorRuntime stranger = builder(world).nodes(List.of(address)).start()) {
      Mirror.Look look = new Mirror.Look("me", List.of("you"));
      assertThat(client.actor(Mirror.TYPE, "m").call(look).more()).containsExactly("you");
      assertThatThrownBy(() -> stranger.actor(Mirror.TYPE, "m").call(look))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.rejection()).isInstanceOf(Rejection.BadPayload.class));
      assertThatThrownBy(
              () -> client.actor(Mirror.TYPE, "m").call(new Mirror.Look("unwritable", List.of())))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.rejection()).isInstanceOf(Rejection.BadPayload.class));
      assertThat(node.metrics().activations()).isEqualTo(1);
    }
  }

  /// CBOR with every bit turned, which fails in its own way.
  private static final class Masked implements PayloadSerializer {
    private final CborPayloads inner;

    Masked(Function<String, ActorRef<?>> references) {
      inner = new CborPayloads(references);
    }

    @Override
    public byte[] serialize(Object value, Type type) {
      if (value instanceof Mirror.Look look && look.text().equals("unwritable")) {
        throw new IllegalStateException("cannot write that");
      }
      return turned(inner.serialize(value, type));
    }

    @Override
    public Object deserialize(byte[] bytes, Type type) {
      return inner.deserialize(turned(bytes), type);
    }

    private static byte[] turned(byte[] bytes) {
      byte[] turned = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        turned[i] = (byte) ~bytes[i];
      }
      return turned;
    }
  }

  private static RuntimeBuilder builder(SystemProviders world) {
    return ActorRuntime.builder("test")
        .providers(world.providers())
        .store(InMemoryStateStore.create())
        .network(NetworkPreset.LOCAL);
  }

  private static NodeAddress freeAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new NodeAddress("127.0.0.1", socket.getLocalPort());
    }
  }
}
