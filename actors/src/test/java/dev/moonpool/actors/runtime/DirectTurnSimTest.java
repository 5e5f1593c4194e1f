package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.LocalWorld.World;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Turns that run on their callers' threads: what is quicker is otherwise the same.
class DirectTurnSimTest {
  private static final int CALLERS = 12;
  private static final int CALLS = 60;

  /// The thread that brought an actor to life may still be there when its first call returns.
  private static final Duration UNTIL_IDLE = Duration.ofSeconds(10);

  @Test
  @Tag("A20")
  void call_idleActor_runsOnTheThreadOfItsCaller() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "t");
          tally.call(new Tally.Add(1));
          world.sleep(UNTIL_IDLE);

          assertThat(tally.call(new Tally.Where()).thread())
              .isEqualTo(Thread.currentThread().threadId());
          assertThat(tally.callAsync(new Tally.Where()).get().thread())
              .isNotEqualTo(Thread.currentThread().threadId());
        });
  }

  @Test
  @Tag("A20")
  void call_manyCallersOfFewActors_runOneAtATimeAndOnceEach() {
    withTallies(
        (world, node, journal) -> {
          List<Task> callers = new ArrayList<>();
          for (int caller = 0; caller < CALLERS; caller++) {
            ActorRef<Tally> tally = node.actor(Tally.TYPE, "t" + caller % 3);
            callers.add(
                world.context().providers().tasks().start("caller", () -> addOften(world, tally)));
          }
          for (Task caller : callers) {
            caller.join();
          }
          long total = 0;
          for (int i = 0; i < 3; i++) {
            total += node.actor(Tally.TYPE, "t" + i).call(new Tally.Add(0)).total();
          }
          assertThat(total).isEqualTo((long) CALLERS * CALLS);
          assertThat(journal.overlaps).isEmpty();
        });
  }

  @Test
  @Tag("A20")
  void call_afterOwnMessages_runsBehindThem() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "t");
          for (int i = 1; i <= 200; i++) {
            tally.send(new Tally.Add(1));
            assertThat(tally.call(new Tally.Add(0)).total()).isEqualTo(i);
          }
        });
  }

  @Test
  @Tag("A22")
  void call_javaError_failsAtOnceAndTheActorEndsElsewhere() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "t");
          tally.call(new Tally.Add(1));

          long before = world.nanos();
          assertThatThrownBy(() -> tally.call(new Tally.Break()))
              .isInstanceOf(FailedException.class);
          assertThat(world.nanos() - before).isLessThan(Tally.HOOK_TAKES.toNanos());
          assertThat(tally.call(new Tally.Add(5)).total()).isEqualTo(5);
          assertThat(journal.downs).containsExactly(DeactivationReason.UNRECOVERABLE_ERROR);
        });
  }

  @Test
  @Tag("A26")
  void call_whileTheActorEnds_isAnsweredByTheNextOne() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "t");
          for (int i = 0; i < 40; i++) {
            tally.call(new Tally.Add(1));
            node.deactivate(tally);
            assertThat(tally.call(new Tally.Add(1)).total()).isBetween(1L, 2L);
          }
          assertThat(journal.downs).hasSizeBetween(1, 40);
        });
  }

  @Test
  @Tag("A18")
  void call_cycleThroughDirectActors_isRefusedWithItsNames() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> one = node.actor(Tally.TYPE, "one");
          ActorRef<Tally> two = node.actor(Tally.TYPE, "two");
          one.call(new Tally.Add(1));
          two.call(new Tally.Add(1));

          assertThatThrownBy(
                  () -> one.call(new Tally.Pass(two, new Tally.Pass(one, new Tally.Add(1)))))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("one.pass -> test::tally/two.pass -> test::tally/one.add");
          assertThat(one.call(new Tally.Add(1)).total()).isEqualTo(2);
        });
  }

  @Test
  @Tag("A20")
  void call_interruptedCaller_keepsItsInterrupt() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "t");
          tally.call(new Tally.Add(1));
          world.sleep(UNTIL_IDLE);
          Thread.currentThread().interrupt();
          long total = tally.call(new Tally.Instant()).total();
          assertThat(Thread.interrupted()).isTrue();
          assertThat(total).isEqualTo(1);
        });
  }

  @Test
  @Tag("A23")
  void call_interruptedCallerOfANewActor_harmsNobodyElse() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "slow");
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> tally.call(new Tally.Instant()))
              .isInstanceOf(NotSentException.class);
          assertThat(Thread.interrupted()).isTrue();
          assertThat(tally.call(new Tally.Add(1)).total()).isEqualTo(1);
          assertThat(node.metrics().failedActivations()).isZero();
        });
  }

  @Test
  @Tag("A23")
  void call_callerInterruptedWhileAHookRuns_isAnsweredAndKeepsItsInterrupt() {
    withTallies(
        (world, node, journal) -> {
          ActorRef<Tally> tally = node.actor(Tally.TYPE, "slow");
          CompletableFuture<Boolean> kept = new CompletableFuture<>();
          Task caller =
              world
                  .context()
                  .providers()
                  .tasks()
                  .start(
                      "caller",
                      () -> {
                        tally.call(new Tally.Instant());
                        kept.complete(Thread.interrupted());
                      });
          world.sleep(Tally.HOOK_TAKES.dividedBy(2));
          caller.interrupt();
          assertThat(kept.get()).isTrue();
          assertThat(node.metrics().failedActivations()).isZero();
        });
  }

  private static void addOften(World world, ActorRef<Tally> tally) {
    for (int i = 0; i < CALLS; i++) {
      tally.call(new Tally.Add(1));
    }
  }

  private interface Body {
    void run(World world, ActorRuntime node, Tally.Journal journal) throws Exception;
  }

  private static void withTallies(Body body) {
    LocalWorld.run(
        world -> {
          Tally.Journal journal = new Tally.Journal(world.context().providers().time());
          try (ActorRuntime node = world.node().host(journal.definition()).start()) {
            body.run(world, node, journal);
          }
        });
  }

  /// An actor that adds up, and notices when it is not alone.
  private interface Tally {
    Duration HOOK_TAKES = Duration.ofSeconds(2);

    record Total(long total) {}

    record Ran(long thread) {}

    sealed interface Work extends Request<Tally, Total> {}

    /// Takes a moment, against the promise, so that an overlap would be seen.
    record Add(long what) implements Work {}

    record Instant() implements Request<Tally, Total> {}

    record Where() implements Request<Tally, Ran> {}

    record Break() implements Request<Tally, Total> {}

    record Pass(ActorRef<Tally> to, Work what) implements Work {}

    ActorType<Tally> TYPE =
        ActorType.named("tally", Tally.class)
            .request("add", Add.class, Total.class)
            .request("instant", Instant.class, Total.class)
            .request("where", Where.class, Ran.class)
            .request("break", Break.class, Total.class)
            .request("pass", Pass.class, Total.class);

    final class Journal {
      final Time time;
      final List<String> overlaps = Collections.synchronizedList(new ArrayList<>());
      final List<DeactivationReason> downs = Collections.synchronizedList(new ArrayList<>());

      Journal(Time time) {
        this.time = time;
      }

      Definition<Tally, Actor> definition() {
        return TYPE.create(context -> new Actor(context, this))
            .on(Add.class, Actor::add)
            .on(Instant.class, Actor::instant)
            .on(Where.class, (actor, request) -> new Ran(Thread.currentThread().threadId()))
            .on(Break.class, Actor::breakDown)
            .on(Pass.class, (actor, request) -> request.to().call(request.what()))
            .direct();
      }
    }

    final class Actor implements ActorLifecycle {
      private final ActorContext context;
      private final Journal journal;
      private boolean running;
      private long total;

      Actor(ActorContext context, Journal journal) {
        this.context = context;
        this.journal = journal;
      }

      @Override
      public void onActivate() throws Exception {
        if (context.id().key().equals("slow")) {
          journal.time.sleep(HOOK_TAKES);
        }
      }

      @Override
      public void onDeactivate(DeactivationReason reason) throws Exception {
        if (reason == DeactivationReason.UNRECOVERABLE_ERROR) {
          journal.time.sleep(HOOK_TAKES);
        }
        if (reason != DeactivationReason.NODE_SHUTDOWN) {
          journal.downs.add(reason);
        }
      }

      Total add(Add request) throws InterruptedException {
        if (running) {
          journal.overlaps.add(context.id().toString());
        }
        running = true;
        journal.time.sleep(Duration.ofNanos(100));
        running = false;
        total += request.what();
        return new Total(total);
      }

      Total instant(Instant request) {
        return new Total(total);
      }

      Total breakDown(Break request) {
        throw new StackOverflowError("told to break");
      }
    }
  }
}
