package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryException.Reason;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StoreException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The directory of a single process: a table in its memory.
///
/// It asks nothing of other nodes. Only a registration above a floor of a higher incarnation
/// blocks,
/// until the store has issued a new one.
public final class InMemoryDirectory implements Directory {
  private static final int ATTEMPTS_MAX = 3;

  private final FenceIssuer fences;
  private final DirectoryPartition partition;

  /// @param incarnation issued by the state store for this process alone: the first part of its
  ///     fences
  /// @param nextIncarnation asks the store for another, for fences above those of other processes
  public InMemoryDirectory(long incarnation, LongSupplier nextIncarnation) {
    fences = new FenceIssuer(incarnation, nextIncarnation);
    partition = new DirectoryPartition(fences);
  }

  @Override
  public Optional<ActorAddress> lookup(ActorId actor) {
    return Optional.ofNullable(partition.lookup(actor));
  }

  @Override
  public Registration register(ActorAddress proposed, Fence floor) {
    try {
      for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        Registration made = partition.register(proposed, floor);
        if (made != null) {
          return made;
        }
        fences.renew(floor);
      }
    } catch (StoreException e) {
      throw refused(proposed, floor, e);
    }
    throw refused(proposed, floor, null);
  }

  @Override
  public void unregister(ActorAddress address) {
    partition.unregister(address);
  }

  private static DirectoryException refused(
      ActorAddress proposed, Fence floor, @Nullable StoreException cause) {
    return new DirectoryException(
        Reason.REFUSED,
        proposed.node().address(),
        "register %s: no fence above %s can be granted%s"
            .formatted(proposed.actor(), floor, cause == null ? "" : ": " + cause.getMessage()),
        cause);
  }

  /// Believes nothing: in one process there is no node that could have died alone.
  @Override
  public boolean suspect(ActorAddress address) {
    ActorAddress registered = partition.lookup(address.actor());
    return registered == null || !registered.sameActivation(address);
  }

  @Override
  public void nodeSeen(NodeIdentity node) {
    if (partition.nodeSeen(node)) {
      partition.sweep(node.address());
    }
  }

  @Override
  public long load(NodeIdentity node) {
    return partition.load(node);
  }
}
