package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.handlers.ExchangeHandler.Routed;
import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("W20")
class ExchangeAdapterTest extends ProtocolHandlerContract<Optional<Routed>> {
  private final Ticker ticker = new Ticker();
  private final ExchangeAdapter adapter = new ExchangeAdapter(ticker);

  @Test
  void message_inBinary_isSeenDecodedAndReadOnce() {
    List<WsMessage> seen = new ArrayList<>();
    byte[] packed = "one:5".getBytes(StandardCharsets.UTF_8);
    adapter.parseEach(WsMessage.binary(packed), (raw, part) -> seen.add(raw));

    assertThat(seen).containsExactly(WsMessage.text("one:5"));
    assertThat(ticker.read).isEqualTo(1);
  }

  @Test
  void message_thatIsNobodys_isAnEventAsItCame() {
    WsMessage binary = WsMessage.binary(new byte[] {(byte) 0xFF});
    List<WsMessage> seen = new ArrayList<>();
    adapter.parseEach(binary, (raw, part) -> seen.add(raw));

    assertThat(seen).containsExactly(binary);
    assertThat(adapter.classify(Optional.empty()).isEvent()).isTrue();
  }

  @Test
  void messages_toSend_areTextsOrBecomeJson() {
    assertThat(adapter.onConnect()).containsExactly(WsMessage.text("hello"));
    assertThat(adapter.message("as it is")).isEqualTo(WsMessage.text("as it is"));
    assertThat(adapter.message(Map.of("a", 1))).isEqualTo(WsMessage.text("{\"a\":1}"));
    assertThat(adapter.subscribe(List.of(new Topic("a"), new Topic("b")), ids()))
        .containsExactly(WsMessage.text("+a"), WsMessage.text("+b"));
  }

  // ---- its contract

  @Override
  protected ProtocolHandler<Optional<Routed>> handler() {
    return new ExchangeAdapter(new Ticker());
  }

  @Override
  protected Object payload() {
    return null;
  }

  @Override
  protected Object unfitPayload() {
    return "anything";
  }

  @Override
  protected WsMessage answer(WsMessage request) {
    throw new IllegalStateException("there are no requests");
  }

  @Override
  protected WsMessage refusal(WsMessage request) {
    throw new IllegalStateException("there are no requests");
  }

  @Override
  protected List<WsMessage> acknowledge(WsMessage subscribe) {
    return List.of();
  }

  @Override
  protected WsMessage update(Topic topic) {
    return WsMessage.text(topic + ":1");
  }

  /// Code as it was written for the older interface.
  private static final class Ticker implements ExchangeHandler {
    private int read;

    @Override
    public Optional<String> topic(String message) {
      read++;
      int colon = message.indexOf(':');
      return colon > 0 ? Optional.of(message.substring(0, colon)) : Optional.empty();
    }

    @Override
    public WsMessage subscribe(String topic) {
      return WsMessage.text("+" + topic);
    }

    @Override
    public WsMessage unsubscribe(String topic) {
      return WsMessage.text("-" + topic);
    }

    @Override
    public List<WsMessage> onConnect() {
      return List.of(WsMessage.text("hello"));
    }
  }
}
