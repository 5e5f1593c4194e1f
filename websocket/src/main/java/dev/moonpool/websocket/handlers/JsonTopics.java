package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.Topic;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How a JSON server subscribes, as functions of the topic: for servers whose topics are more than
/// one text in one array.
///
/// What a topic's name looks like is decided here, for example `tickers BTC-USDT`; a subscription
/// reaches the messages whose [#topic] is equal to its own. Runs on the connection's event loop and
/// must not block.
public interface JsonTopics {
  /// The messages that subscribe to these topics: one for each, or one for several.
  ///
  /// @return what Jackson can write, for example maps or records
  List<?> subscribe(List<Topic> topics);

  /// The messages that end the subscriptions to these topics.
  ///
  /// @return what Jackson can write, for example maps or records
  List<?> unsubscribe(List<Topic> topics);

  /// The topic that a message is an update of; empty if it is no update.
  Optional<Topic> topic(JsonNode message);

  /// True for updates; may be quicker than [#topic].
  default boolean isUpdate(JsonNode message) {
    return topic(message).isPresent();
  }

  /// True if the server answers subscribing and [#results] can read its answers.
  default boolean acknowledges() {
    return false;
  }

  /// What a message says about topics that were subscribed to; empty if nothing.
  default List<SubscriptionResult> results(JsonNode message) {
    return List.of();
  }
}
