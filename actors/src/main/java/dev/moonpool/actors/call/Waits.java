package dev.moonpool.actors.call;

import dev.moonpool.actors.id.ActorId;

/// Told when somebody waits for the future of a call. Implemented by the runtime, above this
/// package.
public interface Waits {
  /// The calling thread is about to wait for an answer of `target`.
  ///
  /// @return whether it wants to hear of the end
  boolean begin(ActorId target);

  /// The wait that it said yes to is over. By the same thread.
  void end();
}
