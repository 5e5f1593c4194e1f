/// **Purpose.** A WebSocket connection that survives: it connects again by itself, completes each
/// request exactly once and restores subscriptions.
///
/// **Entry type.** [Connection].
///
/// **The way through.** [ConnectionConfig] with [BackoffPolicy] is what a connection is made with;
/// [ConnectionHandle], [ConnectionStream] with its [Event]s, and [Subscription] are what users
/// hold; `Session` decides everything and does nothing, `Driver` does what it decides; a `Socket`
/// is one attempt, whose `Dialer` takes the route that `Routes` makes; an `Outgoing` is one
/// request, `TopicTable` all that is subscribed.
///
/// **Threads.** One event loop owns a connection for all its life. Handles, streams and
/// subscriptions may be used from any thread; suppliers run on tasks of their own.
///
/// **Invariants.** At most one socket at a time. A request completes exactly once and is never sent
/// after that. What belongs to an earlier attempt to connect changes nothing.
package dev.moonpool.websocket.connection;
