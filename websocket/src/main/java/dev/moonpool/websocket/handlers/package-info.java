/// **Purpose.** Handlers for the protocols that most upstream services speak.
///
/// **Entry type.** [GenericJsonHandler], or [JsonRpcHandler] where the server speaks JSON-RPC 2.0.
///
/// **The way through.** `GenericJsonHandler` is configured with [JsonFields], the names under which
/// a server has its ids, topics and operations. `JsonRpcHandler` needs no names, and is told by
/// [JsonRpcTopics] how its server subscribes; it sends [JsonRpcCall] and [JsonRpcBatch], whose
/// answers are [JsonRpcAnswers], and `JsonRpcSubscriptions` maps the server's names of
/// subscriptions to topics. [ExchangeAdapter] takes what was written as an [ExchangeHandler].
///
/// **Threads.** As [dev.moonpool.websocket.protocol.ProtocolHandler] says: one connection's event
/// loop, and callers' threads where a method says so.
///
/// **Invariants.** A message that is not what a handler expects is of unknown kind or an error, and
/// never ends the connection.
package dev.moonpool.websocket.handlers;
