package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeIdentity;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What really became of each request of a simulated world. Outlives its processes.
final class MessageLedger {
  enum End {
    ANSWERED,
    NOT_SENT,
    MAYBE_EXECUTED
  }

  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private @Nullable String broken;

  /// How many requests are cancelled just before they are written, are larger than the connection
  /// takes, and cannot be made into bytes.
  double cancelled;

  double tooLarge;
  double unwritable;

  long answered;
  long notSent;
  long maybeExecuted;
  long executedOfMaybe;

  void began(NodeIdentity caller, long correlation) {
    entries.put(caller + "/" + correlation, new Entry());
  }

  void executed(NodeIdentity caller, long correlation) {
    Entry entry = entries.get(caller + "/" + correlation);
    check(entry != null, "only what was sent arrives");
    if (entry != null) {
      entry.executions++;
      check(entry.executions == 1, "a request runs at most once");
      check(entry.end != End.NOT_SENT, "what was not sent never runs");
    }
  }

  void ended(NodeIdentity caller, long correlation, End end) {
    Entry entry = entries.get(caller + "/" + correlation);
    check(entry != null && entry.end == null, "a request ends once");
    if (entry != null) {
      entry.end = end;
      switch (end) {
        case ANSWERED -> {
          answered++;
          check(entry.executions == 1, "what is answered ran");
        }
        case NOT_SENT -> {
          notSent++;
          check(entry.executions == 0, "what was not sent never ran");
        }
        case MAYBE_EXECUTED -> {
          maybeExecuted++;
          executedOfMaybe += entry.executions;
        }
      }
    }
  }

  void check(boolean holds, String what) {
    if (!holds && broken == null) {
      broken = what;
    }
  }

  /// For an invariant: throws what was broken.
  boolean holds() {
    if (broken != null) {
      throw new IllegalStateException(broken);
    }
    return true;
  }

  private static final class Entry {
    int executions;
    @Nullable End end;
  }
}
