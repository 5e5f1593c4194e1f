package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeIdentity;
import java.util.concurrent.CompletableFuture;

/// Who takes what arrives at a node.
///
/// All methods are called on event loops and must not block; those about one connection are called
/// on its own loop, one after the other.
public interface Inbound {
  /// A request or a one-way message has arrived.
  void request(Message message, Connection from);

  /// A response has arrived.
  void response(Message message);

  /// The caller of a request that came by `from` no longer wants it.
  void cancelled(long correlation, Connection from);

  /// What has become of a request that came by `from`, as a text for its caller.
  String stage(long correlation, Connection from);

  /// Another node's directory asks. An exception becomes a failure there.
  CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body);

  /// The connection is lost, and with it every answer to a request handed to it. Called exactly
  /// once for each connection that was ever established, after its last frame.
  void connectionLost(Connection connection);

  /// A node has said hello, or told its load. Called before anything else from a new run of a node.
  void nodeSeen(NodeIdentity node, int load);

  /// This node's load, for others to know.
  int load();
}
