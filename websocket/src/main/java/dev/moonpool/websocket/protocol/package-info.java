/// **Purpose.** What a connection and an upstream protocol say to each other: ids, topics,
/// messages, errors, and the questions that a connection asks about a protocol.
///
/// **Entry type.** [ProtocolHandler].
///
/// **The way through.** [WsMessage] is what travels; [IncomingMessage] is what is told of one that
/// came, with its [MessageKind] and [Topic]; [RequestId] and [RequestIds] name requests;
/// `ProtocolHandler` makes and judges messages; [WsException] is all that can go wrong, each with
/// its [Outcome].
///
/// **Threads.** The values are immutable. A handler belongs to one connection, whose owner calls
/// it, except for the methods that say otherwise.
///
/// **Invariants.** A message is parsed once. An error where a request was involved says what became
/// of that request.
package dev.moonpool.websocket.protocol;
