/// **Purpose.** The small facade: one connection for those who want answers and messages, and no
/// stream of events.
///
/// **Entry type.** [WsClient].
///
/// **The way through.** `WsClient.connect` waits until the connection is ready; `request`, `send`
/// and `subscribe` are those of [dev.moonpool.websocket.connection.ConnectionHandle]; `close` ends
/// it and waits for that. Who wants to see reconnects, or several holds on one connection, begins
/// with [dev.moonpool.websocket.connection.Connection].
///
/// **Threads.** A client may be used from any thread; what waits parks the calling one.
///
/// **Invariants.** A client that was made is connected or connecting again until it is closed or
/// gives up; nothing gathers while nobody reads.
package dev.moonpool.websocket.client;
