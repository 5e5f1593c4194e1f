package dev.moonpool.websocket.kit;

import dev.moonpool.websocket.handlers.ProtocolHandlerContract;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.util.ArrayList;
import java.util.List;

class LineHandlerTest extends ProtocolHandlerContract<String[]> {
  @Override
  protected ProtocolHandler<String[]> handler() {
    return new LineHandler(false, true);
  }

  @Override
  protected Object payload() {
    return "ping";
  }

  @Override
  protected Object unfitPayload() {
    return 5;
  }

  @Override
  protected WsMessage answer(WsMessage request) {
    return WsMessage.text("res " + words(request)[1] + " pong");
  }

  @Override
  protected WsMessage refusal(WsMessage request) {
    return WsMessage.text("err " + words(request)[1] + " 7 not today");
  }

  @Override
  protected List<WsMessage> acknowledge(WsMessage subscribe) {
    List<WsMessage> said = new ArrayList<>();
    for (String topic : List.of(words(subscribe)).subList(1, words(subscribe).length)) {
      said.add(WsMessage.text("ok " + topic));
    }
    return said;
  }

  @Override
  protected WsMessage update(Topic topic) {
    return WsMessage.text("upd " + topic + " 1");
  }

  private static String[] words(WsMessage message) {
    return ((WsMessage.Text) message).text().split(" ");
  }
}
