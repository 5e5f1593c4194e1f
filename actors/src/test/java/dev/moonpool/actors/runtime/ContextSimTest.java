package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorTimer;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an actor's context gives it of the world, in virtual time.
@Tag("field-O3")
class ContextSimTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  interface Bell {
    record Seen(long value) {}

    record Every(Duration period, Duration ringTakes) implements Request<Bell, Seen> {}

    record Later(Duration delay) implements Request<Bell, Seen> {}

    /// Cancels what was set last, and how often it has rung by then.
    record Cancel() implements Request<Bell, Seen> {}

    record Ring(Duration takes) implements Request<Bell, Seen> {}

    /// Rings, and cancels the timer that made it ring.
    record RingOnce() implements Request<Bell, Seen> {}

    record QuietRing() implements Request<Bell, Seen> {}

    record Rings() implements Request<Bell, Seen> {}

    record Sleep(Duration duration) implements Request<Bell, Seen> {}

    record Draw() implements Request<Bell, Seen> {}

    record Now() implements Request<Bell, Seen> {}

    record Set(int timers) implements Request<Bell, Seen> {}

    ActorType<Bell> TYPE =
        ActorType.named("bell", Bell.class)
            .request("every", Every.class, Seen.class)
            .request("later", Later.class, Seen.class)
            .request("cancel", Cancel.class, Seen.class)
            .request("ring", Ring.class, Seen.class)
            .request("ring-once", RingOnce.class, Seen.class)
            .request("quiet-ring", QuietRing.class, Seen.class, RequestFlag.SUPPRESS_KEEP_ALIVE)
            .request("rings", Rings.class, Seen.class, RequestFlag.SUPPRESS_KEEP_ALIVE)
            .request("sleep", Sleep.class, Seen.class)
            .request("draw", Draw.class, Seen.class)
            .request("now", Now.class, Seen.class)
            .request("set", Set.class, Seen.class);
  }

  static final class Actor implements ActorLifecycle {
    private final ActorContext context;
    private final List<Long> ringsAt;
    private final Providers world;
    private @Nullable ActorTimer timer;

    Actor(ActorContext context, Providers world, List<Long> ringsAt) {
      this.context = context;
      this.world = world;
      this.ringsAt = ringsAt;
    }

    /// What its actors need is a parameter; the runtime gives its world, the test gives the list.
    static Definition<Bell, Actor> definition(Providers world, List<Long> ringsAt) {
      return Bell.TYPE
          .<Actor>create(context -> new Actor(context, world, ringsAt))
          .on(Bell.Every.class, Actor::every)
          .on(Bell.Later.class, Actor::later)
          .on(Bell.Cancel.class, Actor::cancel)
          .on(Bell.Ring.class, Actor::ring)
          .on(Bell.RingOnce.class, Actor::ringOnce)
          .on(Bell.QuietRing.class, Actor::quietRing)
          .on(Bell.Rings.class, Actor::rings)
          .on(Bell.Sleep.class, Actor::sleep)
          .on(Bell.Draw.class, (actor, r) -> new Bell.Seen(actor.context.random().nextLong()))
          .on(Bell.Now.class, (actor, r) -> new Bell.Seen(actor.context.now().toEpochMilli()))
          .on(Bell.Set.class, Actor::set);
    }

    @Override
    public void onActivate() {
      if (context.id().key().equals("quiet")) {
        context.every(SECOND, new Bell.QuietRing());
      } else if (context.id().key().equals("once")) {
        timer = context.every(SECOND, new Bell.RingOnce());
      }
    }

    Bell.Seen every(Bell.Every request) {
      timer = context.every(request.period(), new Bell.Ring(request.ringTakes()));
      return rings(new Bell.Rings());
    }

    Bell.Seen later(Bell.Later request) {
      timer = context.sendLater(request.delay(), new Bell.Ring(Duration.ZERO));
      return rings(new Bell.Rings());
    }

    Bell.Seen cancel(Bell.Cancel request) {
      cancelTimer();
      return rings(new Bell.Rings());
    }

    private void cancelTimer() {
      ActorTimer set = timer;
      if (set != null) {
        set.cancel();
        set.cancel();
      }
    }

    Bell.Seen ring(Bell.Ring request) throws InterruptedException {
      ringsAt.add(world.time().nanoTime());
      context.sleep(request.takes());
      return rings(new Bell.Rings());
    }

    Bell.Seen ringOnce(Bell.RingOnce request) {
      ringsAt.add(world.time().nanoTime());
      cancelTimer();
      throw new IllegalStateException("told to fail");
    }

    Bell.Seen quietRing(Bell.QuietRing request) {
      ringsAt.add(world.time().nanoTime());
      throw new IllegalStateException("told to fail");
    }

    Bell.Seen rings(Bell.Rings request) {
      return new Bell.Seen(ringsAt.size());
    }

    Bell.Seen sleep(Bell.Sleep request) throws InterruptedException {
      context.sleep(request.duration());
      return rings(new Bell.Rings());
    }

    Bell.Seen set(Bell.Set request) {
      for (int i = 0; i < request.timers(); i++) {
        context.every(Duration.ofHours(1), new Bell.Rings()).cancel();
      }
      for (int i = 0; i < request.timers(); i++) {
        try {
          context.every(Duration.ofHours(1), new Bell.Rings());
        } catch (RejectedException e) {
          return new Bell.Seen(i);
        }
      }
      return new Bell.Seen(request.timers());
    }
  }

  @Test
  void every_aFewPeriods_ringsOncePerPeriodUntilItIsCancelled() {
    withBell(
        (world, node, bell, ringsAt) -> {
          long set = world.nanos();
          bell.call(new Bell.Every(SECOND, Duration.ZERO));
          world.sleep(Duration.ofMillis(10_500));
          long rings = bell.call(new Bell.Cancel()).value();
          assertThat(rings).isBetween(9L, 10L);
          assertThat(ringsAt.getFirst() - set).isGreaterThanOrEqualTo(SECOND.toNanos());
          world.sleep(Duration.ofSeconds(10));
          assertThat(bell.call(new Bell.Rings()).value()).isEqualTo(rings);
        });
  }

  @Test
  void every_handlerTakesLongerThanThePeriod_leavesBeatsOutAndNeverPilesUp() {
    withBell(
        (world, node, bell, ringsAt) -> {
          bell.call(new Bell.Every(SECOND, Duration.ofMillis(2_500)));
          world.sleep(Duration.ofSeconds(30));
          assertThat(node.metrics().waiting()).isLessThanOrEqualTo(1);
          assertThat(bell.call(new Bell.Cancel()).value()).isBetween(8L, 11L);
          for (int i = 1; i < ringsAt.size(); i++) {
            long apart = ringsAt.get(i) - ringsAt.get(i - 1);
            assertThat(apart).isGreaterThan(Duration.ofMillis(2_500).toNanos());
          }
        });
  }

  @Test
  void every_handlerFailsAndDoesNotCountAsActivity_goesOnUntilTheActorIsIdle() {
    withBell(
        (world, node, unused, ringsAt) -> {
          ActorRef<Bell> bell = node.actor(Bell.TYPE, "quiet");
          bell.call(new Bell.Now());
          world.sleep(Duration.ofSeconds(10));
          assertThat(node.isHere(bell.id())).isTrue();
          assertThat(ringsAt).hasSizeBetween(8, 10);
          world.sleep(Duration.ofMinutes(2));
          assertThat(node.isHere(bell.id())).as("idle for a minute").isFalse();
          int rang = ringsAt.size();
          world.sleep(Duration.ofMinutes(1));
          assertThat(ringsAt).as("after its end").hasSize(rang);
        });
  }

  @Test
  void every_cancelledByItsOwnHandler_ringsOnce() {
    withBell(
        (world, node, unused, ringsAt) -> {
          ActorRef<Bell> bell = node.actor(Bell.TYPE, "once");
          bell.call(new Bell.Now());
          world.sleep(Duration.ofSeconds(20));
          assertThat(ringsAt).hasSize(1);
        });
  }

  @Test
  void cancel_itsMessageWaitsInTheMailbox_theMessageNeverRuns() {
    withBell(
        (world, node, bell, ringsAt) -> {
          bell.call(new Bell.Later(SECOND));
          CompletableFuture<Bell.Seen> sleeps = bell.callAsync(new Bell.Sleep(SECOND));
          world.sleep(Duration.ofMillis(100));
          CompletableFuture<Bell.Seen> cancels = bell.callAsync(new Bell.Cancel());
          sleeps.get();
          long rangBefore = cancels.get().value();
          world.sleep(Duration.ofSeconds(5));
          assertThat(bell.call(new Bell.Rings()).value()).isEqualTo(rangBefore);
        });
  }

  @Test
  void cancel_beforeItIsDue_neverRings() {
    withBell(
        (world, node, bell, ringsAt) -> {
          bell.call(new Bell.Later(SECOND));
          bell.call(new Bell.Cancel());
          world.sleep(Duration.ofSeconds(5));
          assertThat(ringsAt).isEmpty();
        });
  }

  @Test
  void every_activationEnds_nothingRingsInThisLifeOrTheNext() {
    withBell(
        (world, node, bell, ringsAt) -> {
          bell.call(new Bell.Every(Duration.ofMillis(100), Duration.ofMillis(300)));
          world.sleep(SECOND);
          node.deactivate(bell);
          world.sleep(SECOND);
          int rang = ringsAt.size();
          bell.call(new Bell.Rings());
          world.sleep(Duration.ofSeconds(5));
          assertThat(ringsAt).hasSize(rang);
        });
  }

  @Test
  void every_cancelledTimers_takeNoPlaceAndTheRestIsBounded() {
    withBell(
        (world, node, bell, ringsAt) ->
            assertThat(bell.call(new Bell.Set(2_000)).value()).isEqualTo(1_024));
  }

  @Test
  void sleepAndEvery_outsideTheirBounds_sayWhatToDo() {
    withBell(
        (world, node, bell, ringsAt) -> {
          assertThatThrownBy(() -> bell.call(new Bell.Sleep(Duration.ofMinutes(2))))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("set a timer with sendLater");
          assertThatThrownBy(() -> bell.call(new Bell.Every(Duration.ofNanos(1), SECOND)))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("a millisecond at least");
        });
  }

  @Test
  void nowAndSleep_followVirtualTime() {
    withBell(
        (world, node, bell, ringsAt) -> {
          Instant before = world.context().providers().time().now();
          bell.call(new Bell.Sleep(Duration.ofSeconds(40)), Duration.ofMinutes(1));
          long passed = bell.call(new Bell.Now()).value() - before.toEpochMilli();
          assertThat(Duration.ofMillis(passed))
              .isBetween(Duration.ofSeconds(39), Duration.ofSeconds(60));
        });
  }

  @Test
  void random_eachActivation_drawsItsOwnNumbersAndTheSeedDecides() {
    List<List<Long>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      List<Long> drawn = new ArrayList<>();
      LocalWorld.runOnce(
          world -> {
            try (ActorRuntime node = start(world, new ArrayList<>())) {
              ActorRef<Bell> bell = node.actor(Bell.TYPE, "b");
              for (int i = 0; i < 3; i++) {
                drawn.add(bell.call(new Bell.Draw()).value());
                drawn.add(bell.call(new Bell.Draw()).value());
                drawn.add(node.actor(Bell.TYPE, "c").call(new Bell.Draw()).value());
                node.deactivate(bell);
              }
            }
          });
      assertThat(drawn).doesNotHaveDuplicates();
      runs.add(drawn);
    }
    assertThat(runs.getFirst()).as("two runs of one seed").isEqualTo(runs.getLast());
  }

  private interface Body {
    void run(LocalWorld.World world, ActorRuntime node, ActorRef<Bell> bell, List<Long> ringsAt)
        throws Exception;
  }

  private static void withBell(Body body) {
    LocalWorld.run(
        world -> {
          List<Long> ringsAt = new ArrayList<>();
          try (ActorRuntime node = start(world, ringsAt)) {
            body.run(world, node, node.actor(Bell.TYPE, "b"), ringsAt);
          }
        });
  }

  private static ActorRuntime start(LocalWorld.World world, List<Long> ringsAt) throws Exception {
    return world
        .node()
        .host(own -> Actor.definition(own, ringsAt).idleTimeout(Duration.ofMinutes(1)))
        .start();
  }
}
