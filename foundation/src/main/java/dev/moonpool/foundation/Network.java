package dev.moonpool.foundation;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;

/// Where channels come from.
///
/// Both bootstraps come with event loops, channel type, allocator and name resolution set; the
/// caller adds handlers and options. Addresses are given as unresolved `InetSocketAddress`es. Never
/// wait on a Netty future with `sync` or `await`: bridge it to a `CompletableFuture`.
public interface Network {
  /// A bootstrap for listening channels. Each call gives a fresh one.
  ServerBootstrap server();

  /// A bootstrap for connecting channels. Each call gives a fresh one.
  Bootstrap client();
}
