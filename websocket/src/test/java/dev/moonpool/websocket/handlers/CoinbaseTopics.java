package dev.moonpool.websocket.handlers;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Topics as Coinbase has them: a channel and a product, for example `ticker BTC-USD`. Its answer
/// names all that is subscribed to, by channel.
record CoinbaseTopics() implements JsonTopics {
  @Override
  public List<?> subscribe(List<Topic> topics) {
    return List.of(call("subscribe", topics));
  }

  @Override
  public List<?> unsubscribe(List<Topic> topics) {
    return List.of(call("unsubscribe", topics));
  }

  private static Map<String, Object> call(String type, List<Topic> topics) {
    List<Channel> channels =
        topics.stream().map(topic -> topic.name().split(" ")).map(Channel::of).toList();
    return Map.of("type", type, "channels", channels);
  }

  @Override
  public Optional<Topic> topic(JsonNode message) {
    String product = message.path("product_id").asString("");
    return product.isEmpty()
        ? Optional.empty()
        : Optional.of(new Topic(message.path("type").asString("") + " " + product));
  }

  @Override
  public boolean acknowledges() {
    return true;
  }

  @Override
  public List<SubscriptionResult> results(JsonNode message) {
    return message.path("type").asString("").equals("subscriptions")
        ? message.path("channels").valueStream().flatMap(CoinbaseTopics::accepted).toList()
        : List.of();
  }

  private static Stream<SubscriptionResult> accepted(JsonNode channel) {
    return channel
        .path("product_ids")
        .valueStream()
        .map(product -> new Topic(channel.path("name").asString("") + " " + product.asString("")))
        .map(SubscriptionResult::accepted);
  }

  private record Channel(String name, @JsonProperty("product_ids") List<String> productIds) {
    static Channel of(String[] words) {
      return new Channel(words[0], List.of(words[1]));
    }
  }
}
