package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.foundation.system.SystemProviders;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Actors that live for one message and never again leave nothing behind.
@Tag("field-F5")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShortLivedIT {
  private static final int ACTORS = 180_000;

  /// Less than any entry of any table: the mistake that this test knows cost 132 bytes at least.
  private static final double BYTES_EACH_MAX = 32;

  interface Moth {
    record Flutter(boolean timer) implements Request<Moth, Nothing> {}

    ActorType<Moth> TYPE =
        ActorType.named("moth", Moth.class).request("flutter", Flutter.class, Nothing.class);
  }

  static final class Actor {
    static final Definition<Moth, Actor> DEFINITION =
        Moth.TYPE.create(Actor::new).on(Moth.Flutter.class, Actor::flutter);

    private final ActorContext context;

    Actor(ActorContext context) {
      this.context = context;
    }

    Nothing flutter(Moth.Flutter request) {
      context.logger().log(System.Logger.Level.DEBUG, "{0}", request);
      if (request.timer()) {
        context.sendLater(Duration.ofDays(1), new Moth.Flutter(false));
      }
      context.deactivate();
      return Nothing.NOTHING;
    }
  }

  @Test
  void shortLivedActors_logAndSetTimers_heapStaysFlat() throws Exception {
    try (SystemProviders world = SystemProviders.start(1);
        ActorRuntime node =
            ActorRuntime.builder("test")
                .providers(world.providers())
                .host(Actor.DEFINITION)
                .start()) {
      live(node, "warm-up ", ACTORS / 6);
      long before = usedBytes(node);
      live(node, "measured ", ACTORS);
      long after = usedBytes(node);

      assertThat((double) (after - before) / ACTORS)
          .as("bytes that each actor leaves: %d before, %d after", before, after)
          .isLessThan(BYTES_EACH_MAX);
    }
  }

  private static void live(ActorRuntime node, String names, int count) throws Exception {
    List<Thread> callers = new ArrayList<>();
    int each = count / 3;
    for (int caller = 0; caller < 3; caller++) {
      int first = caller * each;
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = first; i < first + each; i++) {
                      ActorRef<Moth> moth = node.actor(Moth.TYPE, names + i);
                      moth.call(new Moth.Flutter(i % 2 == 0));
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
  }

  /// The heap once every actor has ended and the collector has been.
  private static long usedBytes(ActorRuntime node) {
    while (node.metrics().activations() > 0) {
      Thread.onSpinWait();
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
