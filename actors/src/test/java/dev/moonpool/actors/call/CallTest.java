package dev.moonpool.actors.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.VirtualTime;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.FailedException;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RefusedException;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.serialization.CborPayloads;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A14")
class CallTest {
  private interface Lamp {
    record Light(int level) implements Request<Lamp, Level> {}

    record Unknown() implements Request<Lamp, Nothing> {}

    record Level(int value) {}

    record Burnt(int hours) implements Refusal {}
  }

  private static final ActorType<Lamp> TYPE =
      ActorType.named("lamp", Lamp.class)
          .request("light", Lamp.Light.class, Lamp.Level.class)
          .refusal("burnt", Lamp.Burnt.class);
  private static final ActorId ID = new ActorId("test", "lamp", "hall");
  private static final CborPayloads PAYLOADS =
      new CborPayloads(
          text -> {
            throw new IllegalArgumentException(text);
          });

  @Test
  void await_answeredBefore_givesTheAnswer() {
    VirtualTime.run(
        providers -> {
          Origin origin = origin(providers);
          BlockingCall call = added(origin);
          call.answer(new Lamp.Level(3));

          assertThat(call.await(providers.time())).isEqualTo(new Lamp.Level(3));
          assertThat(origin.pending().size()).isZero();
        });
  }

  @Test
  void await_answeredLater_isWokenByTheAnswer() {
    VirtualTime.run(
        providers -> {
          Origin origin = origin(providers);
          BlockingCall call = added(origin);
          providers.time().schedule(Duration.ofSeconds(1), () -> call.answer(new Lamp.Level(3)));

          assertThat(call.await(providers.time())).isEqualTo(new Lamp.Level(3));
        });
  }

  @Test
  void await_eachFailure_becomesItsExceptionOnTheCallersThread() {
    Rejection overloaded = new Rejection.Overloaded(ID.toString(), 128);
    IllegalStateException cause = new IllegalStateException("dark");
    VirtualTime.run(
        providers -> {
          thrown(providers, new Failure.NotSent("no way"), NotSentException.class);
          thrown(
              providers,
              new Failure.MaybeExecuted("who knows", cause),
              MaybeExecutedException.class);
          thrown(providers, Failure.Failed.of(cause), FailedException.class);
          RejectedException rejected =
              thrown(providers, new Failure.Rejected(overloaded), RejectedException.class);
          assertThat(rejected.rejection()).isEqualTo(overloaded);
          RefusedException refused =
              thrown(providers, new Failure.Refused(new Lamp.Burnt(9)), RefusedException.class);
          assertThat(refused.refusal()).isEqualTo(new Lamp.Burnt(9));
        });
  }

  @Test
  void failed_ofAnException_namesItsClassAndWords() {
    assertThat(Failure.Failed.of(new IllegalStateException("dark")).message())
        .isEqualTo("IllegalStateException: dark");
    assertThat(Failure.Failed.of(new IllegalStateException()).message())
        .isEqualTo("IllegalStateException");
  }

  @Test
  void await_interruptedBeforeItBegan_isNotSentAndStaysInterrupted() {
    VirtualTime.run(providers -> assertInterrupted(providers, false, NotSentException.class));
  }

  @Test
  void await_interruptedWhileItRuns_mayHaveBeenExecutedAndStaysInterrupted() {
    VirtualTime.run(providers -> assertInterrupted(providers, true, MaybeExecutedException.class));
  }

  @Test
  void cancel_beforeItBegan_neverLetsItBegin() {
    VirtualTime.run(
        providers -> {
          BlockingCall call = added(origin(providers));

          assertThat(call.cancel("no longer wanted")).isTrue();
          assertThat(call.begin()).isFalse();
          assertThat(call.cancel("again")).isFalse();
          assertThat(call.hasEnded()).isTrue();
        });
  }

  @Test
  @Tag("A17")
  void cancel_handedToAConnection_namesItAndWithdrawsTheMessage() {
    VirtualTime.run(
        providers -> {
          BlockingCall call = added(origin(providers));
          call.begin();
          FakeCarrier carrier = new FakeCarrier("node-2:7000");
          call.handedTo(carrier);
          call.cancel("its time was over");

          assertThatThrownBy(() -> call.await(providers.time()))
              .isInstanceOf(MaybeExecutedException.class)
              .hasMessageContaining("test::lamp/hall.light")
              .hasMessageContaining("its time was over")
              .hasMessageContaining("sent to node-2:7000");
          assertThat(carrier.withdrawn).containsExactly(call.correlation());
        });
  }

  @Test
  void unbegin_refusedElsewhere_mayBeginAgainAndEndOnce() {
    VirtualTime.run(
        providers -> {
          BlockingCall call = added(origin(providers));
          assertThat(call.begin()).isTrue();
          assertThat(call.begin()).isFalse();
          assertThat(call.unbegin()).isTrue();
          assertThat(call.unbegin()).isFalse();
          assertThat(call.hasBegun()).isFalse();
          assertThat(call.begin()).isTrue();
          call.answer(new Lamp.Level(1));
          call.fail(new Failure.NotSent("late"));

          assertThat(call.unbegin()).isFalse();
          assertThat(call.await(providers.time())).isEqualTo(new Lamp.Level(1));
        });
  }

