/// **Purpose.** The SPI behind which states outlive processes.
///
/// **Entry type.** [StateStore].
///
/// **The way through.** `StateStore` tells the protocol of claim and save; [Fence] says who may
/// write, [StoreException] what can go wrong; [InMemoryStateStore] is the shortest implementation.
/// [StateStoreProvider] opens one for a runtime that is given none.
///
/// **Threads.** Every method blocks its caller and may be called from any task.
///
/// **Invariants.** A key's stored fence and version never shrink; a save lands only under the fence
/// and version that are stored at that instant.
package dev.moonpool.foundation.store;
