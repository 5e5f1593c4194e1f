package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// One object for what many decoded entries have in common: the names of namespaces and actor
/// types, and the nodes. A million entries of one type on one node would else hold a million
/// copies. Bounded; past the bound values are simply not shared. Any thread.
final class SharedValues {
  private static final int VALUES_MAX = 1_024;

  private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();
  private final ConcurrentMap<NodeAddress, NodeIdentity> nodes = new ConcurrentHashMap<>();

  String name(String decoded) {
    String known = names.get(decoded);
    if (known != null) {
      return known;
    }
    if (names.size() < VALUES_MAX) {
      names.putIfAbsent(decoded, decoded);
    }
    return decoded;
  }

  NodeIdentity node(NodeIdentity decoded) {
    NodeIdentity known = nodes.get(decoded.address());
    if (known != null && decoded.equals(known)) {
      return known;
    }
    if (known == null ? nodes.size() < VALUES_MAX : known.incarnation() < decoded.incarnation()) {
      nodes.put(decoded.address(), decoded);
    }
    return decoded;
  }
}
