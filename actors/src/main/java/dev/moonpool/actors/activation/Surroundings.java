package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorRef;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Request;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.call.TimerMessage;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an activation needs of the node around it. Implemented by the runtime; none of it blocks.
public interface Surroundings {
  /// The node.
  NodeIdentity node();

  /// Whether there are other nodes, which an activation asks before it begins.
  boolean isClustered();

  /// A reference to an actor of this cluster.
  <Q> ActorRef<Q> actor(ActorType<Q> type, String key);

  /// Delivers a message whose activation ended before it ran.
  ///
  /// @param winner where the actor lives now, or null if nobody knows
  void reroute(Invocation message, @Nullable ActorAddress winner);

  /// Takes the activation out of the catalog: from now on a new one may be made.
  void retired(Activation activation);

  /// Refuses the actor for a while: it failed to activate.
  void refuse(ActorId actor, Failure failure);

  /// Sends a message of the actor to itself, as long as this activation lives.
  ///
  /// @param onEnd told once, with the answer or the [Failure]
  /// @return the message, or null if the activation has ended
  @Nullable TimerMessage sendToSelf(
      Activation activation, Request<?, ?> request, Consumer<Object> onEnd);
}
