package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.NodeAddress;
import org.jspecify.annotations.Nullable;

/// Nothing listens at a node's address: there is no such process now.
///
/// Not for connections that time out, break, or are turned away by a handshake: those prove
/// nothing.
public final class ConnectionRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param node where nothing listens
  /// @param cause what the network said
  public ConnectionRefusedException(NodeAddress node, @Nullable Throwable cause) {
    super("nothing listens at " + node, cause);
  }
}
