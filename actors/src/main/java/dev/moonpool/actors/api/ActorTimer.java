package dev.moonpool.actors.api;

/// A timer that an actor has set with [ActorContext#sendLater] or [ActorContext#every].
///
/// In memory, and gone with its activation. Usable from any thread.
public interface ActorTimer {
  /// Ends the timer: no request of it begins from now on, one that waits in the mailbox included.
  /// One that has begun goes on. Idempotent; does nothing to a timer that is over.
  ///
  /// Called by a turn of the actor this leaves no doubt; called by another thread, a request may
  /// begin at the same moment.
  void cancel();
}
