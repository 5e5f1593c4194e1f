package dev.moonpool.actors.runtime;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.system.SystemProviders;
import org.jspecify.annotations.Nullable;

/// What a runtime has made for itself because it was not given it, and so closes. For one thread at
/// a time.
final class Owned implements AutoCloseable {
  private @Nullable SystemProviders world;
  private @Nullable StateStore store;

  /// A world of its own: the real one.
  Providers world() {
    SystemProviders made = SystemProviders.start();
    world = made;
    return made.providers();
  }

  /// A store of its own.
  StateStore store(StateStore opened) {
    store = opened;
    return opened;
  }

  @Override
  public void close() {
    try (SystemProviders _ = world;
        StateStore _ = store) {
      // In this order: the store needs the world to end its writer.
    }
  }
}
