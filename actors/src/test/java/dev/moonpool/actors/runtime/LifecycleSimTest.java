package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Slow;
import dev.moonpool.simulation.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An activation from its state to its last hook, in virtual time.
class LifecycleSimTest {
  interface Diary {
    record Page(String text) {}

    record Write(String text) implements Request<Diary, Page> {}

    record Read() implements Request<Diary, Page> {}

    ActorType<Diary> TYPE =
        ActorType.named("diary", Diary.class)
            .request("write", Write.class, Page.class)
            .request("read", Read.class, Page.class);
  }

  /// Keeps what is written in memory, and saves it when it ends.
  static final class Actor implements ActorLifecycle {
    private final ActorContext context;
    private final ActorState<Diary.Page> stored;
    private String text = "";

    Actor(ActorContext context, ActorState<Diary.Page> stored) {
      this.context = context;
      this.stored = stored;
    }

    static final Definition<Diary, Actor> DEFINITION =
        Diary.TYPE
            .state(Diary.Page.class, new Diary.Page(""))
            .create(Actor::new)
            .on(Diary.Write.class, Actor::write)
            .on(Diary.Read.class, Actor::read);

    @Override
    public void onActivate() {
      text = stored.get().text();
      if (text.endsWith("fatal")) {
        throw new IllegalStateException("cannot begin with " + context.id());
      }
    }

    @Override
    public void onDeactivate(DeactivationReason reason) {
      stored.persist(new Diary.Page(text));
    }

    Diary.Page write(Diary.Write request) {
      text += request.text();
      return new Diary.Page(text);
    }

    Diary.Page read(Diary.Read request) {
      return new Diary.Page(text);
    }
  }

  @Test
  @Tag("A23")
  void onDeactivate_saves_theNextActivationFindsItAlsoAfterShutdown() {
    LocalWorld.run(
        world -> {
          try (ActorRuntime node = world.node().host(Actor.DEFINITION).start()) {
            ActorRef<Diary> diary = node.actor(Diary.TYPE, "d");
            diary.call(new Diary.Write("one "));
            assertThat(node.deactivate(diary)).isTrue();
            assertThat(diary.call(new Diary.Read()).text()).isEqualTo("one ");
            diary.call(new Diary.Write("two"));
          }
          try (ActorRuntime node = world.node().host(Actor.DEFINITION).start()) {
            assertThat(node.actor(Diary.TYPE, "d").call(new Diary.Read()).text())
                .isEqualTo("one two");
          }
        });
  }

  @Test
  @Tag("A25")
  void onActivate_failsAfterTheStateWasLoaded_leavesNothingBehindOnAnyNode() {
    new ClusterWorld(2, Profile.CHAOS.only(), (journal, context) -> Actor.DEFINITION)
        .run(
            10,
            cluster -> {
              ActorRef<Diary> diary = cluster.client().actor(Diary.TYPE, "d");
              diary.call(new Diary.Write("fatal"));
              assertThat(cluster.client().deactivate(diary)).isTrue();
              cluster.sleep(Duration.ofSeconds(2));
              assertThatThrownBy(() -> diary.call(new Diary.Read()))
                  .isInstanceOfSatisfying(
                      RejectedException.class,
                      e ->
                          assertThat(e.rejection()).isInstanceOf(Rejection.ActivationFailed.class));
              for (ActorRuntime host : cluster.hosts()) {
                assertThat(host.metrics().activations()).isZero();
              }
              assertThat(cluster.client().deactivate(diary)).as("in the directory").isFalse();
            });
  }

  @Test
  @Tag("A21")
  void metrics_messagesWait_countsThem() {
    LocalWorld.run(
        world -> {
          Probe.Journal journal = new Probe.Journal(world.context().providers().time());
          try (ActorRuntime node = world.node().host(journal.definition()).start()) {
            ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
            probe.send(new Slow("slow", Duration.ofSeconds(5)));
            world.sleep(Duration.ofSeconds(1));
            for (int i = 0; i < 10; i++) {
              probe.send(new Note("n" + i));
            }
            assertThat(node.metrics().waiting()).isEqualTo(10);
            world.sleep(Duration.ofSeconds(10));
            assertThat(node.metrics().waiting()).isZero();
          }
        });
  }

  @Test
  @Tag("A21")
  void turn_runsForOverTenSeconds_isLoggedWithItsStack() {
    List<String> logged = new ArrayList<>();
    Handler handler = new Remembering(logged);
    Logger logger = Logger.getLogger(ActorRuntime.class.getName());
    logger.addHandler(handler);
    logger.setLevel(Level.WARNING);
    try {
      LocalWorld.runOnce(
          world -> {
            Probe.Journal journal = new Probe.Journal(world.context().providers().time());
            try (ActorRuntime node = world.node().host(journal.definition()).start()) {
              ActorRef<Probe> probe = node.actor(Probe.TYPE, "p");
              probe.call(new Slow("quick", Duration.ofSeconds(9)));
              assertThat(logged).isEmpty();
              probe.call(new Slow("slow", Duration.ofSeconds(25)));
            }
          });
    } finally {
      logger.setLevel(null);
      logger.removeHandler(handler);
    }
    assertThat(logged)
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("a message of test::probe/p runs for over 10 s:")
                    .contains("at " + Probe.Actor.class.getName() + ".slow("));
  }

  private static final class Remembering extends Handler {
    private final List<String> logged;

    Remembering(List<String> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord entry) {
      logged.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
