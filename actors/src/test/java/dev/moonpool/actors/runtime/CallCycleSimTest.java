package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Request;
import dev.moonpool.foundation.Time;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls that come back to the actor that has caused them, waited for in several ways.
@Tag("A18")
class CallCycleSimTest {
  private static final Duration NAP = Duration.ofSeconds(1);

  interface Walker {
    record Done(String where) {}

    /// Goes on to the first of these in this manner.
    record Go(List<Step> steps) implements Request<Walker, Done> {}

    record Nap() implements Request<Walker, Done> {}

    record Step(ActorRef<Walker> next, Manner manner) {}

    enum Manner {
      /// Waits for the answer.
      CALL,
      /// Waits for the future.
      JOIN,
      /// Waits for a future that derives from it.
      DERIVED,
      /// Does not wait.
      FIRE,
      /// Waits for the future after a second.
      LATE,
      /// Waits for somebody else, and then not for the future.
      OTHER
    }

    ActorType<Walker> TYPE =
        ActorType.named("walker", Walker.class)
            .request("go", Go.class, Done.class)
            .request("nap", Nap.class, Done.class);
  }

  static final class Actor {
    private final ActorContext context;
    private final Time time;

    Actor(ActorContext context, Time time) {
      this.context = context;
      this.time = time;
    }

    static Definition<Walker, Actor> definition(Time time) {
      return Walker.TYPE
          .<Actor>create(context -> new Actor(context, time))
          .on(Walker.Go.class, Actor::go)
          .on(Walker.Nap.class, Actor::nap);
    }

    Walker.Done nap(Walker.Nap request) throws InterruptedException {
      time.sleep(NAP);
      return new Walker.Done("rested");
    }

    Walker.Done go(Walker.Go request) throws Exception {
      if (request.steps().isEmpty()) {
        return new Walker.Done(context.id().key());
      }
      Walker.Step step = request.steps().getFirst();
      Walker.Go rest = new Walker.Go(request.steps().subList(1, request.steps().size()));
      if (step.manner() == Walker.Manner.CALL) {
        return step.next().call(rest);
      }
      CompletableFuture<Walker.Done> future = step.next().callAsync(rest);
      return switch (step.manner()) {
        case CALL, JOIN -> future.join();
        case DERIVED -> future.thenApply(done -> done).get();
        case FIRE -> new Walker.Done("gone");
        case LATE -> {
          time.sleep(NAP);
          yield future.join();
        }
        case OTHER -> {
          context.actor(Walker.TYPE, "other").call(new Walker.Nap());
          yield new Walker.Done(String.valueOf(future.isDone()));
        }
      };
    }
  }

  @Test
  void go_aroundACycleThatSomebodyJoins_isRefusedAtOnceWithTheChain() {
    everywhere(
        (time, from) -> {
          Walker.Manner[] waits = {Walker.Manner.CALL, Walker.Manner.JOIN, Walker.Manner.DERIVED};
          int cycle = 0;
          for (Walker.Manner first : waits) {
            for (Walker.Manner second : waits) {
              String a = "a" + cycle;
              String b = "b" + cycle++;
              long before = time.nanoTime();
              assertThatThrownBy(() -> go(from, a, step(from, b, first), step(from, a, second)))
                  .isInstanceOf(ActorException.class)
                  .hasMessageContaining("call cycle: ")
                  .hasMessageContaining(
                      a + ".go -> test::walker/" + b + ".go -> test::walker/" + a);
              assertThat(Duration.ofNanos(time.nanoTime() - before)).isLessThan(NAP);
            }
          }
        });
  }

  @Test
  void go_toItselfByAFuture_isRefusedAtOnce() {
    everywhere(
        (time, from) ->
            assertThatThrownBy(() -> go(from, "a", step(from, "a", Walker.Manner.JOIN)))
                .hasMessageContaining("call cycle: "));
  }

  @Test
  void go_backToAnActorThatWaitsLater_isRefusedWhenItDoes() {
    everywhere(
        (time, from) -> {
          go(from, "b");
          long before = time.nanoTime();
          assertThatThrownBy(
                  () ->
                      go(
                          from,
                          "a",
                          step(from, "b", Walker.Manner.LATE),
                          step(from, "a", Walker.Manner.CALL)))
              .hasMessageContaining("call cycle: ");
          assertThat(Duration.ofNanos(time.nanoTime() - before))
              .isBetween(NAP, NAP.multipliedBy(2));
        });
  }

  @Test
  void go_backToAnActorThatDoesNotWait_isNoCycle() {
    everywhere(
        (time, from) ->
            assertThat(
                    go(
                        from,
                        "a",
                        step(from, "b", Walker.Manner.FIRE),
                        step(from, "a", Walker.Manner.CALL)))
                .isEqualTo(new Walker.Done("gone")));
  }

  @Test
  void go_backToAnActorThatWaitsForSomebodyElse_waitsForThatAndIsNoCycle() {
    everywhere(
        (time, from) -> {
          CompletableFuture<Walker.Done> a =
              from.actor(Walker.TYPE, "a")
                  .callAsync(
                      new Walker.Go(
                          List.of(
                              step(from, "b", Walker.Manner.OTHER),
                              step(from, "a", Walker.Manner.CALL),
                              step(from, "end", Walker.Manner.CALL))));
          assertThat(a.get()).isEqualTo(new Walker.Done("false"));
          // b's call to a was no cycle: a ran it afterwards, and it reached its end.
          time.sleep(NAP);
          assertThat(from.metrics().pendingCalls()).isZero();
          assertThat(go(from, "a")).isEqualTo(new Walker.Done("a"));
        });
  }

  private static Walker.Done go(ActorRuntime from, String first, Walker.Step... steps) {
    return from.actor(Walker.TYPE, first).call(new Walker.Go(List.of(steps)));
  }

  private static Walker.Step step(ActorRuntime from, String to, Walker.Manner manner) {
    return new Walker.Step(from.actor(Walker.TYPE, to), manner);
  }

  private interface Body {
    void run(Time time, ActorRuntime from) throws Exception;
  }

  /// On one node, and from a client of three.
  private static void everywhere(Body body) {
    LocalWorld.run(
        world -> {
          Time time = world.context().providers().time();
          try (ActorRuntime node = world.node().host(Actor.definition(time)).start()) {
            body.run(time, node);
          }
        });
    new ClusterWorld(
            3, Profile.CALM, (journal, context) -> Actor.definition(context.providers().time()))
        .run(10, cluster -> body.run(cluster.context().providers().time(), cluster.client()));
  }
}
