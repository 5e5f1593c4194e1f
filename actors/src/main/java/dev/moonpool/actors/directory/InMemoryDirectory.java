package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import java.util.Optional;

/// The directory of a single process: a table in its memory. It is always there and never blocks.
public final class InMemoryDirectory implements Directory {
  private final DirectoryPartition partition;

  /// @param incarnation issued by the state store; becomes part of every fence, so that it must be
  ///     higher than that of every earlier process that used the store
  public InMemoryDirectory(long incarnation) {
    partition = new DirectoryPartition(incarnation);
  }

  @Override
  public Optional<ActorAddress> lookup(ActorId actor) {
    return Optional.ofNullable(partition.lookup(actor));
  }

  @Override
  public Registration register(ActorAddress proposed, Fence floor) {
    return partition.register(proposed, floor);
  }

  @Override
  public void unregister(ActorAddress address) {
    partition.unregister(address);
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
