/// **Purpose.** What one writes to talk to an upstream WebSocket service: the examples of
/// connections.
///
/// **Entry type.** [Prices], which asks.
///
/// **The way through.** [Prices] makes requests and reads their errors. [PriceFollower] subscribes,
/// and asks for what it may have missed whenever the connection was lost or it was too slow.
/// [PipeHandler] teaches connections a protocol that is not JSON.
///
/// **Threads.** `Prices` and `PriceFollower` block the task that calls them; a handler's methods
/// run
/// on its connection's event loop.
///
/// **Invariants.** A follower never shows a price as current that it knows may be stale.
package dev.moonpool.examples.feed;
