/// **Purpose.** Messages between nodes: what they hold, how they look on the wire, and the
/// connections that carry them.
///
/// **Entry type.** [Peers].
///
/// **The way through.** [Message] with [WireOutcome] is what is sent; [Outbound] is a message with
/// somebody who wants to know what becomes of it, [Inbound] takes what arrives; [Peers] keeps one
/// `Peer` for each other node, which keeps at most one [Connection]; `Envelope` turns frames into
/// bytes and back.
///
/// **Threads.** Sending is possible from any thread. Everything about one connection happens on its
/// event loop; a peer's state changes under its lock.
///
/// **Invariants.** A message is handed to a channel at most once. Whoever sent it is told that it
/// was handed over or that it was not sent, and of the loss of a connection it was handed to.
package dev.moonpool.actors.messaging;
