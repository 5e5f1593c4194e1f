package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.Fence;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The directory of a cluster: each listed node owns the part of it that [Ownership] gives it.
public final class PartitionedDirectory implements Directory, AutoCloseable {

  /// Joins the nodes of `nodes` as `self`. Nothing happens before [#start].
  ///
  /// @param providers time, tasks and randomness of this node
  /// @param self this run of this node
  /// @param nodes every node of the cluster, the same on each in any order; a node that is not in it
  ///     may ask, but hosts nothing and owns nothing
  /// @param transport asks the directories of other nodes
  /// @param local this node's activations
  public PartitionedDirectory(
      Providers providers,
      NodeIdentity self,
      List<NodeAddress> nodes,
      DirectoryTransport transport,
      LocalActivations local) {
    throw new UnsupportedOperationException();
  }

  /// Begins to rebuild this node's part. Called once, when the transport can ask and be asked.
  public void start() {
    throw new UnsupportedOperationException();
  }

  /// Completes when this node's part has been rebuilt, at once if it owns none. Calls that need it
  /// wait by themselves.
  public CompletableFuture<Void> ready() {
    throw new UnsupportedOperationException();
  }

  /// Answers another node's directory. Never blocks; for event loops.
  ///
  /// @param from the node that asks
  /// @param body what its transport was given
  /// @return the answer's bytes; never fails, what is wrong with the question is said in the answer
  public CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ActorAddress> lookup(ActorId actor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Registration register(ActorAddress proposed, Fence floor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unregister(ActorAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean suspect(ActorAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void nodeSeen(NodeIdentity node) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long load(NodeIdentity node) {
    throw new UnsupportedOperationException();
  }

  /// Ends what runs in the background. Calls after it fail as closed. Idempotent.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
