package dev.moonpool.examples.oracles;

import dev.moonpool.foundation.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The turns that are under way in one activation, and which of them wait for a call of their own.
final class TurnWatch {
  /// How a request may run beside others.
  enum Kind {
    /// Alone.
    WRITER,
    /// Beside other readers that wait.
    READER,
    /// Beside any request that waits.
    INTERLEAVES
  }

  private final List<Turn> turns = new ArrayList<>();
  private final boolean reentrant;

  /// @param reentrant whether any request may run beside one that waits
  TurnWatch(boolean reentrant) {
    this.reentrant = reentrant;
  }

  /// A turn begins.
  Turn begin(Kind kind) {
    Turn turn = new Turn(kind);
    for (Turn other : turns) {
      if (!other.waits) {
        turn.broken = Optional.of(kind + " began while " + other.kind + " ran");
      } else if (!mayRunBeside(turn, other)) {
        turn.broken = Optional.of(kind + " began while " + other.kind + " waited");
      } else {
        Coverage.reached("oracles.interleaved");
      }
    }
    turns.add(turn);
    return turn;
  }

  private boolean mayRunBeside(Turn turn, Turn waiting) {
    return reentrant
        || turn.kind == Kind.INTERLEAVES
        || (turn.kind == Kind.READER && waiting.kind == Kind.READER);
  }

  /// One turn.
  final class Turn {
    private final Kind kind;
    private boolean waits;
    private Optional<String> broken = Optional.empty();

    private Turn(Kind kind) {
      this.kind = kind;
    }

    /// What was wrong with its beginning or its going on.
    Optional<String> broken() {
      return broken;
    }

    /// The handler begins to wait for a call.
    void suspend() {
      waits = true;
    }

    /// The handler goes on.
    void resume() {
      waits = false;
      for (Turn other : turns) {
        if (other != this && !other.waits) {
          broken = Optional.of(kind + " went on while " + other.kind + " ran");
        }
      }
    }

    void end() {
      turns.remove(this);
    }
  }
}
