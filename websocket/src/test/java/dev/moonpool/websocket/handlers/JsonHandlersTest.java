package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("W20")
class JsonHandlersTest {
  private static final RequestId ID = new RequestId("r1");

  private final GenericJsonHandler generic = new GenericJsonHandler(JsonFields.DEFAULT);
  private final JsonRpcHandler rpc = JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM);

  @Test
  void generic_messages_areSortedByTheirFields() {
    assertThat(generic.classify(json("{'id':'r1'}"))).isEqualTo(MessageKind.RESPONSE);
    assertThat(generic.classify(json("{'topic':'t','data':1}"))).isEqualTo(MessageKind.UPDATE);
    assertThat(generic.classify(json("{'op':'x'}"))).isEqualTo(MessageKind.CONTROL);
    assertThat(generic.classify(json("{'type':'x'}"))).isEqualTo(MessageKind.SYSTEM);
    assertThat(generic.classify(json("[1]"))).isEqualTo(MessageKind.UNKNOWN);
    assertThat(generic.requestId(json("{'id':7}"))).contains(new RequestId("7"));
    assertThat(generic.topic(json("{'topic':'t'}"))).contains(new Topic("t"));
    assertThat(generic.isPong(json("{'op':'pong'}"))).isTrue();
    assertThat(generic.pong(json("{'op':'ping'}"))).contains(text("{'op':'pong'}"));
  }

  @Test
  void generic_requests_carryTheirNameAndTheirAnswersAreRead() {
    Map<String, Object> payload = new TreeMap<>(Map.of("ask", "time"));

    assertThat(generic.request(ID, payload)).isEqualTo(text("{'ask':'time','id':'r1'}"));
    assertThat(generic.value(json("{'id':'r1','result':5}"), Integer.class)).isEqualTo(5);
    assertThat(generic.remoteError(json("{'id':'r1','error':{'code':4,'message':'no'}}")))
        .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(4));
    assertThatThrownBy(() -> generic.request(ID, "text"))
        .isInstanceOf(WsException.Serialization.class)
        .hasMessageContaining("was not sent");
    assertThatThrownBy(() -> generic.value(json("{'result':'x'}"), Integer.class))
        .isInstanceOf(WsException.Serialization.class);
  }

  @Test
  void generic_otherNames_areUsed() {
    GenericJsonHandler other =
        new GenericJsonHandler(
            JsonFields.DEFAULT
                .withOperation("method", "channels")
                .withOperations("SUB", "UNSUB", "PING", "PONG"));

    assertThat(other.subscribe(List.of(new Topic("a"), new Topic("b")), ids()))
        .containsExactly(text("{'method':'SUB','channels':['a','b']}"));
    assertThat(other.ping()).contains(text("{'method':'PING'}"));
  }

  @Test
  void rpc_calls_areWrittenWithNumbersAndAnswered() {
    RequestId id = rpc.nextId(ids());

    assertThat(rpc.request(id, JsonRpcCall.of("add", 1, 2)))
        .isEqualTo(text("{'jsonrpc':'2.0','method':'add','params':[1,2],'id':1}"));
    assertThat(rpc.message(JsonRpcCall.of("note")))
        .isEqualTo(text("{'jsonrpc':'2.0','method':'note'}"));
    JsonNode answer = json("{'jsonrpc':'2.0','id':1,'result':3}");
    assertThat(rpc.classify(answer)).isEqualTo(MessageKind.RESPONSE);
    assertThat(rpc.requestId(answer)).contains(id);
    assertThat(rpc.value(answer, Integer.class)).isEqualTo(3);
    assertThat(rpc.classify(json("{'id':null,'error':{}}"))).isEqualTo(MessageKind.UNKNOWN);
  }

  @Test
  void rpc_errors_haveCodeAndData() {
    JsonNode answer = json("{'id':1,'error':{'code':-32601,'message':'none','data':{'x':1}}}");

    assertThat(rpc.remoteError(answer))
        .hasValueSatisfying(
            error -> {
              assertThat(error.code()).isEqualTo(-32601);
              assertThat(error.data()).isEqualTo("{\"x\":1}");
            });
  }

  @Test
  void rpc_batches_areTakenApart() {
    assertThat(rpc.parseAll(text("[{'id':1,'result':1},{'id':2,'result':2}]"))).hasSize(2);
  }

  @Test
  void rpc_subscriptions_areMappedToTheirTopics() {
    Topic heads = new Topic("newHeads");
    Topic logs = new Topic("logs {\"address\":\"0x1\"}");
    List<WsMessage> asked = rpc.subscribe(List.of(heads, logs), ids());

    assertThat(asked)
        .containsExactly(
            text("{'jsonrpc':'2.0','method':'eth_subscribe','params':['newHeads'],'id':1}"),
            text(
                "{'jsonrpc':'2.0','method':'eth_subscribe',"
                    + "'params':['logs',{'address':'0x1'}],'id':2}"));
    JsonNode early =
        json("{'method':'eth_subscription','params':{'subscription':'0xa','result':1}}");
    assertThat(rpc.keepsBack(text("{}"), early)).isTrue();
    assertThat(rpc.subscriptionResults(json("{'id':1,'result':'0xa'}")))
        .containsExactly(SubscriptionResult.accepted(heads));
    assertThat(rpc.takeKept()).hasSize(1);
    assertThat(rpc.topic(early)).contains(heads);
    assertThat(rpc.keepsBack(text("{}"), early)).isFalse();
    assertThat(rpc.subscriptionResults(json("{'id':2,'error':{'code':1,'message':'full'}}")))
        .singleElement()
        .satisfies(refused -> assertThat(refused.message()).contains("full"));
    assertThat(rpc.unsubscribe(List.of(heads), ids()))
        .containsExactly(
            text("{'jsonrpc':'2.0','method':'eth_unsubscribe','params':['0xa'],'id':3}"));
    assertThat(rpc.topic(early)).isEmpty();
  }

  private static RequestIds ids() {
    try (SystemProviders system = SystemProviders.start(1)) {
      return new RequestIds(system.providers());
    }
  }

  private static WsMessage text(String text) {
    return WsMessage.text(text.replace('\'', '"'));
  }

  private JsonNode json(String text) {
    return rpc.parse(text(text));
  }
}
