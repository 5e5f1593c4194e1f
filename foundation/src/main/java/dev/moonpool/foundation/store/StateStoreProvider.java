package dev.moonpool.foundation.store;

import dev.moonpool.foundation.Providers;
import java.util.Optional;

/// Opens the store in which a runtime keeps states that was given none. Found by `ServiceLoader`,
/// so that it is enough to have the module.
///
/// The store is one that the processes of this machine share if they use the same namespace, so
/// that a program that is started again, or twice, finds its states.
public interface StateStoreProvider {
  /// Opens the store of this namespace, or makes it. Whoever asks for it closes it.
  ///
  /// @param providers the world that the store works in
  /// @param namespace the runtime's
  /// @return none if such a store does not work in this world, as in a simulation
  /// @throws StoreException if it works here but cannot be opened
  Optional<StateStore> open(Providers providers, String namespace);
}
