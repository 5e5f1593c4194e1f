package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import java.util.Optional;

/// Who lives where: from an actor's id to the one activation that is registered for it.
///
/// The first registration wins, and each gets a fence that only grows for its actor. Entries are
/// soft state: what makes writes safe is the fence, which the state store checks; the directory
/// only sees to it that in all ordinary times there is one activation.
///
/// Methods may be called from many tasks and block the calling one; never call them on an event
/// loop. An interrupt ends a call with a [DirectoryException] whose reason says so and is kept.
public interface Directory {
  /// Where `actor` lives, if anywhere.
  ///
  /// @throws DirectoryException if the part of the directory that knows cannot be asked
  Optional<ActorAddress> lookup(ActorId actor);

  /// Makes `proposed` the activation of its actor, unless there is another.
  ///
  /// May be repeated: an activation that is registered stays so and keeps its fence, unless that is
  /// not above `floor`; then it gets a new one.
  ///
  /// @param proposed the activation, on this node; its own fence is not looked at
  /// @param floor the granted fence is higher than this: [Fence#NONE], or what the store said when
  ///     it refused a claim
  /// @throws DirectoryException if the part of the directory that decides cannot be asked; the
  ///     activation may be registered then, and whoever gives up unregisters it
  Registration register(ActorAddress proposed, Fence floor);

  /// Removes this activation's entry; does nothing if another activation, or none, is registered.
  /// Idempotent.
  ///
  /// @throws DirectoryException if the part of the directory that knows cannot be asked; the entry
  ///     then stays until somebody suspects it
  void unregister(ActorAddress address);

  /// Tells the directory that `address` could not be reached, or that its node does not know the
  /// activation. The directory finds out for itself before it believes it, which may take seconds.
  ///
  /// @return whether nothing, or another activation, is registered now, so that a new lookup is
  ///     worth its while
  /// @throws DirectoryException if the part of the directory that knows cannot be asked
  boolean suspect(ActorAddress address);

  /// Tells the directory that this run of a node exists, which makes the entries of all earlier
  /// runs at that address void. Does not block; any thread may call it.
  void nodeSeen(NodeIdentity node);

  /// How many activations of `node` are registered in the part of the directory that is held here.
  /// Does not block.
  long load(NodeIdentity node);
}
