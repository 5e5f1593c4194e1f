package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.foundation.ClosedProvidersException;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runtimes whose providers are closed before them.
@Tag("field-F13")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosedWorldIT {
  @Test
  void callAndClose_providersClosedBefore_areTyped() throws Exception {
    ActorRuntime node;
    ActorRef<Probe> known;
    ActorRef<Probe> unknown;
    try (SystemProviders world = SystemProviders.start(1)) {
      Probe.Journal journal = new Probe.Journal(world.providers().time());
      node =
          ActorRuntime.builder("test")
              .providers(world.providers())
              .host(journal.definition())
              .start();
      known = node.actor(Probe.TYPE, "known");
      unknown = node.actor(Probe.TYPE, "unknown");
      known.call(new Note("n"), Duration.ofSeconds(20));
    }
    for (ActorRef<Probe> probe : List.of(known, unknown)) {
      assertTyped(() -> probe.call(new Note("late"), Duration.ofSeconds(1)));
      assertTyped(() -> join(probe.callAsync(new Note("late"), Duration.ofSeconds(1))));
    }
    assertClosesOnce(node);
    assertTyped(() -> known.send(new Note("later")));
  }

  @Test
  void callOfAnotherNodeAndClose_providersClosedBefore_areTyped() throws Exception {
    ActorRuntime client;
    ActorRef<Probe> probe;
    try (SystemProviders world = SystemProviders.start(1)) {
      client =
          ActorRuntime.builder("test")
              .providers(world.providers())
              .nodes(List.of(NodeAddress.parse("127.0.0.1:1")))
              .know(Probe.TYPE)
              .start();
      probe = client.actor(Probe.TYPE, "far");
    }
    assertTyped(() -> probe.call(new Note("late"), Duration.ofSeconds(1)));
    assertTyped(() -> join(probe.callAsync(new Note("late"), Duration.ofSeconds(1))));
    assertClosesOnce(client);
  }

  @Test
  void close_providersClosedWhileAnActorIsBusy_returnsAllTheSame() throws Exception {
    ActorRuntime node;
    CompletableFuture<Probe.Noted> slow;
    try (SystemProviders world = SystemProviders.start(1)) {
      Probe.Journal journal = new Probe.Journal(world.providers().time());
      node =
          ActorRuntime.builder("test")
              .providers(world.providers())
              .host(journal.definition())
              .shutdownTimeout(Duration.ofSeconds(20))
              .start();
      slow = node.actor(Probe.TYPE, "p").callAsync(new Probe.Slow("slow", Duration.ofMillis(100)));
    }
    assertClosesOnce(node);
    assertThat(slow.handle((answer, thrown) -> true).get()).as("the call has ended").isTrue();
  }

  private static void assertClosesOnce(ActorRuntime node) {
    assertThatThrownBy(node::close)
        .isInstanceOf(ClosedProvidersException.class)
        .hasMessageContaining("close the runtime first");
    node.close();
  }

  private static void assertTyped(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(NotSentException.class)
        .hasMessageContaining("close the runtime first");
  }

  private static void join(CompletableFuture<?> call) {
    try {
      call.join();
    } catch (CompletionException e) {
      throw (NotSentException) e.getCause();
    }
  }
}
