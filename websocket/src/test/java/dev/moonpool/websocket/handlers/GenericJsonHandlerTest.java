package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.handlers.JsonFields.Name;
import dev.moonpool.websocket.protocol.MessageKind;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.AuthVerdict;
import dev.moonpool.websocket.protocol.ProtocolHandler.SubscriptionResult;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("W20")
class GenericJsonHandlerTest extends ProtocolHandlerContract<JsonNode> {
  private static final RequestId ID = new RequestId("r1");
  private static final JsonFields ACKNOWLEDGING =
      JsonFields.DEFAULT
          .with(Name.SUBSCRIBED, "subscribed")
          .with(Name.REFUSED, "refused")
          .with(Name.AUTHENTICATE, "auth")
          .with(Name.AUTHENTICATED, "welcome");

  private final GenericJsonHandler plain = new GenericJsonHandler(JsonFields.DEFAULT);
  private final GenericJsonHandler known = new GenericJsonHandler(ACKNOWLEDGING);

  @Test
  void messages_ofEachKind_areToldByTheirFields() {
    assertThat(plain.classify(json("{'id':'r1'}"))).isEqualTo(MessageKind.RESPONSE);
    assertThat(plain.classify(json("{'topic':'t','data':1}"))).isEqualTo(MessageKind.UPDATE);
    assertThat(plain.classify(json("{'op':'x'}"))).isEqualTo(MessageKind.CONTROL);
    assertThat(plain.classify(json("{'type':'x'}"))).isEqualTo(MessageKind.SYSTEM);
    assertThat(plain.classify(json("[1]"))).isEqualTo(MessageKind.UNKNOWN);
    assertThat(plain.requestId(json("{'id':7}"))).contains(new RequestId("7"));
  }

  @Test
  void request_withNumberIds_carriesANumber() {
    GenericJsonHandler numbers = GenericJsonHandler.withNumberIds(JsonFields.DEFAULT);
    RequestId id = numbers.nextId(ids());

    assertThat(numbers.request(id, Map.of("ask", "time"))).isEqualTo(text("{'ask':'time','id':1}"));
    assertThat(numbers.requestId(json("{'id':1}"))).contains(id);
  }

  @Test
  void value_withoutResultField_isTheWholeAnswer() {
    JsonNode whole = json("{'id':'r1','price':5}");

    assertThat(plain.value(whole, JsonNode.class)).isEqualTo(whole);
    assertThat(plain.value(json("{'id':'r1','result':5}"), Integer.class)).isEqualTo(5);
    assertThatThrownBy(() -> plain.value(json("{'result':'x'}"), Integer.class))
        .isInstanceOf(WsException.Serialization.class);
  }

  @Test
  @Tag("W7")
  void answer_withABadStatus_isAnErrorWithStatusAndBody() {
    JsonNode answer =
        json("{'id':'r1','status':429,'message':'slow down','result':{'wait':[1,2]}}");

    assertThat(plain.remoteError(answer))
        .hasValueSatisfying(
            error -> {
              assertThat(error.code()).isEqualTo(429);
              assertThat(error.words()).isEqualTo("slow down");
              assertThat(error.data()).isEqualTo("{\"wait\":[1,2]}");
            });
    assertThat(plain.remoteError(json("{'id':'r1','status':200,'result':1}"))).isEmpty();
  }

  @Test
  void error_ofEveryForm_isRead() {
    for (String fine : List.of("null", "false", "0", "''")) {
      assertThat(plain.remoteError(json("{'id':'r','error':" + fine + "}"))).isEmpty();
    }
    assertThat(error("'no'").words()).isEqualTo("no");
    assertThat(error("true").words()).isEqualTo("why");
    assertThat(error("12").code()).isEqualTo(12);
    assertThat(error("{'code':4,'message':'m','data':{'x':1}}").data()).isEqualTo("{\"x\":1}");
  }

