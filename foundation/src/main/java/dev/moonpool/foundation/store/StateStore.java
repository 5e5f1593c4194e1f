package dev.moonpool.foundation.store;

import java.util.Optional;

/// Where states outlive processes: one fenced, versioned record for each key.
///
/// A writer first *claims* a key for its fence, which returns what is stored and bumps the version,
/// so that a save which an earlier claim left on its way can no longer land. It then saves under
/// that fence and the version that it knows. All methods block the calling task and may be called
/// from many; operations on one key take effect in some order, each at one instant between call and
/// return (or, after [StoreException.Indeterminate], at any one later instant or never; a claim
/// that succeeds afterwards ends that uncertainty, for what has not landed by then never will).
///
/// An array that is given must not change before the call returns and belongs to the caller again
/// after it; an array that is returned belongs to the caller. An interrupt does not cut a call
/// short, for it would leave the outcome unknown: calls are bounded by the store's own limits, and
/// the interrupt is kept for the code that follows.
///
/// Implementations run the `StateStoreContract` suite.
public interface StateStore extends AutoCloseable {
  /// How many bytes a state may have: 10 MB.
  int BYTES_MAX = 10_000_000;

  /// Claims `key` for `fence` and reads it. The same fence may claim again; the version grows by
  /// one each time. The first claim of a key has version 1.
  ///
  /// @return what is stored, with this fence and the new version
  /// @throws StoreException.Fenced if a higher fence has claimed the key
  /// @throws StoreException.Corrupt if the record is damaged; the claim is not made then
  /// @throws StoreException.Unavailable if nothing was done
  /// @throws StoreException.Indeterminate if the claim may have been made
  StoredState loadAndClaim(StateKey key, Fence fence);

  /// Replaces the state, if `fence` holds the key at `version`.
  ///
  /// @return the new version, `version + 1`
  /// @throws StoreException.Fenced if another fence, or none, holds the key
  /// @throws StoreException.Conflict if the version differs
  /// @throws StoreException.TooLarge if there are more than [#BYTES_MAX] bytes
  /// @throws StoreException.Unavailable if nothing was done
  /// @throws StoreException.Indeterminate if it may have been done
  long save(StateKey key, Fence fence, long version, byte[] bytes);

  /// Removes the state, if `fence` holds the key at `version`. Fence and version stay, so that an
  /// older save cannot bring it back.
  ///
  /// @return the new version, `version + 1`
  /// @throws StoreException.Fenced if another fence, or none, holds the key
  /// @throws StoreException.Conflict if the version differs
  /// @throws StoreException.Unavailable if nothing was done
  /// @throws StoreException.Indeterminate if it may have been done
  long delete(StateKey key, Fence fence, long version);

  /// Reads without claiming: for people and audits, not for writers.
  ///
  /// @return what is stored, or none if the key was never claimed
  /// @throws StoreException.Corrupt if the record is damaged
  /// @throws StoreException.Unavailable if it cannot be read
  Optional<StoredState> inspect(StateKey key);

  /// Issues the next incarnation number: higher than every one that this store has issued, from 1,
  /// and than that of every fence that has claimed a key or that a refused claim was told. So an
  /// owner that was refused can always go on with a fence of its own.
  ///
  /// @throws StoreException.Unavailable if none was issued
  /// @throws StoreException.Indeterminate if one may have been issued; ask again, gaps do no harm
  long nextIncarnation();

  /// Ends the store's threads and connections, after the calls in progress. Calls after it are
  /// [StoreException.Unavailable]. Idempotent.
  @Override
  void close();
}
