package dev.moonpool.examples.planted;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.api.RequestFlag;

/// An actor that is asked for nothing but to show how the runtime treats it.
interface Probe {
  ActorType<Probe> TYPE =
      ActorType.named("probe", Probe.class)
          .request("add", Add.class, Answer.class)
          .request("read", Read.class, Answer.class)
          .request("slow", Slow.class, Answer.class)
          .request("retire", Retire.class, Nothing.class, RequestFlag.SUPPRESS_KEEP_ALIVE);

  /// Saves one more addition.
  ///
  /// @param nonce comes back with the answer
  /// @param attempt unique in the world: a call that is tried again has another
  record Add(long nonce, String attempt) implements Request<Probe, Answer> {}

  /// Reads what the actor has in memory.
  ///
  /// @param nonce comes back with the answer
  record Read(long nonce) implements Request<Probe, Answer> {}

  /// As [Read], after a while.
  ///
  /// @param nonce comes back with the answer
  /// @param millis how long it takes
  record Slow(long nonce, long millis) implements Request<Probe, Answer> {}

  /// Deactivates the actor.
  record Retire() implements Request<Probe, Nothing> {}

  /// What an actor answers.
  ///
  /// @param nonce the request's
  /// @param key the actor's
  /// @param additions how many additions it has in memory
  /// @param last the attempt of the last of them, or empty
  record Answer(long nonce, String key, long additions, String last) {}

  /// What an actor saves.
  ///
  /// @param additions how many additions there were
  /// @param last the attempt of the last of them, or empty
  record Additions(long additions, String last) {
    static final Additions NONE = new Additions(0, "");
  }
}
