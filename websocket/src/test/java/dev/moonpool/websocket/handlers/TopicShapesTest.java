package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.handlers.JsonFields.Name;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Servers whose topics are not one text in one array, each with a few lines of its own.
class TopicShapesTest {
  private final SystemProviders system = SystemProviders.start(1);
  private final RequestIds ids = new RequestIds(system.providers());

  @AfterEach
  void close() {
    system.close();
  }

  // ---- JSON

  @Test
  void okx_channelsWithArguments_areAskedForAcceptedAndUpdated() {
    ProtocolHandler<JsonNode> okx = new GenericJsonHandler(JsonFields.DEFAULT, new Okx());
    Topic topic = new Topic("tickers BTC-USDT");

    assertThat(texts(okx.subscribe(List.of(topic), ids)))
        .containsExactly(
            "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"}]}");
    String arg = "'arg':{'channel':'tickers','instId':'BTC-USDT'}";
    assertThat(okx.subscriptionResults(read(okx, "{'event':'subscribe'," + arg + "}")))
        .containsExactly(SubscriptionResult.accepted(topic));
    JsonNode update = read(okx, "{" + arg + ",'data':[{'last':'1'}]}");
    assertThat(okx.subscriptionResults(update)).isEmpty();
    assertThat(okx.classify(update)).isEqualTo(MessageKind.UPDATE);
    assertThat(okx.topic(update)).contains(topic);
  }

  @Test
  void kraken_methodWithParameters_isAskedForRefusedAndUpdated() {
    ProtocolHandler<JsonNode> kraken =
        GenericJsonHandler.withNumberIds(
            JsonFields.DEFAULT.with(Name.REQUEST_ID, "req_id"), new Kraken());
    Topic topic = new Topic("ticker BTC/USD");

    assertThat(texts(kraken.subscribe(List.of(topic), ids)).getFirst())
        .contains("\"method\":\"subscribe\"")
        .contains("\"channel\":\"ticker\"")
        .contains("\"symbol\":[\"BTC/USD\"]");
    assertThat(
            kraken.subscriptionResults(
                read(
                    kraken,
                    "{'method':'subscribe','success':false,'error':'limit','symbol':'BTC/USD',"
                        + "'channel':'ticker'}")))
        .containsExactly(SubscriptionResult.refused(topic, "limit"));
    assertThat(kraken.topic(read(kraken, "{'channel':'ticker','data':[{'symbol':'BTC/USD'}]}")))
        .contains(topic);
  }

  @Test
  void htx_oneMessageForEachTopic_isAskedForAndUpdated() {
    ProtocolHandler<JsonNode> htx = new GenericJsonHandler(JsonFields.DEFAULT, new Htx());
    Topic topic = new Topic("market.btcusdt.kline.1min");

    assertThat(texts(htx.subscribe(List.of(topic, new Topic("market.x")), ids)))
        .containsExactly("{\"sub\":\"market.btcusdt.kline.1min\"}", "{\"sub\":\"market.x\"}");
    assertThat(htx.subscriptionResults(read(htx, "{'status':'ok','subbed':'market.x'}")))
        .containsExactly(SubscriptionResult.accepted(new Topic("market.x")));
    assertThat(htx.topic(read(htx, "{'ch':'market.btcusdt.kline.1min','tick':{}}")))
        .contains(topic);
  }

  @Test
  void coinbase_channelWithProducts_isAskedForAcceptedAndUpdated() {
    ProtocolHandler<JsonNode> coinbase =
        new GenericJsonHandler(JsonFields.DEFAULT, new CoinbaseTopics());
    Topic bitcoin = new Topic("ticker BTC-USD");
    Topic ether = new Topic("ticker ETH-USD");

    assertThat(texts(coinbase.subscribe(List.of(bitcoin, ether), ids)).getFirst())
        .contains("\"type\":\"subscribe\"")
        .contains("{\"name\":\"ticker\",\"product_ids\":[\"BTC-USD\"]}")
        .contains("{\"name\":\"ticker\",\"product_ids\":[\"ETH-USD\"]}");
    JsonNode all =
        read(
            coinbase,
            "{'type':'subscriptions','channels':"
                + "[{'name':'ticker','product_ids':['BTC-USD','ETH-USD']}]}");
    assertThat(coinbase.subscriptionResults(all))
        .containsExactly(SubscriptionResult.accepted(bitcoin), SubscriptionResult.accepted(ether));
    JsonNode update = read(coinbase, "{'type':'ticker','product_id':'ETH-USD','price':'1'}");
    assertThat(coinbase.classify(update)).isEqualTo(MessageKind.UPDATE);
    assertThat(coinbase.topic(update)).contains(ether);
    assertThat(coinbase.topic(all)).isEmpty();
  }

  private record Okx() implements JsonTopics {
    @Override
    public List<?> subscribe(List<Topic> topics) {
      return List.of(Op.of("subscribe", topics));
    }

    @Override
    public List<?> unsubscribe(List<Topic> topics) {
      return List.of(Op.of("unsubscribe", topics));
    }

    @Override
    public Optional<Topic> topic(JsonNode message) {
      JsonNode arg = message.path("arg");
      return arg.isObject() && message.has("data") ? Optional.of(named(arg)) : Optional.empty();
    }

    @Override
    public boolean acknowledges() {
      return true;
    }

    @Override
    public List<SubscriptionResult> results(JsonNode message) {
      JsonNode arg = message.path("arg");
      return switch (message.path("event").asString("")) {
        case "subscribe" -> List.of(SubscriptionResult.accepted(named(arg)));
        case "error" ->
            List.of(SubscriptionResult.refused(named(arg), message.path("msg").asString("")));
        default -> List.of();
      };
    }

    private static Topic named(JsonNode arg) {
      return new Topic(arg.path("channel").asString("") + " " + arg.path("instId").asString(""));
    }

    private record Op(String op, List<Arg> args) {
      static Op of(String op, List<Topic> topics) {
        return new Op(
            op, topics.stream().map(topic -> topic.name().split(" ")).map(Arg::of).toList());
      }
    }

    private record Arg(String channel, String instId) {
      static Arg of(String[] words) {
        return new Arg(words[0], words[1]);
      }
    }
  }

  private record Kraken() implements JsonTopics {
    @Override
    public List<?> subscribe(List<Topic> topics) {
      return topics.stream().map(topic -> call("subscribe", topic)).toList();
    }

    @Override
    public List<?> unsubscribe(List<Topic> topics) {
      return topics.stream().map(topic -> call("unsubscribe", topic)).toList();
    }

    private static Map<String, Object> call(String method, Topic topic) {
      String[] words = topic.name().split(" ");
      return Map.of(
          "method", method, "params", Map.of("channel", words[0], "symbol", List.of(words[1])));
    }

    @Override
    public Optional<Topic> topic(JsonNode message) {
      JsonNode symbol = message.path("data").path(0).path("symbol");
      return symbol.isString()
          ? Optional.of(new Topic(message.path("channel").asString("") + " " + symbol.asString()))
          : Optional.empty();
    }

    @Override
    public boolean acknowledges() {
      return true;
    }

    @Override
    public List<SubscriptionResult> results(JsonNode message) {
      if (!message.path("method").asString("").equals("subscribe")) {
        return List.of();
      }
      boolean accepted = message.path("success").asBoolean(false);
      JsonNode named = accepted ? message.path("result") : message;
      Topic topic =
          new Topic(named.path("channel").asString("") + " " + named.path("symbol").asString(""));
      return List.of(
          accepted
              ? SubscriptionResult.accepted(topic)
              : SubscriptionResult.refused(topic, message.path("error").asString("")));
    }
  }

  private record Htx() implements JsonTopics {
    @Override
    public List<?> subscribe(List<Topic> topics) {
      return topics.stream().map(topic -> Map.of("sub", topic.name())).toList();
    }

    @Override
    public List<?> unsubscribe(List<Topic> topics) {
      return topics.stream().map(topic -> Map.of("unsub", topic.name())).toList();
    }

    @Override
    public Optional<Topic> topic(JsonNode message) {
      return Optional.of(message.path("ch").asString("")).filter(n -> !n.isEmpty()).map(Topic::new);
    }

    @Override
    public boolean acknowledges() {
      return true;
    }

    @Override
    public List<SubscriptionResult> results(JsonNode message) {
      String topic = message.path("subbed").asString("");
      return topic.isEmpty() ? List.of() : List.of(SubscriptionResult.accepted(new Topic(topic)));
    }
  }

  // ---- JSON-RPC

  @Test
  void solana_methodForEachKind_isAskedForUpdatedAndLeft() {
    rpc(
        new Solana(),
        new Topic("account CM78"),
        "\"method\":\"accountSubscribe\",\"params\":[\"CM78\"]",
        "23784",
        "accountNotification",
        "\"method\":\"accountUnsubscribe\",\"params\":[23784]");
  }

  @Test
  void polkadot_methodForEachKind_isAskedForUpdatedAndLeft() {
    rpc(
        new Polkadot(),
        new Topic("chain_NewHeads"),
        "\"method\":\"chain_subscribeNewHeads\"",
        "\"EMXzt0\"",
        "chain_newHead",
        "\"method\":\"chain_unsubscribeNewHeads\",\"params\":[\"EMXzt0\"]");
  }

  @Test
  void answer_afterTheTopicWasLeft_isUndoneByTheTopicsOwnMethod() {
    ProtocolHandler<JsonNode> handler = JsonRpcHandler.withNumberIds(new Solana());
    Topic topic = new Topic("slot x");
    String asked = texts(handler.subscribe(List.of(topic), ids)).getFirst();
    RequestId id = handler.requestId(handler.parse(WsMessage.text(asked))).orElseThrow();
    assertThat(handler.unsubscribe(List.of(topic), ids)).isEmpty();
    handler.subscriptionResults(read(handler, "{'id':" + id + ",'result':9}"));

    assertThat(texts(handler.takeReplies(ids)).getFirst()).contains("\"slotUnsubscribe\"");
  }

  private void rpc(
      JsonRpcDialect dialect,
      Topic topic,
      String subscribe,
      String name,
      String notification,
      String unsubscribe) {
    ProtocolHandler<JsonNode> handler = JsonRpcHandler.withNumberIds(dialect);
    String asked = texts(handler.subscribe(List.of(topic), ids)).getFirst();
    assertThat(asked).contains(subscribe);
    RequestId id = handler.requestId(handler.parse(WsMessage.text(asked))).orElseThrow();
    assertThat(
            handler.subscriptionResults(
                handler.parse(WsMessage.text("{\"id\":" + id + ",\"result\":" + name + "}"))))
        .containsExactly(SubscriptionResult.accepted(topic));
    JsonNode update =
        handler.parse(
            WsMessage.text(
                "{\"method\":\"%s\",\"params\":{\"subscription\":%s,\"result\":1}}"
                    .formatted(notification, name)));
    assertThat(handler.classify(update)).isEqualTo(MessageKind.UPDATE);
    assertThat(handler.topic(update)).contains(topic);
    assertThat(texts(handler.unsubscribe(List.of(topic), ids)).getFirst()).contains(unsubscribe);
  }

  private record Solana() implements JsonRpcDialect {
    @Override
    public JsonRpcCall subscribe(Topic topic) {
      String[] words = topic.name().split(" ");
      return new JsonRpcCall(words[0] + "Subscribe", List.of(words[1]));
    }

    @Override
    public JsonRpcCall unsubscribe(Topic topic, JsonNode name) {
      return new JsonRpcCall(topic.name().split(" ")[0] + "Unsubscribe", List.of(name));
    }

    @Override
    public boolean notifies(String method) {
      return method.endsWith("Notification");
    }
  }

  private record Polkadot() implements JsonRpcDialect {
    @Override
    public JsonRpcCall subscribe(Topic topic) {
      return JsonRpcCall.of(topic.name().replace("_", "_subscribe"));
    }

    @Override
    public JsonRpcCall unsubscribe(Topic topic, JsonNode name) {
      return new JsonRpcCall(topic.name().replace("_", "_unsubscribe"), List.of(name));
    }

    @Override
    public boolean notifies(String method) {
      return method.equals("chain_newHead") || method.equals("state_storage");
    }
  }

  private static List<String> texts(List<WsMessage> messages) {
    List<String> texts = new ArrayList<>();
    messages.forEach(message -> texts.add(((WsMessage.Text) message).text()));
    return texts;
  }

  private static JsonNode read(ProtocolHandler<JsonNode> handler, String text) {
    return handler.parse(WsMessage.text(text.replace('\'', '"')));
  }
}
