package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The answers to the calls of a batch, however a server spreads them over messages.
@Tag("field-WS8")
class BatchAnswersTest {
  private final JsonRpcHandler rpc = JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM);
  private final List<JsonNode> parts = new ArrayList<>();

  @BeforeEach
  void sendABatchOfThree() {
    send("a", "b", "c");
  }

  @Test
  void answers_inSeveralArrays_areCollected() {
    receive("[{'id':1,'result':'A'}]");
    receive("[{'id':3,'result':'C'}]");
    assertThat(parts).isEmpty();

    receive("[{'id':2,'result':'B'}]");
    assertThat(values(answers())).containsExactly("A", "B", "C");
  }

  @Test
  void answers_eachInAMessageOfItsOwn_areCollected() {
    receive("{'id':2,'result':'B'}");
    receive("{'id':1,'error':{'code':5,'message':'no'}}");
    receive("{'id':3,'result':'C'}");

    JsonRpcAnswers answers = answers();
    assertThat(answers.error(0)).hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(5));
    assertThat(answers.value(1, String.class)).isEqualTo("B");
    assertThat(answers.value(2, String.class)).isEqualTo("C");
  }

  @Test
  void answers_ofTwoBatchesInOneArray_areToldApart() {
    send("d", "e");

    receive("[{'id':5,'result':'E'},{'id':2,'result':'B'},{'id':1,'result':'A'}]");
    assertThat(parts).isEmpty();
    receive("[{'id':3,'result':'C'},{'id':4,'result':'D'}]");

    assertThat(parts).hasSize(2);
    assertThat(values(answers(parts.get(0)))).containsExactly("A", "B", "C");
    assertThat(values(answers(parts.get(1)))).containsExactly("D", "E");
  }

  @Test
  void array_withAnErrorThatNamesNoCall_givesItToTheCallWithoutAnAnswer() {
    receive(
        "[{'id':1,'result':'A'},{'id':null,'error':{'code':-32600,'message':'bad'}},"
            + "{'id':3,'result':'C'}]");

    JsonRpcAnswers answers = answers();
    assertThat(answers.value(0, String.class)).isEqualTo("A");
    assertThat(answers.error(1)).hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(-32600));
    assertThat(answers.value(2, String.class)).isEqualTo("C");
  }

  @Test
  void array_withFewerNamelessErrorsThanCallsLeft_leavesNoCallWithoutAnEnd() {
    receive("[{'id':2,'result':'B'},{'error':{'code':-32600,'message':'bad'}}]");

    JsonRpcAnswers answers = answers();
    assertThat(answers.error(0)).isPresent();
    assertThat(answers.value(1, String.class)).isEqualTo("B");
    assertThat(answers.error(2)).isPresent();
  }

  @Test
  void array_withANotification_keepsItApart() {
    receive(
        "[{'id':1,'result':'A'},{'method':'note','params':[1]},{'id':2,'result':'B'},"
            + "{'id':3,'result':'C'}]");

    assertThat(parts).hasSize(2);
    assertThat(values(answers(parts.get(0)))).containsExactly("A", "B", "C");
    assertThat(parts.get(1).path("method").asString()).isEqualTo("note");
  }

  @Test
  void array_withAnAnswerToAnotherCall_keepsItApart() {
    receive("[{'id':77,'result':'x'},{'id':1,'result':'A'},{'id':2,'result':'B'}]");
    receive("{'id':3,'result':'C'}");

    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).path("id").asInt()).isEqualTo(77);
    assertThat(values(answers(parts.get(1)))).containsExactly("A", "B", "C");
  }

  @Test
  void answer_toACallThatHasOne_doesNotReplaceIt() {
    receive("[{'id':1,'result':'A'},{'id':1,'result':'again'}]");
    receive("[{'id':2,'result':'B'},{'id':3,'result':'C'}]");

    assertThat(values(answers())).containsExactly("A", "B", "C");
  }

  @Test
  void error_ofACall_isThrownByItsValue() {
    receive("[{'id':1,'error':'full'},{'id':2,'result':'B'},{'id':3,'result':null}]");

    JsonRpcAnswers answers = answers();
    assertThatThrownBy(() -> answers.value(0, String.class))
        .isInstanceOf(WsException.Remote.class)
        .hasMessageContaining("full");
    assertThat(answers.error(2)).isEmpty();
  }

  private void send(String... methods) {
    List<JsonRpcCall> calls = new ArrayList<>();
    for (String method : methods) {
      calls.add(JsonRpcCall.of(method));
    }
    rpc.request(rpc.nextId(ProtocolHandlerContract.ids()), new JsonRpcBatch(calls, List.of()));
  }

  private void receive(String text) {
    rpc.parseEach(WsMessage.text(text.replace('\'', '"')), (raw, part) -> parts.add(part));
  }

  private JsonRpcAnswers answers() {
    assertThat(parts).hasSize(1);
    return answers(parts.getFirst());
  }

  private JsonRpcAnswers answers(JsonNode whole) {
    return rpc.value(whole, JsonRpcAnswers.class);
  }

  private static List<String> values(JsonRpcAnswers answers) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < answers.count(); i++) {
      values.add(answers.value(i, String.class));
    }
    return values;
  }
}
