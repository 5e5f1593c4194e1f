package dev.moonpool.actors.runtime;

import dev.moonpool.actors.activation.Activation;
import dev.moonpool.actors.activation.HostedType;
import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.call.PendingCalls;
import dev.moonpool.actors.catalog.Catalog;
import dev.moonpool.actors.directory.LocationCache;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.messaging.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// What all requests share that came to one node from others, and which of them have not ended.
///
/// @param serializer how payloads are read and answers written
/// @param types the hosted types by name
/// @param catalog the activations of this node
/// @param locations where actors of other nodes were last known
/// @param pending where a request stands while it is sent on
/// @param counters what the node has done
/// @param open the requests that have not ended
record InboundOrigin(
    PayloadSerializer serializer,
    Map<String, HostedType> types,
    Catalog catalog,
    LocationCache locations,
    PendingCalls pending,
    RuntimeCounters counters,
    ConcurrentMap<Key, InboundRequest> open) {

  static InboundOrigin of(
      PayloadSerializer serializer,
      Map<String, HostedType> types,
      Catalog catalog,
      LocationCache locations,
      PendingCalls pending,
      RuntimeCounters counters) {
    return new InboundOrigin(
        serializer, types, catalog, locations, pending, counters, new ConcurrentHashMap<>());
  }

  void begun(InboundRequest request) {
    if (request.wantsAnswer()) {
      open.put(new Key(request.from(), request.message().correlation()), request);
    }
  }

  void finished(InboundRequest request) {
    if (request.wantsAnswer()) {
      open.remove(new Key(request.from(), request.message().correlation()));
      if (request.correlation() != 0) {
        pending.remove(request);
      }
    }
  }

  @Nullable InboundRequest find(Connection from, long correlation) {
    return open.get(new Key(from, correlation));
  }

  @Nullable ActorType<?> type(ActorId actor) {
    HostedType type = types.get(actor.type());
    return type == null ? null : type.type();
  }

  /// Where the actor lives as far as this node knows.
  @Nullable ActorAddress address(ActorId actor) {
    Activation here = catalog.get(actor);
    return here == null ? locations.get(actor).orElse(null) : here.address();
  }

  /// What tells one request of another node from all others.
  ///
  /// @param from the connection it came by
  /// @param correlation its id there
  record Key(Connection from, long correlation) {}
}
