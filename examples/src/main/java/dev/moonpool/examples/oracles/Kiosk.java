package dev.moonpool.examples.oracles;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Nothing;
import dev.moonpool.actors.api.Request;

/// The protocol of actors that keep no state and may run on their caller's own thread.
public interface Kiosk {
  /// Its only type.
  ActorType<Kiosk> TYPE =
      ActorType.named("kiosk", Kiosk.class).request("stamp", Stamp.class, Nothing.class);

  /// Does nothing but run.
  ///
  /// @param attempt which, unique in the world
  record Stamp(String attempt) implements Request<Kiosk, Nothing> {}
}
