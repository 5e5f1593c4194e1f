/// **Purpose.** Ready parts for simulations of a program's own actors and WebSocket clients, so
/// that
/// a test consists of definitions, a workload and invariants.
///
/// **Entry type.** [ActorNode].
///
/// **The way through.** [ActorNode] is a simulated process that hosts given definitions, and makes
/// the runtime through which a workload calls them. [SimWebSocketServer] is a simulated process
/// that
/// answers a client as a [WebSocketScript] says; a [ServedSocket] is one client's connection to it.
///
/// **Threads.** The world's one driver: nothing here is locked.
///
/// **Invariants.** What must outlive a process is held by the world: states by its store, the
/// script and the server's log by the server object.
package dev.moonpool.testkit;
