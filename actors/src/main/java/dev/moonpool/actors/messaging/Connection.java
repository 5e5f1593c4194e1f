package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeIdentity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// An established connection to one run of another node.
///
/// Its methods may be called from any thread and do not block.
public final class Connection {
  Connection() {}

  /// Who is at the other end.
  public NodeIdentity remote() {
    throw new UnsupportedOperationException();
  }

  /// Whether it is still there.
  public boolean isOpen() {
    throw new UnsupportedOperationException();
  }

  /// Sends a response to the node at the other end. If the connection is lost the response is lost
  /// with it, as its caller has been told already.
  ///
  /// A payload over the limit is replaced by an outcome that says so.
  public void reply(Message response) {
    throw new UnsupportedOperationException();
  }

  /// Tells the other end that the answer to a request handed to this connection is no longer wanted.
  public void cancel(long correlation) {
    throw new UnsupportedOperationException();
  }

  /// Asks what has become of a request handed to this connection.
  ///
  /// The future fails with a [PeerException] if there is no answer in time.
  public CompletableFuture<String> stage(long correlation, Duration timeout) {
    throw new UnsupportedOperationException();
  }
}
