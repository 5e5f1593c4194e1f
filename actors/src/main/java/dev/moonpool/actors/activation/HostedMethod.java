package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.Handler;
import dev.moonpool.actors.api.RequestType;

/// One kind of request and the method that runs it.
///
/// @param type the kind of request
/// @param handler the unbound method
public record HostedMethod(RequestType<?, ?> type, Handler<Object, Object, Object> handler) {}
