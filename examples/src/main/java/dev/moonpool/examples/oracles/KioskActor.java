package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.examples.oracles.StationActor.Surroundings;
import dev.moonpool.examples.oracles.TurnWatch.Kind;
import java.time.Duration;

/// A kiosk; it tells the [Judge] of every turn.
final class KioskActor {
  private static final Duration IDLE = Duration.ofMillis(1_500);

  private final Judge judge;
  private final TurnWatch turns = new TurnWatch(false);

  private KioskActor(Judge judge) {
    this.judge = judge;
  }

  /// How a node hosts kiosks.
  static Definition<Kiosk, KioskActor> definition(Surroundings around) {
    return Kiosk.TYPE
        .create(_ -> new KioskActor(around.judge()))
        .on(Kiosk.Stamp.class, KioskActor::stamp)
        .idleTimeout(IDLE)
        .direct();
  }

  private Nothing stamp(Kiosk.Stamp request) {
    judge.ran(request.attempt());
    TurnWatch.Turn turn = turns.begin(Kind.WRITER);
    judge.turn(turn);
    turn.end();
    return Nothing.NOTHING;
  }
}
