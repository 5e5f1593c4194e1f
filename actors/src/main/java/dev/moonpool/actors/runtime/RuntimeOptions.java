package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.messaging.PeerOptions;
import dev.moonpool.actors.placement.Placement;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that a node is started with, complete and checked.
///
/// @param namespace the cluster's name
/// @param listen where it listens, if it does
/// @param advertised the address by which others know it, if it listens
/// @param nodes every node of the cluster; empty for one alone
/// @param providers the world
/// @param store where states are kept
/// @param states how states are written
/// @param payloads makes the serializer of requests, given how to read a reference
/// @param placement how nodes are chosen
/// @param definitions what it hosts
/// @param known types that it may hold references to without hosting them
/// @param shutdownAtExit whether it shuts down by itself when the process ends
/// @param serializeLocalCalls whether calls between actors of the node go through the serializer
/// @param peers how it deals with other nodes
/// @param bounds times and counts
record RuntimeOptions(
    String namespace,
    Optional<NodeAddress> listen,
    Optional<NodeAddress> advertised,
    List<NodeAddress> nodes,
    Providers providers,
    StateStore store,
    StateSerializer states,
    PayloadSerializer.Factory payloads,
    Placement placement,
    List<Definition<?, ?>> definitions,
    List<ActorType<?>> known,
    boolean shutdownAtExit,
    boolean serializeLocalCalls,
    PeerOptions peers,
    Bounds bounds) {

  boolean isClustered() {
    return !nodes.isEmpty();
  }

  Duration callTimeout() {
    return bounds.callTimeout;
  }

  Duration hookTimeout() {
    return bounds.hookTimeout;
  }

  Duration directoryTimeout() {
    return bounds.directoryTimeout;
  }

  Duration shutdownTimeout() {
    return bounds.shutdownTimeout;
  }

  int pendingCallsMax() {
    return bounds.pendingCallsMax;
  }

  @Nullable ActorType<?> knownType(String name) {
    for (ActorType<?> type : known) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /// Times and counts.
  ///
  /// @param callTimeout how long a call waits unless it says otherwise
  /// @param hookTimeout how long a lifecycle hook may take
  /// @param directoryTimeout how long one question to another node's directory may take
  /// @param shutdownTimeout how long stopping may take
  /// @param pendingCallsMax how many calls may wait on one node
  record Bounds(
      Duration callTimeout,
      Duration hookTimeout,
      Duration directoryTimeout,
      Duration shutdownTimeout,
      int pendingCallsMax) {
    static final Bounds DEFAULT =
        new Bounds(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            1 << 20);
  }
}
