package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the directory must know of, and tell, the activations on its own node.
///
/// Called from any thread, event loops included: no method blocks.
public interface LocalActivations {
  /// The activation of `actor` on this node, if there is one: from before its registration until it
  /// begins to be unregistered, when it does nothing more. (Shown for longer it may come back into
  /// the directory of an owner that restarts just then, and stays until somebody suspects it.) Its
  /// fence is [dev.moonpool.foundation.store.Fence#NONE] until it has been granted one.
  Optional<ActorAddress> find(ActorId actor);

  /// All activations that `wanted` accepts, as [#find] would show them. Need not be one instant's
  /// picture, but what is there throughout must be in it.
  List<ActorAddress> snapshot(Predicate<ActorId> wanted);

  /// The directory has granted this activation its fence. Comes before [Directory#register]
  /// returns; from this call on, [#find] and [#snapshot] show the fence, so that no rebuild can
  /// miss the registration.
  void granted(ActorAddress address);

  /// The directory holds `winner` to be the activation of this actor, not `loser`, which is on this
  /// node: after a partition both may have been registered. The loser deactivates, forwarding its
  /// mailbox. If it is gone already there is nothing to do.
  void lost(ActorAddress loser, ActorAddress winner);

  /// Somebody outside wants this activation to end, after the message that it runs.
  ///
  /// @return whether it is there, and so will end
  boolean deactivate(ActorAddress address);
}
