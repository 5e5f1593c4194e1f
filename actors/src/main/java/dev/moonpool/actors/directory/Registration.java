package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.ActorAddress;
import java.util.Objects;

/// What a directory says to a registration.
public sealed interface Registration {
  /// The activation is registered.
  ///
  /// @param address the proposed activation with the fence that it was granted
  record Placed(ActorAddress address) implements Registration {
    /// Checks that it is there.
    public Placed {
      Objects.requireNonNull(address, "address");
    }
  }

  /// This node holds the actor already: the very same activation with the fence of its earlier
  /// registration, or another one on the same run of the same node.
  ///
  /// @param address what is registered
  record AlreadyHere(ActorAddress address) implements Registration {
    /// Checks that it is there.
    public AlreadyHere {
      Objects.requireNonNull(address, "address");
    }
  }

  /// Another node was first: forward there and deactivate.
  ///
  /// @param winner what is registered
  record Race(ActorAddress winner) implements Registration {
    /// Checks that it is there.
    public Race {
      Objects.requireNonNull(winner, "winner");
    }
  }
}
