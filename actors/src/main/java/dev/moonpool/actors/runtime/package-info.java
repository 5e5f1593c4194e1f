/// **Purpose.** A node: what ties calls, activations, directory and connections together.
///
/// **Entry type.** [ActorRuntime].
///
/// **The way through.** `RoutedRef` and `Caller` make calls; `Router` decides where a message goes;
/// `Locator` finds or places actors on tasks of its own; `Remote` sends to other nodes, and
/// elsewhere when a node provably did not take it; `MessageBus` takes what arrives, and
/// `InboundRequest` is a request of another node. `Node` puts them together.
///
/// **Threads.** Routing runs on whoever sends; the bus on event loops; what blocks on tasks.
///
/// **Invariants.** A message that was handed to a connection is never sent again by itself.
/// Messages of one sender to one actor are not reordered on a node.
package dev.moonpool.actors.runtime;
