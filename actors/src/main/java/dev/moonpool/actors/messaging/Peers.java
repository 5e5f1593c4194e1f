package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A node's connections to all others.
///
/// Its methods may be called from any thread and do not block.
public final class Peers implements AutoCloseable {

  /// @param self who this node is for others; they must be able to dial its address
  /// @param namespace the cluster's name; nodes of another are refused
  /// @param inbound who takes what arrives
  public Peers(
      Providers providers,
      PeerOptions options,
      NodeIdentity self,
      String namespace,
      Inbound inbound) {}

  /// Begins to listen. The future fails with an `IOException` that names the address if that cannot
  /// be done, for example because the port is in use.
  public CompletableFuture<Void> listen(NodeAddress address) {
    throw new UnsupportedOperationException();
  }

  /// Dials the node unless there is a connection: it then knows of this node's new run.
  public void connect(NodeAddress node) {
    throw new UnsupportedOperationException();
  }

  /// Sends a message to whichever run of the node listens there, dialing if need be. `out` is told
  /// what becomes of it.
  public void send(NodeAddress to, Outbound out) {
    throw new UnsupportedOperationException();
  }

  /// Asks the node's [Inbound#asked].
  ///
  /// The future fails with a [PeerException] that says what became of the question.
  public CompletableFuture<byte[]> ask(NodeAddress to, byte[] body, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  /// The run of the node that was last seen at this address.
  public Optional<NodeIdentity> identity(NodeAddress node) {
    throw new UnsupportedOperationException();
  }

  /// What has gone over all connections so far.
  public Traffic traffic() {
    throw new UnsupportedOperationException();
  }

  /// Stops taking new messages and connections, writes what is queued, then closes everything. See
  /// [#closed].
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  /// Completes when closing is done.
  public CompletableFuture<Void> closed() {
    throw new UnsupportedOperationException();
  }
}
