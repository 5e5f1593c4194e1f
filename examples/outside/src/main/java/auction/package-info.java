/// **Purpose.** An auction in a project of its own: lots that take bids, and the price of gold from
/// a feed, so that a new project has something to begin with.
///
/// **Entry type.** [LotActor].
///
/// **The way through.** [Lot] is the protocol, [LotActor] its actor, [Bidder] a caller of it;
/// [GoldPrice] follows a feed over a WebSocket.
///
/// **Threads.** A lot runs one message at a time; the others may be used from any thread.
///
/// **Invariants.** The price of a lot never falls.
package auction;
