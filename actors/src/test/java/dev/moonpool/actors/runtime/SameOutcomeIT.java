package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.TypeToken;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.system.SystemProviders;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A call has one outcome, whether it goes to another node, stays on its own, or stays there and is
/// serialized all the same.
@Tag("field-F9")
class SameOutcomeIT {
  private static final int PAYLOAD_BYTES_MAX = 4_096;
  private static final String LARGE = "x".repeat(PAYLOAD_BYTES_MAX);

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Group(List<Shape> parts) implements Shape {}

    enum Fixed implements Shape {
      POINT
    }
  }

  /// A value that is another each time its constructor sees it, and at last none.
  record Halved(int left) {
    Halved {
      left /= 2;
      if (left == 0) {
        throw new IllegalArgumentException("nothing is left");
      }
    }
  }

  record Loose(Optional<String> hint, List<String> words) {}

  interface Studio {
    record Draw(Shape what, Map<String, Shape> named) implements Request<Studio, Shape> {}

    record Shapes() implements Request<Studio, List<Shape>> {}

    record Names(int count) implements Request<Studio, Map<String, Set<Key>>> {}

    record Find(String name) implements Request<Studio, Optional<Key>> {}

    record Refuse(Shape what) implements Request<Studio, Nothing> {}

    record RefuseUnregistered() implements Request<Studio, Nothing> {}

    record RefuseHalved() implements Request<Studio, Nothing> {}

    record Halve(Halved what) implements Request<Studio, Nothing> {}

    record AnswerHalved(int start) implements Request<Studio, Halved> {}

    record Say(String words) implements Request<Studio, Key> {}

    record SayMuch() implements Request<Studio, Key> {}

    record Break(String words) implements Request<Studio, Nothing> {}

    record Open(Loose what) implements Request<Studio, Loose> {}

    record Key(String name) {}

    record No(Shape why, List<Key> seen) implements Refusal {}

    record Strange() implements Refusal {}

    record Half(Halved what) implements Refusal {}

    ActorType<Studio> TYPE =
        ActorType.named("studio", Studio.class)
            .request("draw", Draw.class, Shape.class)
            .request("shapes", Shapes.class, new TypeToken<List<Shape>>() {})
            .request("names", Names.class, new TypeToken<Map<String, Set<Key>>>() {})
            .request("find", Find.class, new TypeToken<Optional<Key>>() {})
            .request("refuse", Refuse.class, Nothing.class)
            .request("refuse-unregistered", RefuseUnregistered.class, Nothing.class)
            .request("refuse-halved", RefuseHalved.class, Nothing.class)
            .request("halve", Halve.class, Nothing.class)
            .request("answer-halved", AnswerHalved.class, Halved.class)
            .request("say", Say.class, Key.class)
            .request("say-much", SayMuch.class, Key.class)
            .request("break", Break.class, Nothing.class)
            .request("open", Open.class, Loose.class)
            .refusal("no", No.class)
            .refusal("half", Half.class);

    Definition<Studio, Artist> DEFINITION =
        TYPE.create(context -> new Artist(context.id().key()))
            .on(Draw.class, (artist, draw) -> draw.what())
            .on(Shapes.class, (artist, ask) -> List.of(new Shape.Circle(1), Shape.Fixed.POINT))
            .on(Names.class, (artist, ask) -> Map.of("all", Set.of(new Key("a"), new Key("b"))))
            .on(Find.class, (artist, find) -> Optional.of(find.name()).map(Key::new))
            .on(Refuse.class, Artist::refuse)
            .on(RefuseUnregistered.class, Artist::refuseUnregistered)
            .on(RefuseHalved.class, Artist::refuseHalved)
            .on(Halve.class, (artist, halve) -> Nothing.NOTHING)
            .on(AnswerHalved.class, (artist, ask) -> new Halved(ask.start()))
            .on(Say.class, (artist, say) -> new Key(say.words()))
            .on(SayMuch.class, (artist, say) -> new Key(LARGE))
            .on(Break.class, Artist::fail)
            .on(Open.class, (artist, open) -> open.what());
  }

  static final class Artist {
    Artist(String key) {
      switch (key) {
        case "refusing" -> throw new RefusedException(new Studio.No(Shape.Fixed.POINT, List.of()));
        case "broken" -> throw new IllegalStateException("no canvas");
        default -> {
          // it is an ordinary one
        }
      }
    }

    Nothing refuse(Studio.Refuse request) {
      throw new RefusedException(new Studio.No(request.what(), List.of(new Studio.Key("k"))));
    }

    Nothing refuseUnregistered(Studio.RefuseUnregistered request) {
      throw new RefusedException(new Studio.Strange());
    }

    Nothing refuseHalved(Studio.RefuseHalved request) {
      throw new RefusedException(new Studio.Half(new Halved(2)));
    }

    Nothing fail(Studio.Break request) {
      throw new IllegalStateException(request.words());
    }
  }

  /// What stays the same with local calls by reference.
  private static final Map<String, Function<ActorRef<Studio>, Object>> ALWAYS =
      new LinkedHashMap<>();

  /// What only the bytes decide.
  private static final Map<String, Function<ActorRef<Studio>, Object>> SERIALIZED =
      new LinkedHashMap<>();

  static {
    Shape group = new Shape.Group(List.of(new Shape.Circle(2), Shape.Fixed.POINT));
    ALWAYS.put("sealed", ref -> ref.call(new Studio.Draw(group, Map.of("a", group))));
    ALWAYS.put("sealed enum", ref -> ref.call(new Studio.Draw(Shape.Fixed.POINT, Map.of())));
    ALWAYS.put("list of sealed", ref -> ref.call(new Studio.Shapes()));
    ALWAYS.put(
        "list elements", ref -> ref.call(new Studio.Shapes()).getFirst().getClass().getName());
    ALWAYS.put("map of sets", ref -> ref.call(new Studio.Names(2)));
    ALWAYS.put("optional", ref -> ref.call(new Studio.Find("a")));
    ALWAYS.put("future", ref -> ref.callAsync(new Studio.Shapes()).join());
    ALWAYS.put("refusal with a sealed part", ref -> ref.call(new Studio.Refuse(group)));
    ALWAYS.put("refusal in a future", ref -> ref.callAsync(new Studio.Refuse(group)).join());
    ALWAYS.put("unregistered refusal", ref -> ref.call(new Studio.RefuseUnregistered()));
    ALWAYS.put("failure", ref -> ref.call(new Studio.Break("words")));

    SERIALIZED.put(
        "request refused when it is read", ref -> ref.call(new Studio.Halve(new Halved(2))));
    SERIALIZED.put("answer refused when it is read", ref -> ref.call(new Studio.AnswerHalved(2)));
    SERIALIZED.put("answer changed when it is read", ref -> ref.call(new Studio.AnswerHalved(8)));
    SERIALIZED.put("refusal refused when it is read", ref -> ref.call(new Studio.RefuseHalved()));
    SERIALIZED.put("null Optional", ref -> ref.call(new Studio.Open(new Loose(null, List.of()))));
    SERIALIZED.put("null List", ref -> ref.call(new Studio.Open(new Loose(null, null))));
    SERIALIZED.put("request too large", ref -> ref.call(new Studio.Say(LARGE)));
    SERIALIZED.put("answer too large", ref -> ref.call(new Studio.SayMuch()));
    SERIALIZED.put("half of a pair", ref -> ref.call(new Studio.Say("\ud800")));
  }

  private final SystemProviders world = SystemProviders.start();
  private final List<ActorRuntime> running = new ArrayList<>();

  @AfterEach
  void stopEverything() {
    running.reversed().forEach(ActorRuntime::shutdown);
    world.close();
  }

  @Test
  void call_anyPayload_hasOneOutcomeHereThereAndSerializedHere() throws Exception {
    ActorRuntime plain = start(builder().host(Studio.DEFINITION));
    ActorRuntime serialized = start(builder().serializeLocalCalls(true).host(Studio.DEFINITION));
    ActorRuntime client = client();

    Map<String, Function<ActorRef<Studio>, Object>> all = new LinkedHashMap<>(ALWAYS);
    all.putAll(SERIALIZED);
    all.forEach(
        (name, call) -> {
          String remote = outcome(client, "artist", call);
          assertThat(outcome(serialized, "artist", call)).as(name).isEqualTo(remote);
          if (ALWAYS.containsKey(name)) {
            assertThat(outcome(plain, "artist", call)).as(name).isEqualTo(remote);
          }
        });
  }

  @Test
  void call_bytesThatCannotBeRead_haveTheirTypedOutcome() throws Exception {
    ActorRuntime client = client();

    assertThat(outcome(client, "a", SERIALIZED.get("request refused when it is read")))
        .contains("BadPayload", "nothing is left");
    assertThat(outcome(client, "a", SERIALIZED.get("answer refused when it is read")))
        .startsWith("MaybeExecutedException");
    assertThat(outcome(client, "a", SERIALIZED.get("refusal refused when it is read")))
        .startsWith("FailedException");
    assertThat(outcome(client, "a", SERIALIZED.get("null Optional")))
        .isEqualTo("Loose[hint=Optional.empty, words=[]]");
    assertThat(outcome(client, "a", SERIALIZED.get("null List")))
        .isEqualTo("Loose[hint=Optional.empty, words=null]");
    assertThat(outcome(client, "a", SERIALIZED.get("request too large"))).contains("TooLarge");
    assertThat(outcome(client, "a", SERIALIZED.get("answer too large")))
        .startsWith("AnswerTooLargeException");
    assertThat(outcome(client, "a", SERIALIZED.get("half of a pair"))).contains("BadPayload");
  }

  @Test
  void call_constructorOfTheActorRefuses_isRejectedAlikeHereAndThere() throws Exception {
    ActorRuntime plain = start(builder().host(Studio.DEFINITION));
    ActorRuntime serialized = start(builder().serializeLocalCalls(true).host(Studio.DEFINITION));
    ActorRuntime client = client();

    for (String key : List.of("refusing", "broken")) {
      Function<ActorRef<Studio>, Object> call = ref -> ref.call(new Studio.Find("a"));
      String remote = outcome(client, key, call);
      assertThat(remote).contains("ActivationFailed");
      assertThat(outcome(plain, key, call)).isEqualTo(remote);
      assertThat(outcome(serialized, key, call)).isEqualTo(remote);
    }
  }

  /// What a caller sees, without where it happened.
  private static String outcome(
      ActorRuntime from, String key, Function<ActorRef<Studio>, Object> call) {
    try {
      return call.apply(from.actor(Studio.TYPE, key)).toString();
    } catch (CompletionException e) {
      return failure((ActorException) e.getCause());
    } catch (ActorException e) {
      return failure(e);
    }
  }

  private static String failure(ActorException e) {
    String what =
        switch (e) {
          case RefusedException refused -> refused.refusal().toString();
          case RejectedException rejected -> rejected.rejection().toString();
          default -> e.getMessage();
        };
    return e.getClass().getSimpleName() + ": " + what;
  }

  private ActorRuntime client() throws Exception {
    NodeAddress address = freeAddress();
    start(builder().listen(address.toString()).nodes(List.of(address)).host(Studio.DEFINITION));
    return start(builder().nodes(List.of(address)).know(Studio.TYPE));
  }

  private ActorRuntime start(RuntimeBuilder builder) throws Exception {
    ActorRuntime runtime = builder.start();
    running.add(runtime);
    return runtime;
  }

  private RuntimeBuilder builder() {
    return ActorRuntime.builder("test")
        .providers(world.providers())
        .store(InMemoryStateStore.create())
        .payloadBytesMax(PAYLOAD_BYTES_MAX)
        .network(NetworkPreset.LOCAL);
  }

  private static NodeAddress freeAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new NodeAddress("127.0.0.1", socket.getLocalPort());
    }
  }
}
