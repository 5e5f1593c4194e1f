package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// An error is an error, whatever its shape.
@Tag("field-WS5")
class ErrorShapesTest {
  private final JsonRpcHandler rpc = JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM);
  private final GenericJsonHandler plain = GenericJsonHandler.withNumberIds(JsonFields.DEFAULT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':1,'error':'text'}                             | 0     | text",
        "{'id':1,'error':''}                                 | 0     | ''",
        "{'id':1,'error':['E1','E2']}                        | 0     | E1, E2",
        "{'id':1,'error':true}                               | 0     | true",
        "{'id':1,'error':false}                              | 0     | false",
        "{'id':1,'error':7}                                  | 7     | 7",
        "{'id':1,'error':{}}                                 | 0     | {}",
        "{'id':1,'error':{'code':'E1','message':'no'}}       | 0     | E1: no",
        "{'id':1,'error':{'code':'12','message':'no'}}       | 12    | no",
        "{'id':1,'error':{'reason':'no'}}                    | 0     | {\"reason\":\"no\"}",
        "{'id':1,'error':{'code':4,'message':'no'},'result':1} | 4   | no",
        "{'id':1,'error':'late','result':1}                  | 0     | late",
        "{'id':1,'error':['E1'],'result':null}               | 0     | E1",
      })
  void error_ofJsonRpc_isRead(String answer, long code, String words) {
    assertError(rpc, answer, code, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':1,'result':1}",
        "{'id':1,'result':1,'error':null}",
        "{'id':1,'result':1,'error':[]}",
        "{'id':1,'result':1,'error':''}",
        "{'id':1,'result':1,'error':false}",
        "{'id':1,'result':1,'error':0}",
        "{'id':1,'result':null}",
      })
  void value_ofJsonRpc_isNoError(String answer) {
    assertThat(rpc.remoteError(json(rpc, answer))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'r','error':['E1']}                           | 0     | E1",
        "{'id':'r','error':[{'code':3}]}                     | 0     | {\"code\":3}",
        "{'id':'r','error':'no'}                             | 0     | no",
        "{'id':'r','error':'60012','message':'bad request'}  | 0     | 60012",
        "{'id':'r','error':5,'message':'five'}               | 5     | five",
        "{'id':'r','error':{'code':'E1'}}                    | 0     | E1: {\"code\":\"E1\"}",
        "{'id':'r','status':'error','message':'why'}         | 0     | why",
        "{'id':'r','status':'FAILED','message':'why'}        | 0     | why",
        "{'id':'r','status':503,'error':[],'message':'why'}  | 503   | why",
      })
  void error_ofJson_isRead(String answer, long code, String words) {
    assertError(plain, answer, code, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'r','error':[],'result':1}",
        "{'id':'r','error':'0','result':1}",
        "{'id':'r','error':'','x':1}",
        "{'id':'r','error':false}",
        "{'id':'r','status':'ok'}",
        "{'id':'r','status':200,'error':null}",
      })
  void value_ofJson_isNoError(String answer) {
    assertThat(plain.remoteError(json(plain, answer))).isEmpty();
  }

  private static void assertError(
      ProtocolHandler<JsonNode> handler, String answer, long code, String words) {
    WsException.Remote error =
        handler
            .remoteError(json(handler, answer))
            .orElseThrow(() -> new AssertionError("no error: " + answer));
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.words()).isEqualTo(words);
  }

  private static JsonNode json(ProtocolHandler<JsonNode> handler, String text) {
    return handler.parse(WsMessage.text(text.replace('\'', '"')));
  }
}
