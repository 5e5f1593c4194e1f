package dev.moonpool.actors.api;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import java.time.Duration;
import java.util.Optional;

/// What an actor knows of itself and its surroundings. Given to its constructor; used by its turns.
public interface ActorContext {
  /// Who it is.
  ActorId id();

  /// Where it lives now.
  NodeIdentity node();

  /// A reference to another actor of this cluster.
  ///
  /// @throws IllegalArgumentException if the key cannot be part of an actor id
  <Q> ActorRef<Q> actor(ActorType<Q> type, String key);

  /// Sends `request` to this actor itself after `delay`, as long as this activation lives: a timer
  /// in memory, gone with the activation. Such a message counts as activity.
  ///
  /// If the message is refused when its time comes, because the mailbox is full or the state cannot
  /// be read, it is sent again a second later, until it runs.
  ///
  /// @throws RejectedException as overloaded, if 1,024 timers of this activation wait already
  /// @throws IllegalArgumentException if the request is not one of this actor's type
  void sendLater(Duration delay, Request<?, ?> request);

  /// The trace context of the request that the calling thread runs for this actor; empty if it has
  /// none, and outside of turns. See [ActorRef#traced].
  String trace();

  /// Asks for deactivation after the current turn; messages that wait go to the next activation.
  void deactivate();

  /// A logger that names the actor.
  System.Logger logger();

  /// How many turns of this activation have failed.
  long errorCount();

  /// What the last failed turn threw.
  Optional<Throwable> lastError();
}
