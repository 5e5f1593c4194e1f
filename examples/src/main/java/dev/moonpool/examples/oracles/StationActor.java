package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.ActorContext;
import dev.moonpool.actors.api.ActorException;
import dev.moonpool.actors.api.ActorLifecycle;
import dev.moonpool.actors.api.ActorState;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.RejectedException;
import dev.moonpool.actors.api.Request;
import dev.moonpool.examples.oracles.Station.Log;
import dev.moonpool.examples.oracles.TurnWatch.Kind;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// A station; it tells the [Judge] of every step of its life.
final class StationActor implements ActorLifecycle {
  /// Short, so that actors come and go by themselves during a run.
  private static final Duration IDLE = Duration.ofMillis(1_500);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MAILBOX = 128;
  private static final int KIOSKS = 3;

  private final Surroundings around;
  private final ActorContext context;
  private final ActorState<Log> state;
  private final TurnWatch turns;
  private final String name;

  private StationActor(
      Surroundings around, ActorContext context, ActorState<Log> state, boolean reentrant) {
    this.around = around;
    this.context = context;
    this.state = state;
    this.turns = new TurnWatch(reentrant);
    this.name = context.id().toString();
  }

  /// What a node gives to its stations.
  ///
  /// @param judge of the world
  /// @param run the node's run, unique in the world
  /// @param time the node's
  /// @param random the node's, for how long hooks take
  record Surroundings(Judge judge, String run, Time time, Randomness random) {}

  /// How a node hosts stations.
  static List<Definition<?, ?>> definitions(Surroundings around) {
    return List.of(
        definition(Station.PLAIN, around, false),
        definition(Station.REENTRANT, around, true).reentrant(),
        KioskActor.definition(around));
  }

  private static Definition<Station, StationActor> definition(
      ActorType<Station> type, Surroundings around, boolean reentrant) {
    return type.state(Log.class, Log.EMPTY)
        .version(2)
        .upgrade(1, Station.FormerLog.class, FormerBuild::upgraded)
        .create((context, state) -> new StationActor(around, context, state, reentrant))
        .on(Station.Add.class, StationActor::add)
        .on(Station.Visit.class, StationActor::visit)
        .on(Station.Read.class, StationActor::read)
        .on(Station.Look.class, StationActor::look)
        .on(Station.Confirmed.class, StationActor::confirmed)
        .on(Station.Pause.class, StationActor::pause)
        .on(Station.Poke.class, StationActor::poke)
        .on(Station.Clear.class, StationActor::clear)
        .on(Station.Arm.class, StationActor::arm)
        .on(Station.Tick.class, StationActor::tick)
        .on(Station.Retire.class, StationActor::retire)
        .idleTimeout(IDLE)
        .mailboxCapacity(MAILBOX);
  }

  @Override
  public void onActivate() throws InterruptedException {
    around.judge().hookBegins(name, around.run(), "onActivate");
    try {
      linger();
      around.judge().activated(name, around.run());
    } finally {
      around.judge().hookEnds(name, around.run(), "onActivate");
    }
  }

  /// Takes its time, and sometimes saves.
  @Override
  public void onDeactivate(DeactivationReason reason) throws InterruptedException {
    around.judge().hookBegins(name, around.run(), "onDeactivate");
    try {
      linger();
      if (around.random().chance(0.3)) {
        state.persist(state.get());
      }
    } finally {
      around.judge().deactivated(name, around.run());
      around.judge().hookEnds(name, around.run(), "onDeactivate");
    }
  }

  private void linger() throws InterruptedException {
    if (around.random().chance(0.3)) {
      around.time().sleep(Duration.ofMillis(around.random().nextInt(200)));
    }
  }

  private Log add(Station.Add request) {
    return turn(Kind.WRITER, _ -> append(request.attempt()));
  }

  private Log visit(Station.Visit request) {
    return turn(
        Kind.WRITER,
        turn -> {
          Log log = append(request.attempt());
          if (!request.path().isEmpty()) {
            onward(turn, request);
          }
          return log;
        });
  }