  @Test
  @Tag("A16")
  void raw_answersAndRefusals_areReadWithTheirRegisteredTypes() {
    VirtualTime.run(
        providers -> {
          BlockingCall answered = added(origin(providers));
          answered.answerRaw(PAYLOADS.serialize(new Lamp.Level(7), Lamp.Level.class));
          assertThat(answered.await(providers.time())).isEqualTo(new Lamp.Level(7));

          BlockingCall refused = added(origin(providers));
          refused.refuseRaw("burnt", PAYLOADS.serialize(new Lamp.Burnt(9), Lamp.Burnt.class));
          assertThatThrownBy(() -> refused.await(providers.time()))
              .isInstanceOfSatisfying(
                  RefusedException.class,
                  e -> assertThat(e.refusal()).isEqualTo(new Lamp.Burnt(9)));
        });
  }

  @Test
  @Tag("A16")
  void raw_bytesThatCannotBeRead_areTypedFailuresAndNeverAHang() {
    byte[] garbage = {(byte) 0xff, 1, 2};
    VirtualTime.run(
        providers -> {
          BlockingCall answered = added(origin(providers));
          answered.answerRaw(garbage);
          assertThatThrownBy(() -> answered.await(providers.time()))
              .isInstanceOf(MaybeExecutedException.class)
              .hasMessageContaining("cannot be read");

          BlockingCall refused = added(origin(providers));
          refused.refuseRaw("burnt", garbage);
          assertThatThrownBy(() -> refused.await(providers.time()))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("'burnt'");

          BlockingCall unknown = added(origin(providers));
          unknown.refuseRaw("melted", garbage);
          assertThatThrownBy(() -> unknown.await(providers.time()))
              .isInstanceOf(FailedException.class)
              .hasMessageContaining("'melted'");
        });
  }

  @Test
  void future_answered_completesOnATaskOfItsOwn() {
    VirtualTime.run(
        providers -> {
          FutureCall call = future(origin(providers));
          List<String> threads = new ArrayList<>();
          CompletableFuture<Void> continued =
              call.future().thenAccept(answer -> threads.add(Thread.currentThread().getName()));
          call.answer(new Lamp.Level(1));
          continued.get();

          assertThat(threads).containsExactly("complete");
        });
  }

  @Test
  void future_failed_completesExceptionally() {
    VirtualTime.run(
        providers -> {
          FutureCall call = future(origin(providers));
          call.fail(new Failure.NotSent("no way"));

          assertThatThrownBy(() -> call.future().get())
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(NotSentException.class);
        });
  }

  @Test
  @Tag("A17")
  void future_cancelled_endsTheCallAndLeavesNothing() {
    VirtualTime.run(
        providers -> {
          Origin origin = origin(providers);
          FutureCall call = future(origin);
          assertThat(call.future().cancel(true)).isTrue();

          assertThat(call.begin()).as("it never runs").isFalse();
          assertThat(origin.pending().size()).isZero();
          call.answer(new Lamp.Level(1));
          assertThatThrownBy(() -> call.future().join()).isInstanceOf(CancellationException.class);
        });
  }

  @Test
  void oneWay_failsWhileItsSenderDelivers_isThrownAndNotCounted() {
    VirtualTime.run(
        providers -> {
          Origin origin = origin(providers);
          OneWay message = new OneWay(ID, TYPE, new Lamp.Light(1), origin);
          message.fail(new Failure.NotSent("no way"));

          assertThatThrownBy(message::orThrow).isInstanceOf(NotSentException.class);
          assertThat(origin.lost().sum()).isZero();
        });
  }

  @Test
  void oneWay_failsAfterwards_isCounted() {
    VirtualTime.run(
        providers -> {
          Origin origin = origin(providers);
          OneWay message = new OneWay(ID, TYPE, new Lamp.Light(1), origin);
          message.orThrow();
          message.fail(new Failure.NotSent("no way"));

          assertThat(origin.lost().sum()).isEqualTo(1);
        });
  }

  @Test
  @Tag("A27")
  void timerMessage_endsHoweverItDoes_isToldOnceAndNotCounted() {
    VirtualTime.run(
        providers -> {
          Origin origin = origin(providers);
          List<Object> told = new ArrayList<>();
          TimerMessage early = new TimerMessage(ID, TYPE, new Lamp.Light(1), origin, told::add);
          Failure failure = new Failure.NotSent("no way");
          early.fail(failure);
          early.fail(new Failure.NotSent("again"));
          TimerMessage ran = new TimerMessage(ID, TYPE, new Lamp.Light(1), origin, told::add);
          assertThat(ran.begin()).isTrue();
          ran.answer(new Lamp.Level(1));

          assertThat(told).containsExactly(failure, new Lamp.Level(1));
          assertThat(origin.lost().sum()).isZero();
        });
  }

