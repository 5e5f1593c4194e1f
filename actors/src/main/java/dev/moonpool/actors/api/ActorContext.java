package dev.moonpool.actors.api;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import java.time.Duration;
import java.time.Instant;
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

  /// What time it is, by the node's clock. May jump; in a simulation, virtual time.
  Instant now();

  /// This activation's own source of random numbers; in a simulation, the seed decides what it
  /// gives. Not for secrets.
  Randomness random();

  /// Waits for `duration` within a turn or a hook. The actor runs nothing else meanwhile: what may
  /// take longer than a few seconds is better left to [#sendLater].
  ///
  /// @throws IllegalArgumentException if it is longer than a minute
  /// @throws InterruptedException if the thread is interrupted meanwhile
  void sleep(Duration duration) throws InterruptedException;

  /// Sends `request` to this actor itself after `delay`, as long as this activation lives: a timer
  /// in memory, gone with the activation. Such a message counts as activity. Any thread.
  ///
  /// If the message is refused when its time comes, because the mailbox is full or the state cannot
  /// be read, it is sent again a second later, until it runs.
  ///
  /// @return the timer, which may be cancelled
  /// @throws RejectedException as overloaded, if 1,024 timers of this activation wait already
  /// @throws IllegalArgumentException if the request is not one of this actor's type
  ActorTimer sendLater(Duration delay, Request<?, ?> request);

  /// Sends `request` to this actor itself after each `period`, first after one, as long as this
  /// activation lives: a timer as [#sendLater] sets them, which goes on. Any thread.
  ///
  /// One message at a time: a beat that comes while the message of an earlier one waits or runs is
  /// left out. A handler that fails changes nothing. The messages count as activity, so the actor
  /// is never idle, unless its request carries [RequestFlag#SUPPRESS_KEEP_ALIVE].
  ///
  /// @return the timer, which goes on until it is cancelled or the activation ends
  /// @throws RejectedException as overloaded, if 1,024 timers of this activation wait already
  /// @throws IllegalArgumentException if the request is not one of this actor's type, or the period
  ///     is shorter than a millisecond
  ActorTimer every(Duration period, Request<?, ?> request);

  /// The trace context of the request that the calling thread runs for this actor; empty if it has
  /// none, and outside of turns. See [ActorRef#traced].
  String trace();

  /// Asks for deactivation after the current turn; messages that wait go to the next activation.
  ///
  /// An actor that asks in its constructor or in `onActivate` fails its activation: callers get
  /// [Rejection.ActivationFailed], and the actor is refused for 5 seconds.
  void deactivate();

  /// A logger named `actor.` and the name of the actor's type; each message begins with the actor's
  /// id.
  System.Logger logger();

  /// How many turns of this activation have failed.
  long errorCount();

  /// What the last failed turn threw.
  Optional<Throwable> lastError();
}
