package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("W20")
class JsonRpcHandlerTest extends ProtocolHandlerContract<JsonNode> {
  private static final Topic HEADS = new Topic("newHeads");

  private final JsonRpcHandler rpc = JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM);

  // ---- calls

  @Test
  void call_withParametersByPositionOrName_isWrittenSo() {
    RequestId id = rpc.nextId(ids());

    assertThat(rpc.request(id, JsonRpcCall.of("add", 1, 2)))
        .isEqualTo(text("{'jsonrpc':'2.0','method':'add','params':[1,2],'id':1}"));
    assertThat(rpc.request(id, new JsonRpcCall("add", Map.of("a", 1))))
        .isEqualTo(text("{'jsonrpc':'2.0','method':'add','params':{'a':1},'id':1}"));
    assertThat(rpc.message(JsonRpcCall.of("note")))
        .isEqualTo(text("{'jsonrpc':'2.0','method':'note'}"));
    assertThatThrownBy(() -> rpc.request(id, new JsonRpcCall("add", 5)))
        .isInstanceOf(WsException.Serialization.class)
        .hasMessageContaining("an array or an object");
  }

  @Test
  void call_withTextIds_isNamedByATextAndNumbersStayNumbers() {
    JsonRpcHandler texts = JsonRpcHandler.withTextIds(JsonRpcTopics.ETHEREUM);
    JsonNode written = texts.parse(texts.request(new RequestId("r1"), JsonRpcCall.of("m")));

    assertThat(written.get("id").isString()).isTrue();
    assertThat(rpc.parse(rpc.request(new RequestId("5"), JsonRpcCall.of("m"))).get("id").isNumber())
        .isTrue();
    assertThat(rpc.requestId(json("{'id':5.5,'result':1}"))).isEmpty();
    assertThat(rpc.requestId(json("{'id':'5','result':1}"))).contains(new RequestId("5"));
  }

  @Test
  @Tag("W7")
  void error_withCodeAndData_keepsBoth() {
    JsonNode answer = json("{'id':1,'error':{'code':-32601,'message':'none','data':{'x':1}}}");

    assertThat(rpc.remoteError(answer))
        .hasValueSatisfying(
            error -> {
              assertThat(error.code()).isEqualTo(-32601);
              assertThat(error.words()).isEqualTo("none");
              assertThat(error.data()).isEqualTo("{\"x\":1}");
            });
  }

  @Test
  void messages_ofTheServersOwn_areEvents() {
    assertThat(rpc.classify(json("{'method':'note','params':[1]}"))).isEqualTo(MessageKind.SYSTEM);
    assertThat(rpc.classify(json("{'id':9,'method':'ask'}"))).isEqualTo(MessageKind.SYSTEM);
    assertThat(rpc.classify(json("{'id':null,'result':1}"))).isEqualTo(MessageKind.UNKNOWN);
    assertThat(rpc.classify(json("{'id':1,'result':null}"))).isEqualTo(MessageKind.RESPONSE);
  }

  @Test
  @Tag("W13")
  void nextSocket_itsOwnNamesOfSubscriptions_areNotTheFirstOnes() {
    ProtocolHandler<JsonNode> next = rpc.forNextSocket().orElseThrow();
    RequestIds ids = ids();
    JsonNode first = rpc.parse(rpc.subscribe(List.of(HEADS), ids).getFirst());
    JsonNode second = rpc.parse(next.subscribe(List.of(HEADS), ids).getFirst());
    assertThat(second.get("id")).isNotEqualTo(first.get("id"));
    rpc.subscriptionResults(json("{'id':%s,'result':'0x1'}".formatted(first.get("id"))));
    next.subscriptionResults(json("{'id':%s,'result':'0x2'}".formatted(second.get("id"))));

    String update = "{'method':'eth_subscription','params':{'subscription':'%s','result':1}}";
    assertThat(rpc.topic(json(update.formatted("0x1")))).contains(HEADS);
    assertThat(next.topic(json(update.formatted("0x2")))).contains(HEADS);
    assertThat(next.topic(json(update.formatted("0x1")))).isEmpty();
  }

  // ---- batches

  @Test
  void batch_thatCameUnasked_isTakenApart() {
    List<String> raws = new ArrayList<>();
    rpc.parseEach(
        text("[{'id':1,'result':1},{'method':'note'},7]"),
        (raw, part) -> raws.add(((WsMessage.Text) raw).text()));

    assertThat(raws).containsExactly("{\"id\":1,\"result\":1}", "{\"method\":\"note\"}", "7");
  }

  @Test
  void batch_answeredOutOfOrder_givesEachCallItsOwn() {
    RequestId id = rpc.nextId(ids());
    JsonRpcBatch batch =
        JsonRpcBatch.of(JsonRpcCall.of("a"), JsonRpcCall.of("b"), JsonRpcCall.of("c"))
            .withNotification(JsonRpcCall.of("n"));

    assertThat(rpc.request(id, batch))
        .isEqualTo(
            text(
                "[{'jsonrpc':'2.0','method':'a','id':1},{'jsonrpc':'2.0','method':'b','id':2},"
                    + "{'jsonrpc':'2.0','method':'c','id':3},{'jsonrpc':'2.0','method':'n'}]"));
    JsonNode whole =
        only(
            "[{'id':3,'result':[3]},{'id':2,'error':{'code':4,'message':'no'}},"
                + "{'id':1,'result':'first'}]");
    assertThat(rpc.classify(whole)).isEqualTo(MessageKind.RESPONSE);
    assertThat(rpc.requestId(whole)).contains(id);
    assertThat(rpc.remoteError(whole)).isEmpty();
    JsonRpcAnswers answers = rpc.value(whole, JsonRpcAnswers.class);
    assertThat(answers.count()).isEqualTo(3);
    assertThat(answers.value(0, String.class)).isEqualTo("first");
    assertThat(answers.error(1)).hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(4));
    assertThatThrownBy(() -> answers.value(1, String.class)).isInstanceOf(WsException.Remote.class);
    assertThat(answers.value(2, int[].class)).containsExactly(3);
    assertThatThrownBy(() -> rpc.value(whole, String.class))
        .isInstanceOf(WsException.Serialization.class);
  }

  @Test
  void batch_withTextIds_isToldFromOtherArrays() {
    JsonRpcHandler texts = JsonRpcHandler.withTextIds(JsonRpcTopics.ETHEREUM);
    JsonNode sent =
        texts.parse(
            texts.request(
                new RequestId("x"), JsonRpcBatch.of(JsonRpcCall.of("a"), JsonRpcCall.of("b"))));
    List<JsonNode> parts = new ArrayList<>();
    texts.parseEach(
        text("[{'id':'y','result':1},{'id':'z','result':1}]"), (raw, part) -> parts.add(part));

    assertThat(sent.get(1).get("id").asString()).isEqualTo("x.1");
    assertThat(parts).hasSize(2);
    texts.parseEach(
        text("[{'id':'x.1','result':1},{'id':'x','result':0}]"), (raw, part) -> parts.add(part));
    assertThat(parts).hasSize(3);
    JsonRpcAnswers answers = texts.value(parts.getLast(), JsonRpcAnswers.class);
    assertThat(answers.value(1, Integer.class)).isEqualTo(1);
  }

  @Test
  void batch_ofOne_mayBeAnsweredWithoutAnArray() {
    rpc.request(rpc.nextId(ids()), JsonRpcBatch.of(JsonRpcCall.of("a")));

    JsonRpcAnswers answers = rpc.value(only("{'id':1,'result':5}"), JsonRpcAnswers.class);
    assertThat(answers.value(0, Integer.class)).isEqualTo(5);
  }

  @Test
  void batch_ofNotifications_isAMessageAndNoRequest() {
    JsonRpcBatch batch = new JsonRpcBatch(List.of(), List.of(JsonRpcCall.of("n")));

    assertThat(rpc.message(batch)).isEqualTo(text("[{'jsonrpc':'2.0','method':'n'}]"));
    assertThatThrownBy(() -> rpc.request(new RequestId("1"), batch))
        .isInstanceOf(WsException.Serialization.class);
    assertThatThrownBy(JsonRpcBatch::of).isInstanceOf(IllegalArgumentException.class);
  }

  // ---- subscriptions

  @Test
  void subscriptions_namedByTheServer_areMappedToTheirTopics() {
    Topic logs = new Topic("logs {\"address\":\"0x1\"}");

    assertThat(rpc.subscribe(List.of(HEADS, logs), ids()))
        .containsExactly(
            text("{'jsonrpc':'2.0','method':'eth_subscribe','params':['newHeads'],'id':1}"),
            text(
                "{'jsonrpc':'2.0','method':'eth_subscribe',"
                    + "'params':['logs',{'address':'0x1'}],'id':2}"));
    assertThat(rpc.subscriptionResults(json("{'id':2,'error':{'code':1,'message':'full'}}")))
        .singleElement()
        .satisfies(refused -> assertThat(refused.message()).contains("full"));
    assertThat(rpc.subscriptionResults(json("{'id':1,'result':'0xa'}")))
        .containsExactly(SubscriptionResult.accepted(HEADS));
    assertThat(rpc.topic(news("'0xa'"))).contains(HEADS);
    assertThat(rpc.unsubscribe(List.of(HEADS), ids()))
        .containsExactly(
            text("{'jsonrpc':'2.0','method':'eth_unsubscribe','params':['0xa'],'id':3}"));
    assertThat(rpc.topic(news("'0xa'"))).isEmpty();
    assertThat(rpc.classify(json("{'id':3,'result':true}"))).isEqualTo(MessageKind.CONTROL);
  }

  @Test
  void subscription_namedByANumber_isLeftByANumber() {
    rpc.subscribe(List.of(HEADS), ids());
    rpc.subscriptionResults(json("{'id':1,'result':77}"));

    assertThat(rpc.topic(news("77"))).contains(HEADS);
    assertThat(rpc.unsubscribe(List.of(HEADS), ids()))
        .containsExactly(text("{'jsonrpc':'2.0','method':'eth_unsubscribe','params':[77],'id':2}"));
  }

  @Test
  void topic_withWhatIsNoJson_isLeftToTheServer() {
    assertThat(rpc.subscribe(List.of(new Topic("logs {x")), ids()))
        .containsExactly(
            text("{'jsonrpc':'2.0','method':'eth_subscribe','params':['logs','{x'],'id':1}"));
  }

  @Test
  void notification_beforeTheAnswerThatNamesIt_isKeptAndHandedOverOnce() {
    rpc.subscribe(List.of(HEADS), ids());
    JsonNode early = news("'0xa'");
    List<JsonNode> released = new ArrayList<>();

    assertThat(rpc.keepsBack(text("{}"), early)).isTrue();
    rpc.subscriptionResults(json("{'id':1,'result':'0xa'}"));
    rpc.releaseKept((raw, part) -> released.add(part));
    rpc.releaseKept((raw, part) -> released.add(part));

    assertThat(released).hasSize(1).allMatch(part -> part == early, "read once");
    assertThat(rpc.keepsBack(text("{}"), early)).isFalse();
  }

  @Test
  void notifications_thatNobodyWillEverName_areKeptUpToABound() {
    rpc.subscribe(List.of(HEADS), ids());
    int kept = 0;
    while (rpc.keepsBack(text("{}"), news("'0xa'"))) {
      kept++;
    }
    assertThat(kept).isEqualTo(256);
  }

  @Test
  @Tag("W11")
  void subscription_answeredAfterItWasLeft_isLeftByItsName() {
    rpc.subscribe(List.of(HEADS), ids());
    assertThat(rpc.unsubscribe(List.of(HEADS), ids())).isEmpty();
    rpc.subscribe(List.of(HEADS), ids());

    assertThat(rpc.subscriptionResults(json("{'id':1,'result':'0xa'}"))).isEmpty();
    assertThat(rpc.takeReplies(ids()))
        .containsExactly(
            text("{'jsonrpc':'2.0','method':'eth_unsubscribe','params':['0xa'],'id':3}"));
    assertThat(rpc.takeReplies(ids())).isEmpty();
    assertThat(rpc.subscriptionResults(json("{'id':2,'result':'0xb'}")))
        .containsExactly(SubscriptionResult.accepted(HEADS));
    assertThat(rpc.topic(news("'0xb'"))).contains(HEADS);
  }

  @Test
  void answer_thatIsNoName_refuses() {
    rpc.subscribe(List.of(HEADS), ids());

    assertThat(rpc.subscriptionResults(json("{'id':1,'result':{}}")))
        .singleElement()
        .satisfies(refused -> assertThat(refused.accepted()).isFalse());
  }

  private JsonNode news(String name) {
    return json("{'method':'eth_subscription','params':{'subscription':" + name + ",'result':1}}");
  }

  private JsonNode only(String text) {
    List<JsonNode> parts = new ArrayList<>();
    rpc.parseEach(text(text), (raw, part) -> parts.add(part));
    assertThat(parts).hasSize(1);
    return parts.getFirst();
  }

  private static WsMessage text(String text) {
    return WsMessage.text(text.replace('\'', '"'));
  }

  private JsonNode json(String text) {
    return rpc.parse(text(text));
  }

  // ---- its contract

  @Override
  protected ProtocolHandler<JsonNode> handler() {
    return JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM);
  }

  @Override
  protected Object payload() {
    return JsonRpcCall.of("ping");
  }

  @Override
  protected Object unfitPayload() {
    return "no call";
  }

  @Override
  protected WsMessage answer(WsMessage request) {
    return text("{'jsonrpc':'2.0','id':" + rpc.parse(request).get("id") + ",'result':'pong'}");
  }

  @Override
  protected WsMessage refusal(WsMessage request) {
    JsonNode id = rpc.parse(request).get("id");
    return text("{'jsonrpc':'2.0','id':" + id + ",'error':{'code':7,'message':'not today'}}");
  }

  @Override
  protected List<WsMessage> acknowledge(WsMessage subscribe) {
    JsonNode asked = rpc.parse(subscribe);
    String name = "of " + asked.get("params").get(0).asString();
    return List.of(text("{'jsonrpc':'2.0','id':" + asked.get("id") + ",'result':'" + name + "'}"));
  }

  @Override
  protected WsMessage update(Topic topic) {
    return text(
        "{'method':'eth_subscription','params':{'subscription':'of %s','result':1}}"
            .formatted(topic));
  }
}