  @Test
  void oneWay_failsOnAnotherThreadAtThatMoment_isThrownOrCountedButNeverForgotten()
      throws Exception {
    try (SystemProviders system = SystemProviders.start()) {
      Origin origin = origin(system.providers());
      int thrown = 0;
      for (int i = 0; i < 2_000; i++) {
        OneWay message = new OneWay(ID, TYPE, new Lamp.Light(1), origin);
        Task other =
            system
                .providers()
                .tasks()
                .start("turn", () -> message.fail(new Failure.NotSent("no way")));
        try {
          message.orThrow();
        } catch (NotSentException e) {
          thrown++;
        }
        other.join();
      }
      assertThat(thrown + origin.lost().sum()).isEqualTo(2_000);
    }
  }

  @Test
  void construct_unregisteredRequest_isRefusedAtTheCaller() {
    VirtualTime.run(
        providers ->
            assertThatThrownBy(
                    () ->
                        new BlockingCall(
                            ID, TYPE, new Lamp.Unknown(), Long.MAX_VALUE, origin(providers)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown"));
  }

  @Test
  void await_answerAndCancelRaceOnRealThreads_oneOfThemWins() throws Exception {
    try (SystemProviders system = SystemProviders.start()) {
      Providers providers = system.providers();
      Origin origin = origin(providers);
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger cancelled = new AtomicInteger();
      int calls = 3_000;
      CompletableFuture<Void> virtual = new CompletableFuture<>();
      providers
          .tasks()
          .start("caller", () -> race(providers, origin, calls, answered, cancelled, virtual));
      CompletableFuture<Void> platform = new CompletableFuture<>();
      providers
          .tasks()
          .startPlatform(
              "caller", () -> race(providers, origin, calls, answered, cancelled, platform));
      Duration limit = Duration.ofSeconds(30);
      providers.time().await(virtual, limit, "the virtual caller");
      providers.time().await(platform, limit, "the platform caller");

      assertThat(answered.get() + cancelled.get()).isEqualTo(2 * calls);
      assertThat(origin.pending().size()).isZero();
    }
  }

  private static void race(
      Providers providers,
      Origin origin,
      int calls,
      AtomicInteger answered,
      AtomicInteger cancelled,
      CompletableFuture<Void> done) {
    try {
      for (int i = 0; i < calls; i++) {
        BlockingCall call = added(origin);
        providers.tasks().start("answers", () -> call.answer(new Lamp.Level(1)));
        if (i % 2 == 0) {
          providers.tasks().start("cancels", () -> call.cancel("no longer wanted"));
        }
        try {
          call.await(providers.time());
          answered.incrementAndGet();
        } catch (NotSentException e) {
          cancelled.incrementAndGet();
        }
      }
      done.complete(null);
    } catch (Throwable t) {
      done.completeExceptionally(new CompletionException(t));
    }
  }

  private static void assertInterrupted(
      Providers providers, boolean begun, Class<? extends Exception> expected) throws Exception {
    Origin origin = origin(providers);
    List<String> seen = new ArrayList<>();
    Task caller =
        providers
            .tasks()
            .start(
                "caller",
                () -> {
                  BlockingCall call = added(origin);
                  if (begun) {
                    call.begin();
                  }
                  assertThatThrownBy(() -> call.await(providers.time())).isInstanceOf(expected);
                  seen.add("interrupted " + Thread.currentThread().isInterrupted());
                });
    providers.time().sleep(Duration.ofSeconds(1));
    caller.interrupt();
    caller.join();

    assertThat(seen).containsExactly("interrupted true");
    assertThat(origin.pending().size()).isZero();
  }

  private static <E extends Throwable> E thrown(
      Providers providers, Failure failure, Class<E> expected) {
    BlockingCall call = added(origin(providers));
    call.fail(failure);
    try {
      call.await(providers.time());
    } catch (Throwable t) {
      assertThat(t).isExactlyInstanceOf(expected);
      assertThat(t.getStackTrace())
          .as("the stack shows who called")
          .anyMatch(frame -> frame.getMethodName().equals("thrown"));
      return expected.cast(t);
    }
    throw new AssertionError("a failure was answered: " + failure);
  }

  private static BlockingCall added(Origin origin) {
    BlockingCall call = new BlockingCall(ID, TYPE, new Lamp.Light(1), Long.MAX_VALUE, origin);
    assertThat(origin.pending().add(call)).isTrue();
    return call;
  }

  private static FutureCall future(Origin origin) {
    FutureCall call = new FutureCall(ID, TYPE, new Lamp.Light(1), Long.MAX_VALUE, origin);
    assertThat(origin.pending().add(call)).isTrue();
    return call;
  }

  private static Origin origin(Providers providers) {
    return new Origin(
        new PendingCalls(providers.time(), 1_024),
        PAYLOADS,
        providers.tasks().executor("complete"),
        new LongAdder(),
        new Told());
  }

  /// A node that knows nothing of its calls.
  private record Told() implements Stages {
    @Override
    public String waiting(ActorId target) {
      return "it waited";
    }

    @Override
    public String running(Invocation message) {
      return "it was running";
    }
  }
}
