package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.api.DeactivationReason;
import dev.moonpool.actors.api.MaybeExecutedException;
import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.directory.DirectoryException;
import dev.moonpool.actors.directory.PartitionedDirectory;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Coverage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends an actor's activation from outside, wherever it is. Blocks its caller.
final class Deactivation {
  /// How often an actor is followed that moves while it is looked for. One that moves more often
  /// does get deactivated, which is what was wanted.
  private static final int LOOKUPS_MAX = 3;

  private Deactivation() {}

  /// @return whether there was an activation to end
  static boolean of(Node node, ActorId actor) {
    Activation here = node.catalog().get(actor);
    if (here != null) {
      here.deactivate(DeactivationReason.EXPLICIT);
      return true;
    }
    PartitionedDirectory directory = node.partitioned();
    if (directory == null) {
      return false;
    }
    ActorAddress before = null;
    for (int attempt = 1; attempt <= LOOKUPS_MAX; attempt++) {
      ActorAddress known = lookUp(directory, actor).orElse(null);
      if (known == null || isSame(known, before)) {
        return false;
      }
      if (tell(directory, known)) {
        return true;
      }
      Coverage.reached("runtime.deactivate-met-stale-entry");
      before = known;
    }
    return false;
  }

  private static Optional<ActorAddress> lookUp(PartitionedDirectory directory, ActorId actor) {
    try {
      return directory.lookup(actor);
    } catch (DirectoryException e) {
      throw new NotSentException("%s cannot be located: %s".formatted(actor, e.getMessage()), e);
    }
  }

  private static boolean tell(PartitionedDirectory directory, ActorAddress address) {
    try {
      return directory.deactivate(address);
    } catch (DirectoryException e) {
      throw new MaybeExecutedException(
          "%s may have been told to end: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static boolean isSame(ActorAddress known, @Nullable ActorAddress before) {
    return before != null && known.sameActivation(before);
  }
}
