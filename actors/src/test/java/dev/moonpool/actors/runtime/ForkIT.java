package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.foundation.system.SystemProviders;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handlers that let other threads work for them. On real threads: only a fork of structured
/// concurrency inherits what is bound to its parent, and it needs the JDK's scheduler.
@Tag("field-F7")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkIT {
  /// How a handler gets its other thread.
  enum Fork {
    STRUCTURED,
    VIRTUAL,
    PLATFORM;

    <T> T run(Callable<T> body) throws Exception {
      if (this == STRUCTURED) {
        return structured(body);
      }
      FutureTask<T> task = new FutureTask<>(body);
      Thread thread = this == VIRTUAL ? Thread.ofVirtual().unstarted(task) : new Thread(task);
      thread.start();
      return task.get(60, TimeUnit.SECONDS);
    }
  }

  /// What a fork does.
  enum Deed {
    CALL,
    CALL_ASYNC,
    SEND,
    CALL_OWN_READ,
    PERSIST,
    CLEAR,
    SEND_LATER,
    DEACTIVATE,
    LOOK
  }

  interface Boss {
    record Told(String text) {}

    record Delegate(Fork fork, Deed deed) implements Request<Boss, Told> {}

    record DelegateAndRead(Fork fork) implements Request<Boss, Told> {}

    record Ask() implements Request<Boss, Told> {}

    ActorType<Boss> TYPE = type("boss");

    /// Reentrant as a whole.
    ActorType<Boss> LENIENT = type("lenient");

    private static ActorType<Boss> type(String name) {
      return ActorType.named(name, Boss.class)
          .request("delegate", Delegate.class, Told.class)
          .request("delegate-and-read", DelegateAndRead.class, Told.class, RequestFlag.READ_ONLY)
          .request("ask", Ask.class, Told.class, RequestFlag.READ_ONLY);
    }
  }

  static final class Actor implements ActorLifecycle {
    static final Definition<Boss, Actor> DEFINITION = definition(Boss.TYPE);
    static final Definition<Boss, Actor> LENIENT = definition(Boss.LENIENT).reentrant();

    private final ActorContext context;
    private final ActorState<Boss.Told> state;

    Actor(ActorContext context, ActorState<Boss.Told> state) {
      this.context = context;
      this.state = state;
    }

    private static Definition<Boss, Actor> definition(ActorType<Boss> type) {
      return type.state(Boss.Told.class, new Boss.Told("new"))
          .create(Actor::new)
          .on(Boss.Delegate.class, Actor::delegate)
          .on(Boss.DelegateAndRead.class, Actor::delegateAndRead)
          .on(Boss.Ask.class, Actor::ask);
    }

    @Override
    public void onActivate() throws Exception {
      if (context.id().key().startsWith("hook")) {
        Fork fork = Fork.valueOf(context.id().key().substring("hook ".length()));
        assertThat(fork.run(() -> context.actor(Boss.TYPE, "other").call(new Boss.Ask())).text())
            .isEqualTo("new");
      }
    }

    Boss.Told delegate(Boss.Delegate request) throws Exception {
      return new Boss.Told(request.fork().run(() -> perform(request.deed())));
    }

    Boss.Told delegateAndRead(Boss.DelegateAndRead request) throws Exception {
      return new Boss.Told(request.fork().run(() -> perform(Deed.CALL)));
    }

    Boss.Told ask(Boss.Ask request) {
      return state.get();
    }

    private String perform(Deed deed) throws Exception {
      ActorRef<Boss> other = context.actor(Boss.TYPE, "other");
      return switch (deed) {
        case CALL -> other.call(new Boss.Ask()).text();
        case CALL_ASYNC -> other.callAsync(new Boss.Ask()).join().text();
        case SEND -> {
          other.send(new Boss.Ask());
          yield "sent";
        }
        case CALL_OWN_READ ->
            context.actor(Boss.LENIENT, context.id().key()).call(new Boss.Ask()).text();
        case PERSIST -> state.persist(new Boss.Told("of a fork")).text();
        case CLEAR -> {
          state.clear();
          yield "cleared";
        }
        case SEND_LATER -> {
          context.sendLater(Duration.ofMillis(1), new Boss.Ask());
          yield "set";
        }
        case DEACTIVATE -> {
          context.deactivate();
          yield "asked";
        }
        case LOOK -> state.get().text() + context.trace() + context.id().key();
      };
    }
  }

  private final SystemProviders world = SystemProviders.start(1);
  private ActorRuntime node;

  @BeforeEach
  void start() throws Exception {
    node =
        ActorRuntime.builder("test")
            .providers(world.providers())
            .host(Actor.DEFINITION, Actor.LENIENT)
            .start();
  }

  @AfterEach
  void stop() {
    node.close();
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void forkOfAHandler_callsSendsAndLooks_worksAsFromOutside(Fork fork) throws Exception {
    for (ActorType<Boss> type : List.of(Boss.TYPE, Boss.LENIENT)) {
      ActorRef<Boss> boss = node.actor(type, "b");
      assertThat(boss.call(new Boss.Delegate(fork, Deed.CALL)).text()).isEqualTo("new");
      assertThat(boss.call(new Boss.Delegate(fork, Deed.CALL_ASYNC)).text()).isEqualTo("new");
      assertThat(boss.call(new Boss.Delegate(fork, Deed.SEND)).text()).isEqualTo("sent");
      assertThat(boss.call(new Boss.DelegateAndRead(fork)).text()).isEqualTo("new");
      assertThat(boss.call(new Boss.Delegate(fork, Deed.LOOK)).text()).isEqualTo("newb");
      assertThat(boss.call(new Boss.Delegate(fork, Deed.SEND_LATER)).text()).isEqualTo("set");
      assertAlive(boss);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forkOfAHandler_changesTheState_isRefusedByName(Fork fork) throws Exception {
    for (ActorType<Boss> type : List.of(Boss.TYPE, Boss.LENIENT)) {
      ActorRef<Boss> boss = node.actor(type, "b");
      for (Deed deed : List.of(Deed.PERSIST, Deed.CLEAR)) {
        assertThatThrownBy(() -> boss.call(new Boss.Delegate(fork, deed)))
            .hasStackTraceContaining("WrongThreadException")
            .hasStackTraceContaining("runs no turn or hook of this actor");
      }
      assertThat(boss.call(new Boss.Ask()).text()).as("the state").isEqualTo("new");
      assertAlive(boss);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forkOfAHandler_readsItsOwnLenientActor_comesOnceTheHandlerHasEnded(Fork fork)
      throws Exception {
    ActorRef<Boss> boss = node.actor(Boss.LENIENT, "b");
    CompletableFuture<Boss.Told> delegated =
        boss.callAsync(new Boss.Delegate(fork, Deed.CALL_OWN_READ), Duration.ofSeconds(1));

    assertThatThrownBy(delegated::join).as("waits for itself, unseen").isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void forkOfAHandler_deactivates_endsAfterTheTurn(Fork fork) throws Exception {
    ActorRef<Boss> boss = node.actor(Boss.TYPE, "b");
    assertThat(boss.call(new Boss.Delegate(fork, Deed.DEACTIVATE)).text()).isEqualTo("asked");
    assertAlive(boss);
  }

  @ParameterizedTest
  @EnumSource
  void forkOfAHook_calls_worksAsFromOutside(Fork fork) throws Exception {
    assertThat(node.actor(Boss.TYPE, "hook " + fork).call(new Boss.Ask()).text()).isEqualTo("new");
    assertThat(node.actor(Boss.LENIENT, "hook " + fork).call(new Boss.Ask()).text())
        .isEqualTo("new");
  }

  /// It answers, can be ended, and answers again.
  private void assertAlive(ActorRef<Boss> boss) {
    assertThat(boss.call(new Boss.Ask()).text()).isEqualTo("new");
    node.deactivate(boss);
    assertThat(boss.call(new Boss.Ask()).text()).isEqualTo("new");
  }

  /// Runs `body` in a fork of a scope. By reflection, since the JDK's API is a preview.
  @SuppressWarnings("unchecked")
  private static <T> T structured(Callable<T> body) throws Exception {
    Class<?> scopes = Class.forName("java.util.concurrent.StructuredTaskScope");
    Class<?> subtasks = Class.forName("java.util.concurrent.StructuredTaskScope$Subtask");
    Method fork = scopes.getMethod("fork", Callable.class);
    try (AutoCloseable scope = (AutoCloseable) scopes.getMethod("open").invoke(null)) {
      Object subtask = fork.invoke(scope, body);
      scopes.getMethod("join").invoke(scope);
      return (T) subtasks.getMethod("get").invoke(subtask);
    }
  }
}
