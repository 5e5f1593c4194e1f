package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.store.Fence;

/// What one node's directory asks another's. Every one may be asked again without harm.
sealed interface DirectoryQuestion {
  /// To the owner: where does this actor live? Answered by [DirectoryAnswer.Found].
  record Lookup(ActorId actor) implements DirectoryQuestion {}

  /// To the owner: may this activation be the one? Answered by [DirectoryAnswer.Registered].
  record Register(ActorAddress proposed, Fence floor) implements DirectoryQuestion {}

  /// To the owner: this activation is no more. Answered by [DirectoryAnswer.Done].
  record Unregister(ActorAddress address) implements DirectoryQuestion {}

  /// To the owner: is this activation still there? Answered by [DirectoryAnswer.Examined].
  record Suspect(ActorAddress address) implements DirectoryQuestion {}

  /// From the owner: do you have this activation? Answered by [DirectoryAnswer.Alive].
  record Probe(ActorAddress address) implements DirectoryQuestion {}

  /// From a new owner: which activations of my range do you have? Answered by
  /// [DirectoryAnswer.Page], page after page.
  ///
  /// @param session numbers the owner's attempts to read this node
  /// @param position where the page begins; 0 takes a new snapshot
  record Report(long session, long position) implements DirectoryQuestion {}

  /// From the owner: this activation of yours has lost. Answered by [DirectoryAnswer.Done].
  record Lost(ActorAddress loser, ActorAddress winner) implements DirectoryQuestion {}

  /// To the node of this activation: somebody outside wants it to end. Answered by
  /// [DirectoryAnswer.Alive], which says whether it was there to be told.
  record Deactivate(ActorAddress address) implements DirectoryQuestion {}
}