  /// The next station's outcome is judged as a client's, but for its deadline: stations that call
  /// one another for two clients wait for each other until one of the calls is over.
  private void onward(TurnWatch.Turn turn, Station.Visit request) {
    String key = request.path().getFirst();
    String attempt = request.attempt() + "+";
    List<String> rest = request.path().subList(1, request.path().size());
    try {
      waiting(turn, key, new Station.Visit(attempt, rest));
      around.judge().attempts().acknowledged(StationClient.name(Station.PLAIN, key), attempt);
    } catch (ActorException e) {
      StationClient.judgeImpatient(around.judge(), attempt, e);
    }
  }

  private Log read(Station.Read request) {
    return turn(
        Kind.READER,
        _ -> {
          if (around.random().chance(0.2)) {
            Thread.currentThread().interrupt(); // must disturb no turn that comes after
          }
          return state.get();
        });
  }

  private Log look(Station.Look request) {
    return turn(
        Kind.READER,
        turn -> {
          try {
            waiting(turn, request.key(), new Station.Read());
          } catch (ActorException e) {
            // The other one cannot be read now; this one can.
          }
          return state.get();
        });
  }

  private Log confirmed(Station.Confirmed request) {
    return turn(Kind.WRITER, _ -> state.get());
  }

  private Nothing pause(Station.Pause request) throws InterruptedException {
    around.judge().ran(request.attempt());
    TurnWatch.Turn turn = begin(Kind.WRITER);
    try {
      around.time().sleep(Duration.ofMillis(request.millis()));
      return Nothing.NOTHING;
    } finally {
      turn.end();
    }
  }

  private Nothing poke(Station.Poke request) {
    around.judge().ran(request.attempt());
    return turn(
        Kind.INTERLEAVES,
        turn -> {
          stamp(turn, request.attempt() + "!");
          return Nothing.NOTHING;
        });
  }

  /// Calls a kiosk, which runs on this turn's own thread if it lives on this node.
  private void stamp(TurnWatch.Turn turn, String attempt) {
    String key = "k" + around.random().nextInt(KIOSKS);
    turn.suspend();
    try {
      var _ = context.actor(Kiosk.TYPE, key).call(new Kiosk.Stamp(attempt), PATIENCE);
    } catch (ActorException e) {
      StationClient.judgeImpatient(around.judge(), attempt, e);
    } finally {
      turn.resume();
      around.judge().turn(turn);
    }
  }

  private Nothing clear(Station.Clear request) {
    around.judge().ran(request.attempt());
    return turn(
        Kind.WRITER,
        _ -> {
          state.clear();
          return Nothing.NOTHING;
        });
  }

  private Nothing arm(Station.Arm request) {
    around.judge().ran(request.attempt());
    return turn(
        Kind.WRITER,
        _ -> {
          try {
            for (int i = 0; i < request.timers(); i++) {
              Duration delay = Duration.ofMillis(1 + around.random().nextInt(1_000));
              context.sendLater(delay, new Station.Tick(request.attempt() + "." + i));
            }
          } catch (RejectedException e) {
            // There are as many timers as there may be.
          }
          return Nothing.NOTHING;
        });
  }

  private Nothing tick(Station.Tick request) {
    around.judge().ran(request.attempt());
    return turn(Kind.WRITER, _ -> Nothing.NOTHING);
  }

  private Nothing retire(Station.Retire request) {
    context.deactivate();
    return Nothing.NOTHING;
  }

  private Log append(String attempt) {
    around.judge().ran(attempt);
    return state.persist(state.get().with(attempt));
  }

  private void waiting(TurnWatch.Turn turn, String key, Request<Station, Log> request) {
    turn.suspend();
    try {
      Log other = context.actor(Station.PLAIN, key).call(request, PATIENCE);
      around.judge().read(StationClient.name(Station.PLAIN, key), other.attempts());
    } finally {
      turn.resume();
      around.judge().turn(turn);
    }
  }

  private <R> R turn(Kind kind, Function<TurnWatch.Turn, R> body) {
    TurnWatch.Turn turn = begin(kind);
    try {
      return body.apply(turn);
    } finally {
      turn.end();
    }
  }

  private TurnWatch.Turn begin(Kind kind) {
    if (Thread.currentThread().isInterrupted()) {
      around.judge().disturbed(name + " begins a turn with an interrupt of another");
    }
    TurnWatch.Turn turn = turns.begin(kind);
    around.judge().turn(turn);
    return turn;
  }
}
