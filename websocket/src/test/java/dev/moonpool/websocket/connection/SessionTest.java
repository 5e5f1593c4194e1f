package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The life of a connection, decided without sockets or clocks.
@Timeout(60)
class SessionTest {
  @Test
  @Tag("W4")
  @Tag("W9")
  void start_withEverything_greetsAuthenticatesRestoresAndIsReadyInThisOrder() throws Exception {
    try (Bench bench = new Bench(UnaryOperator.identity(), new LineHandler(true, true))) {
      SubscribeCall call = bench.subscribe("a", "b");
      assertThat(bench.done()).containsExactly(new Action.Dial<>(1));

      bench.session.upgraded(1, Optional.of("key"), bench.now);
      assertThat(bench.written()).containsExactly("hello", "auth key");
      assertThat(bench.session.state()).isEqualTo(ConnectionState.AUTHENTICATING);
      bench.hear("sys maintenance at noon");
      bench.hear("welcome");
      assertThat(bench.written()).containsExactly("sub a b");
      bench.hear("ok a");
      assertThat(call.done()).isNotDone();
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CONNECTED);
      bench.hear("ok b");

      assertThat(call.done()).isCompleted();
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(bench.events())
          .satisfiesExactly(
              first -> assertThat(first).isInstanceOf(Event.Message.class),
              then -> assertThat(then).isEqualTo(new Event.Connected(new ConnectionEpoch(1))));
    }
  }

  @Test
  @Tag("W9")
  void auth_fatalRefusal_endsWhatWaitsAndTheConnection() throws Exception {
    try (Bench bench = Bench.plain()) {
      Outgoing<String[]> waiting = bench.ask("x");
      bench.session.upgraded(1, Optional.of("key"), bench.now);
      bench.hear("banned for-ever");

      assertThat(bench.session.state()).isEqualTo(ConnectionState.CLOSING);
      assertThat(failure(Bench.ended(waiting))).isInstanceOf(WsException.Auth.class);
      bench.breaks();
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CLOSED);
      assertThat(bench.done()).contains(new Action.Terminated<>());
    }
  }

  @Test
  @Tag("W16")
  void close_byAServerThatIsNotReturnedTo_letsItCloseTheSocketFirst() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.done();
      bench.session.closedByPeer(1, 1010, "no such extension", bench.now);

      assertThat(bench.done()).isEmpty();
      bench.pass(Duration.ofMillis(499));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CLOSING);
      bench.pass(Duration.ofMillis(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.CLOSED);
      assertThat(bench.done()).containsExactly(new Action.Drop<>(1), new Action.Terminated<>());
    }
  }

  @Test
  @Tag("W9")
  void auth_refusalOrSilence_isTriedAgainLater() throws Exception {
    try (Bench bench = Bench.plain()) {
      bench.session.upgraded(1, Optional.of("key"), bench.now);
      bench.hear("denied for-now");
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
      bench.breaks();
      bench.pass(Duration.ofSeconds(1));
      bench.redialled();
      bench.session.upgraded(2, Optional.of("key"), bench.now);
      bench.pass(Duration.ofSeconds(29));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.AUTHENTICATING);
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
      assertThat(bench.events()).hasOnlyElementsOfType(Event.AttemptFailed.class).hasSize(2);
    }
  }

  @Test
  @Tag("W10")
  void request_replied_completesOnceAndGivesItsPlaceBack() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> request = bench.ask("time");
      assertThat(bench.written()).containsExactly("req r1 time");
      assertThat(bench.requestPlaces.taken()).isEqualTo(1);
      bench.hear("res r1 noon");
      bench.hear("res r1 midnight");

      assertThat(Bench.ended(request).get().orElseThrow()[2]).isEqualTo("noon");
      assertThat(bench.requestPlaces.taken()).isZero();
      assertThat(bench.counters.strayReplies.sum()).isEqualTo(1);
    }
  }

  @Test
  @Tag("W10")
  void request_answeredWithAnError_failsAsRejected() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> request = bench.ask("time");
      bench.hear("err r1 404 none");

      assertThat(failure(Bench.ended(request)))
          .isInstanceOf(WsException.Remote.class)
          .hasMessageContaining("404")
          .extracting(thrown -> ((WsException) thrown).outcome().orElseThrow())
          .isEqualTo(Outcome.REJECTED);
    }
  }

  @Test
  @Tag("W10")
  void request_failedWhileWaiting_isNeverSent() throws Exception {
    try (Bench bench = Bench.plain()) {
      Outgoing<String[]> expired =
          bench.submit(
              new Bench.RequestText(new dev.moonpool.websocket.protocol.RequestId("e"), "req e"),
              Duration.ofSeconds(2));
      Outgoing<String[]> cancelled = bench.ask("b");
      Outgoing<String[]> kept = bench.ask("c");
      assertThat(cancelled.cancel()).isTrue();
      assertThat(bench.requestPlaces.taken()).isEqualTo(2);
      bench.pass(Duration.ofSeconds(3));
      bench.upgraded();

      assertThat(bench.written()).containsExactly("req r2 c");
      assertThat(outcome(expired)).isEqualTo(Outcome.NOT_SENT);
      assertThat(outcome(cancelled)).isEqualTo(Outcome.NOT_SENT);
      assertThat(Bench.ended(kept)).isNotDone();
      assertThat(bench.requestPlaces.taken()).isEqualTo(1);
      assertThat(bench.queuePlaces.taken()).isZero();
    }
  }

  @Test
  @Tag("W10")
  void request_sentBeforeTheLoss_failsAtOnceAndIsNotSentAgain() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> request = bench.ask("order");
      bench.written();
      bench.breaks();
      assertThat(outcome(request)).isEqualTo(Outcome.MAYBE_EXECUTED);
      bench.pass(Duration.ofSeconds(1));
      bench.redialled();
      bench.upgraded();

      assertThat(bench.written()).isEmpty();
      assertThat(bench.requestPlaces.taken()).isZero();
    }
  }

  @Test
  @Tag("W10")
  void request_moreThanMayWait_isRefusedAtOnce() throws Exception {
    try (Bench bench =
        new Bench(config -> config.commandCapacity(2), new LineHandler(false, false))) {
      bench.ask("a");
      bench.ask("b");
      Outgoing<String[]> refused = bench.ask("c");

      assertThat(failure(Bench.ended(refused))).isInstanceOf(WsException.CapacityExceeded.class);
      assertThat(bench.requestPlaces.taken()).isEqualTo(2);
    }
  }

  @Test
  @Tag("W10")
  void request_whileNotReadyAndFailFast_failsAtOnce() throws Exception {
    try (Bench bench = new Bench(config -> config.failFast(true), new LineHandler(false, false))) {
      assertThat(outcome(bench.ask("a"))).isEqualTo(Outcome.NOT_SENT);
    }
  }

  @Test
  @Tag("W10")
  void request_unansweredInTime_saysThatItMayHaveRun() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> request = bench.ask("a");
      for (int second = 0; second < 30; second++) {
        assertThat(request.hasEnded()).isFalse();
        bench.pass(Duration.ofSeconds(1));
        bench.session.heard(1);
      }

      assertThat(failure(Bench.ended(request))).isInstanceOf(WsException.RequestTimeout.class);
      assertThat(outcome(request)).isEqualTo(Outcome.MAYBE_EXECUTED);
    }
  }

  @Test
  @Tag("W13")
  void backoff_acceptThenClose_growsUntilStable() throws Exception {
    try (Bench bench = Bench.plain()) {
      for (int expected : List.of(1, 2, 4, 8)) {
        bench.upgraded();
        bench.done();
        bench.breaks();
        bench.pass(Duration.ofSeconds(expected).minusNanos(1));
        assertThat(bench.done()).isEmpty();
        bench.pass(Duration.ofNanos(1));
        bench.redialled();
        assertThat(bench.session.state()).isEqualTo(ConnectionState.CONNECTING);
      }
      bench.upgraded();
      bench.pass(Duration.ofSeconds(5));
      bench.breaks();
      bench.done();
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.done()).containsExactly(new Action.Dial<>(6));
    }
  }

  @Test
  @Tag("W13")
  void attempts_asManyAsMayBe_endTheConnectionAndWhatWaits() throws Exception {
    try (Bench bench =
        new Bench(
            config -> config.backoff(BackoffPolicy.DEFAULT.withFactor(2, 0).withAttemptsMax(2)),
            new LineHandler(false, false))) {
      Outgoing<String[]> waiting = bench.ask("a");
      for (int i = 0; i < 3; i++) {
        bench.session.failed(
            bench.attempt, new IllegalStateException("refused"), Optional.empty(), bench.now);
        bench.pass(Duration.ofSeconds(3));
        bench.redialled();
      }

      assertThat(bench.session.state()).isEqualTo(ConnectionState.CLOSED);
      assertThat(failure(Bench.ended(waiting)))
          .isInstanceOf(WsException.MaxReconnectAttempts.class);
      assertThat(bench.events().getLast()).isInstanceOf(Event.Closed.class);
    }
  }

  @Test
  @Tag("W13")
  void retryAfter_andRestartCodes_areHonoured() throws Exception {
    try (Bench bench = Bench.plain()) {
      bench.session.failed(
          1, new IllegalStateException("503"), Optional.of(Duration.ofSeconds(20)), bench.now);
      bench.done();
      bench.pass(Duration.ofSeconds(19));
      assertThat(bench.done()).isEmpty();
      bench.pass(Duration.ofSeconds(1));
      bench.redialled();
      bench.upgraded();
      bench.pass(Duration.ofSeconds(6));
      bench.session.closedByPeer(2, 1012, "restart", bench.now);
      bench.breaks();
      bench.done();
      bench.pass(Duration.ofSeconds(4));
      assertThat(bench.done()).isEmpty();
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.done()).containsExactly(new Action.Dial<>(3));
    }
  }

  @Test
  @Tag("W13")
  void dial_whileTheOldSocketIsThere_waitsUntilItIsGone() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.session.closedByPeer(1, 1001, "going away", bench.now);
      bench.done();
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.done()).containsExactly(new Action.Drop<>(1));
      bench.breaks();
      assertThat(bench.done()).containsExactly(new Action.Dial<>(2));
    }
  }

  @Test
  @Tag("W5")
  void staleEvents_ofAnOldSocket_changeNothing() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.breaks();
      bench.pass(Duration.ofSeconds(1));
      bench.redialled();
      bench.upgraded();
      bench.done();
      bench.events();
      bench.session.gone(1, "late", bench.now);
      bench.session.failed(1, new IllegalStateException("late"), Optional.empty(), bench.now);
      bench.session.closedByPeer(1, 1000, "late", bench.now);
      bench.session.pingWritten(1, bench.now);
      bench.session.upgraded(1, Optional.empty(), bench.now);

      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(bench.session.epoch()).isEqualTo(new ConnectionEpoch(2));
      assertThat(bench.done()).isEmpty();
      assertThat(bench.events()).isEmpty();
    }
  }

  @Test
  @Tag("W15")
  void heartbeat_silence_isNoticedWithinIntervalAndTimeout() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.pass(Duration.ofSeconds(30));
      assertThat(bench.done()).contains(new Action.Ping<>(1));
      bench.session.pingWritten(1, bench.now);
      bench.pass(Duration.ofSeconds(10).minusNanos(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      bench.pass(Duration.ofNanos(1));
      assertThat(bench.done()).contains(new Action.Drop<>(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
    }
  }

  @Test
  @Tag("W15")
  void heartbeat_withPongsAtDefaults_staysAliveForADay() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.drains = true;
      for (int ping = 0; ping < 24 * 120; ping++) {
        bench.pass(Duration.ofSeconds(30));
        bench.session.pingWritten(1, bench.now);
        bench.pass(Duration.ofMillis(5));
        bench.session.heard(1);
      }
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      assertThat(bench.session.epoch()).isEqualTo(new ConnectionEpoch(1));
    }
  }

  @Test
  @Tag("W15")
  void heartbeat_pingStuckBehindBulkOrBulkArriving_isNoAlarm() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.drains = true;
      bench.pass(Duration.ofSeconds(55));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      bench.session.pingWritten(1, bench.now);
      for (int i = 0; i < 10; i++) {
        bench.pass(Duration.ofSeconds(9));
        bench.session.heard(1);
      }
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
    }
  }

  @Test
  @Tag("W15")
  @Tag("W17")
  void heartbeat_pingThatIsNeverWritten_isNoticedWithinTheWriteTimeout() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.pass(Duration.ofSeconds(40).minusNanos(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      bench.pass(Duration.ofNanos(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
    }
  }

  @Test
  @Tag("W17")
  void write_peerTakesNothing_timesOutButNotWhileItTakesSome() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.session.writabilityChanged(1, false, bench.now);
      bench.session.tick(5_000, bench.now);
      Outgoing<String[]> waiting = bench.ask("a");
      assertThat(bench.written()).isEmpty();
      bench.now += Duration.ofSeconds(10).toNanos();
      bench.session.tick(3_000, bench.now);
      assertThat(bench.session.state()).isEqualTo(ConnectionState.READY);
      bench.now += Duration.ofSeconds(10).toNanos();
      bench.session.tick(3_000, bench.now);
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
      assertThat(Bench.ended(waiting)).isNotDone();
    }
  }

  @Test
  @Tag("W16")
  void shutdown_whileReady_closesFailsAndEndsAndIsBounded() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      Outgoing<String[]> sent = bench.ask("a");
      SubscribeCall call = bench.subscribe("t");
      bench.done();
      bench.session.shutdown(
          new DisconnectReason(1000, "enough"), Duration.ofSeconds(5), bench.now);

      assertThat(bench.done()).containsExactly(new Action.Close<>(1, 1000, "enough"));
      assertThat(outcome(sent)).isEqualTo(Outcome.MAYBE_EXECUTED);
      assertThat(call.done().get().getFirst().hasEnded()).isTrue();
      bench.pass(Duration.ofSeconds(5));
      assertThat(bench.done()).containsExactly(new Action.Drop<>(1), new Action.Terminated<>());
      assertThat(bench.events().getLast())
          .isEqualTo(new Event.Closed(new DisconnectReason(1000, "enough")));
      assertThat(outcome(bench.ask("late"))).isEqualTo(Outcome.NOT_SENT);
    }
  }

  @Test
  @Tag("W16")
  void shutdown_whileConnectingOrBackingOff_endsAtOnce() throws Exception {
    DisconnectReason reason = new DisconnectReason(1000, "enough");
    try (Bench connecting = Bench.plain()) {
      connecting.done();
      connecting.session.shutdown(reason, Duration.ofSeconds(5), connecting.now);
      assertThat(connecting.done()).containsExactly(new Action.Drop<>(1));
      connecting.session.failed(
          1, new IllegalStateException("dropped"), Optional.empty(), connecting.now);
      assertThat(connecting.done()).containsExactly(new Action.Terminated<>());
    }
    try (Bench waiting = Bench.plain().upgraded()) {
      waiting.breaks();
      waiting.done();
      waiting.session.shutdown(reason, Duration.ofSeconds(5), waiting.now);
      assertThat(waiting.done()).containsExactly(new Action.Terminated<>());
    }
  }

  @Test
  @Tag("W13")
  void connect_thatHangs_isGivenUpInTime() throws Exception {
    try (Bench bench = Bench.plain()) {
      bench.done();
      bench.pass(Duration.ofSeconds(10));
      assertThat(bench.done()).containsExactly(new Action.Drop<>(1));
      assertThat(bench.session.state()).isEqualTo(ConnectionState.RECONNECTING);
    }
  }

  @Test
  @Tag("W6")
  void closedByPeer_withACodeThatSaysStop_tellsOfTheLossOnce() throws Exception {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.session.closedByPeer(bench.attempt, 1010, "no such extension", bench.now);
      bench.breaks();

      assertThat(bench.events())
          .extracting(event -> event.getClass().getSimpleName())
          .containsExactly("Connected", "Disconnected", "Closed");
    }
  }

  private static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isDone();
    return future.exceptionNow();
  }

  private static Outcome outcome(Outgoing<String[]> outgoing) {
    return ((WsException) failure(Bench.ended(outgoing))).outcome().orElseThrow();
  }

  @Test
  @Tag("W13")
  void reconnect_onDemand_dialsWithoutDelay() {
    try (Bench bench = Bench.plain().upgraded()) {
      bench.done();
      bench.session.reconnect("new key", Loss.Trigger.USER, bench.now);
      assertThat(bench.done()).containsExactly(new Action.Close<>(1, 1000, "new key"));
      bench.pass(Duration.ofMillis(500));
      assertThat(bench.done()).containsExactly(new Action.Drop<>(1));
      bench.breaks();
      assertThat(bench.done()).containsExactly(new Action.Dial<>(2));
      assertThatThrownBy(() -> bench.stream.iterator().remove())
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
