package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;
import java.util.ArrayList;
import java.util.List;

/// The protocol of actors that show how the runtime treats them.
///
/// An attempt names one request of one client and is unique in the world.
public interface Station {
  /// Stations that run one turn at a time, but for read-only and always interleaved requests.
  ActorType<Station> PLAIN = type("station");

  /// The same protocol, hosted as reentrant actors.
  ActorType<Station> REENTRANT = type("hub");

  private static ActorType<Station> type(String name) {
    return ActorType.named(name, Station.class)
        .request("add", Add.class, Log.class)
        .request("visit", Visit.class, Log.class)
        .request("read", Read.class, Log.class, RequestFlag.READ_ONLY)
        .request("look", Look.class, Log.class, RequestFlag.READ_ONLY)
        .request("confirmed", Confirmed.class, Log.class, RequestFlag.CONFIRMED_READ)
        .request("pause", Pause.class, Nothing.class)
        .request("poke", Poke.class, Nothing.class, RequestFlag.ALWAYS_INTERLEAVE)
        .request("clear", Clear.class, Nothing.class)
        .request("arm", Arm.class, Nothing.class)
        .request("tick", Tick.class, Nothing.class)
        .request("retire", Retire.class, Nothing.class, RequestFlag.SUPPRESS_KEEP_ALIVE);
  }

  /// Saves the attempt at the end of the log.
  ///
  /// @param attempt which
  /// @param padding makes the request large
  record Add(String attempt, String padding) implements Request<Station, Log> {}

  /// Saves the attempt, then adds it to the next stations of the path, one through the other.
  ///
  /// @param attempt which
  /// @param path the keys that are still to be visited
  record Visit(String attempt, List<String> path) implements Request<Station, Log> {}

  /// Reads what the actor has in memory.
  record Read() implements Request<Station, Log> {}

  /// Reads another station, then what the actor has in memory.
  ///
  /// @param key of the other station
  record Look(String key) implements Request<Station, Log> {}

  /// Reads, and is answered once the store has confirmed it.
  record Confirmed() implements Request<Station, Log> {}

  /// Keeps the actor busy.
  ///
  /// @param attempt which
  /// @param millis how long
  record Pause(String attempt, long millis) implements Request<Station, Nothing> {}

  /// Does nothing, also while another request waits.
  ///
  /// @param attempt which
  record Poke(String attempt) implements Request<Station, Nothing> {}

  /// Removes the state.
  ///
  /// @param attempt which
  record Clear(String attempt) implements Request<Station, Nothing> {}

  /// Sets timers.
  ///
  /// @param attempt which
  /// @param timers how many
  record Arm(String attempt, int timers) implements Request<Station, Nothing> {}

  /// What a timer sends.
  ///
  /// @param attempt which
  record Tick(String attempt) implements Request<Station, Nothing> {}

  /// Deactivates the actor.
  record Retire() implements Request<Station, Nothing> {}

  /// The state as an earlier build has stored it.
  ///
  /// @param attempt the only one that it knew
  record FormerLog(String attempt) {}

  /// The state, and the answer of those that read it.
  ///
  /// @param attempts what was added, the oldest first
  record Log(List<String> attempts) {
    static final Log EMPTY = new Log(List.of());

    /// Copies the list.
    public Log {
      attempts = List.copyOf(attempts);
    }

    /// The same with one more attempt.
    Log with(String attempt) {
      List<String> more = new ArrayList<>(attempts);
      more.add(attempt);
      return new Log(more);
    }
  }
}
