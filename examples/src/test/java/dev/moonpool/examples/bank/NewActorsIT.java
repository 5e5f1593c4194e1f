package dev.moonpool.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.ActorRuntime;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.jdbc.SqliteStateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More new actors at once than the store's queue takes.
@Tag("field-F12")
class NewActorsIT {
  private static final int ACTORS = 20_000;

  interface Counter {
    record Count(long value) {}

    record Add(long by) implements Request<Counter, Count> {}

    ActorType<Counter> TYPE =
        ActorType.named("counter", Counter.class).request("add", Add.class, Count.class);

    Definition<Counter, Actor> DEFINITION =
        TYPE.state(Count.class, new Count(0)).create(Actor::new).on(Add.class, Actor::add);

    final class Actor {
      private final ActorState<Count> count;

      Actor(ActorContext context, ActorState<Count> count) {
        this.count = count;
      }

      Count add(Add request) {
        return count.persist(new Count(count.get().value() + request.by()));
      }
    }
  }

  @Test
  void calls_moreNewActorsThanTheQueueTakes_eachAnswersOrMayBeSentAgain(@TempDir Path folder)
      throws Exception {
    try (SystemProviders system = SystemProviders.start(2);
        SqliteStateStore store =
            SqliteStateStore.open(system.providers(), folder.resolve("new.db"));
        ActorRuntime runtime =
            ActorRuntime.builder("new")
                .providers(system.providers())
                .store(store)
                .pendingCallsMax(2 * ACTORS)
                .host(Counter.DEFINITION)
                .start()) {
      List<String> todo = new ArrayList<>();
      for (int i = 0; i < ACTORS; i++) {
        todo.add("c" + i);
      }
      for (int round = 1; !todo.isEmpty(); round++) {
        assertThat(round).as("rounds until all of %d actors have answered", ACTORS).isLessThan(200);
        todo = refused(runtime, todo);
      }
      assertThat(runtime.actor(Counter.TYPE, "c7").call(new Counter.Add(1)))
          .isEqualTo(new Counter.Count(2)); // so what was refused had not been done
    }
  }

  private static List<String> refused(ActorRuntime runtime, List<String> keys) throws Exception {
    List<CompletableFuture<Counter.Count>> calls = new ArrayList<>();
    for (String key : keys) {
      calls.add(
          runtime.actor(Counter.TYPE, key).callAsync(new Counter.Add(1), Duration.ofMinutes(5)));
    }
    List<String> again = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Object outcome =
          calls.get(i).handle((count, thrown) -> thrown == null ? count : thrown).get();
      if (outcome instanceof RejectedException rejected) {
        assertThat(rejected.isRetriable()).as(rejected.getMessage()).isTrue();
        again.add(keys.get(i));
      } else {
        assertThat(outcome).isEqualTo(new Counter.Count(1));
      }
    }
    return again;
  }
}
