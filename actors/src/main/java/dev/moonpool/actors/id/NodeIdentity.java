package dev.moonpool.actors.id;

import java.util.Objects;

/// One run of a node: a node that restarts at the same address is a different one.
///
/// @param address where it listens
/// @param incarnation issued by the state store at each start; it only grows
public record NodeIdentity(NodeAddress address, long incarnation)
    implements Comparable<NodeIdentity> {
  /// Checks both parts.
  public NodeIdentity {
    Objects.requireNonNull(address, "address");
    if (incarnation < 0) {
      throw new IllegalArgumentException("an incarnation is not negative: " + incarnation);
    }
  }

  @Override
  public int compareTo(NodeIdentity other) {
    int order = address.compareTo(other.address);
    return order == 0 ? Long.compare(incarnation, other.incarnation) : order;
  }

  @Override
  public String toString() {
    return address + "#" + incarnation;
  }
}