  @Test
  void names_thatAreOthers_areUsed() {
    GenericJsonHandler other =
        new GenericJsonHandler(
            JsonFields.DEFAULT
                .with(Name.OPERATION, "method")
                .with(Name.ARGUMENTS, "channels")
                .with(Name.SUBSCRIBE, "SUB")
                .with(Name.PING, "PING"));

    assertThat(other.subscribe(List.of(new Topic("a"), new Topic("b")), ids()))
        .containsExactly(text("{'method':'SUB','channels':['a','b']}"));
    assertThat(other.ping()).contains(text("{'method':'PING'}"));
    assertThat(new GenericJsonHandler(JsonFields.DEFAULT.with(Name.PING, "")).ping()).isEmpty();
  }

  @Test
  @Tag("W11")
  void subscribing_toAServerThatAnswers_isAcceptedOrRefusedForEachTopic() {
    assertThat(plain.acknowledgesSubscriptions()).isFalse();
    assertThat(known.acknowledgesSubscriptions()).isTrue();
    assertThat(known.subscriptionResults(json("{'op':'subscribed','topic':'a'}")))
        .containsExactly(SubscriptionResult.accepted(new Topic("a")));
    assertThat(known.subscriptionResults(json("{'op':'refused','args':['a','b'],'error':'no'}")))
        .containsExactly(
            SubscriptionResult.refused(new Topic("a"), "no"),
            SubscriptionResult.refused(new Topic("b"), "no"));
    assertThat(known.subscriptionResults(json("{'op':'subscribed','args':['a'],'error':'full'}")))
        .containsExactly(SubscriptionResult.refused(new Topic("a"), "full"));
    assertThat(known.subscriptionResults(json("{'topic':'a','data':1}"))).isEmpty();
  }

  @Test
  @Tag("W9")
  void credentials_toAServerThatAsks_areSentAndJudged() {
    assertThat(plain.authMessage(Optional.of("key"))).isEmpty();
    assertThat(known.authMessage(Optional.empty())).isEmpty();
    assertThat(known.authMessage(Optional.of("key")))
        .contains(text("{'op':'auth','args':['key']}"));
    assertThat(known.authVerdict(json("{'op':'welcome'}"))).isEqualTo(new AuthVerdict.Accepted());
    assertThat(known.authVerdict(json("{'op':'auth','status':401,'message':'unknown key'}")))
        .isEqualTo(new AuthVerdict.Refused("unknown key", true));
    assertThat(known.authVerdict(json("{'op':'welcome','error':'busy'}")))
        .isEqualTo(new AuthVerdict.Refused("busy", false));
    assertThat(known.authVerdict(json("{'topic':'a'}"))).isEqualTo(AuthVerdict.NONE);
  }

  private WsException.Remote error(String error) {
    return plain
        .remoteError(json("{'id':'r','message':'why','error':" + error + "}"))
        .orElseThrow();
  }

  private static WsMessage text(String text) {
    return WsMessage.text(text.replace('\'', '"'));
  }

  private JsonNode json(String text) {
    return plain.parse(text(text));
  }

  // ---- its contract, with a server that acknowledges

  @Override
  protected ProtocolHandler<JsonNode> handler() {
    return new GenericJsonHandler(ACKNOWLEDGING);
  }

  @Override
  protected Object payload() {
    return Map.of("ask", "ping");
  }

  @Override
  protected Object unfitPayload() {
    return "a text is no object";
  }

  @Override
  protected WsMessage answer(WsMessage request) {
    return text("{'id':" + plain.parse(request).get("id") + ",'result':'pong'}");
  }

  @Override
  protected WsMessage refusal(WsMessage request) {
    JsonNode id = plain.parse(request).get("id");
    return text("{'id':" + id + ",'error':{'code':7,'message':'not today'}}");
  }

  @Override
  protected List<WsMessage> acknowledge(WsMessage subscribe) {
    String topics = plain.parse(subscribe).get("args").toString();
    return List.of(text("{'op':'subscribed','args':" + topics + "}"));
  }

  @Override
  protected WsMessage update(Topic topic) {
    return text("{'topic':'" + topic + "','data':1}");
  }
}
