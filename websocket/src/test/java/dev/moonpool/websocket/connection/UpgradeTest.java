package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a server may answer to the upgrade, and what frames may make a message.
@Tag("W18")
class UpgradeTest {
  private static final Endpoint ENDPOINT =
      new Endpoint(
          WsUrl.of("ws://host:81/a%20b?c=d"),
          Optional.empty(),
          List.of(new Header("X-Key", "secret")));

  private final UpgradeCheck check =
      new UpgradeCheck(
          ENDPOINT,
          ConnectionConfig.builder("ws://host")
              .subprotocol("v2")
              .subprotocol("v1")
              .build()
              .upgrade(),
          Optional.empty(),
          Randomness.seeded(1));
  private final String key = check.request().headers().get("Sec-WebSocket-Key");

  @Test
  void request_hasAllThatAnUpgradeNeeds() {
    assertThat(check.request().uri()).isEqualTo("/a%20b?c=d");
    HttpHeaders headers = check.request().headers();
    assertThat(headers.get("Host")).isEqualTo("host:81");
    assertThat(headers.get("Sec-WebSocket-Protocol")).isEqualTo("v2, v1");
    assertThat(headers.get("X-Key")).isEqualTo("secret");
    assertThat(UpgradeCheck.acceptFor("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // the example of RFC 6455
  }

  @Test
  void answer_withListsOfTokens_isAccepted() {
    assertThat(wrong(headers -> {})).isEmpty();
    assertThat(wrong(headers -> headers.set("Connection", "keep-alive, UPGRADE"))).isEmpty();
    assertThat(wrong(headers -> headers.set("Sec-WebSocket-Protocol", "v1"))).isEmpty();
  }

  @Test
  void answer_thatIsWrong_isRefusedWithWhatIs() {
    assertThat(wrong(headers -> headers.set("Sec-WebSocket-Accept", "x"))).contains("'x'");
    assertThat(wrong(headers -> headers.set("Upgrade", "h2c"))).contains("h2c");
    assertThat(wrong(headers -> headers.set("Connection", "close"))).contains("close");
    assertThat(wrong(headers -> headers.set("Sec-WebSocket-Protocol", "v3"))).contains("v3");
    assertThat(wrong(headers -> headers.set("Sec-WebSocket-Extensions", "permessage-deflate")))
        .contains("were not offered");
  }

  @Test
  void message_inFragments_isPutTogether() {
    Assembler assembler = new Assembler(10);
    ByteBuf[] parts = {bytes('g', 'r', 0xC3), bytes(0xBC), bytes(0xC3, 0x9F)};

    assertThat(assembler.add(new TextWebSocketFrame(false, 0, parts[0]))).isNull();
    assertThat(assembler.add(new ContinuationWebSocketFrame(false, 0, parts[1]))).isNull();
    assertThat(assembler.add(new ContinuationWebSocketFrame(true, 0, parts[2])))
        .isEqualTo(WsMessage.text("grüß"));
    assertThat(assembler.add(new BinaryWebSocketFrame(bytes(1))))
        .isEqualTo(WsMessage.binary(new byte[] {1}));
  }

  @Test
  void message_atTheLimit_passesAndOneByteMoreClosesWith1009() {
    Assembler assembler = new Assembler(4);
    assertThat(assembler.add(new BinaryWebSocketFrame(bytes(1, 2, 3, 4)))).isNotNull();
    assertThat(assembler.add(new BinaryWebSocketFrame(false, 0, bytes(1, 2)))).isNull();
    ContinuationWebSocketFrame more = new ContinuationWebSocketFrame(true, 0, bytes(3, 4, 5));

    assertThatThrownBy(() -> assembler.add(more))
        .isInstanceOfSatisfying(
            CorruptedWebSocketFrameException.class,
            thrown -> assertThat(thrown.closeStatus().code()).isEqualTo(1009));
  }

  @Test
  void message_thatIsNoUtf8_closesWith1007() {
    TextWebSocketFrame broken = new TextWebSocketFrame(bytes(0xC3));

    assertThatThrownBy(() -> new Assembler(10).add(broken))
        .isInstanceOfSatisfying(
            CorruptedWebSocketFrameException.class,
            thrown -> assertThat(thrown.closeStatus().code()).isEqualTo(1007));
  }

  @Test
  @Tag("W16")
  void closeCodes_thatMayNotBeSent_areKnown() {
    assertThat(List.of(1000, 1001, 1009, 1014, 3000, 4999)).allMatch(Socket::mayBeSent);
    assertThat(List.of(0, 999, 1004, 1005, 1006, 1015, 2999, 5000)).noneMatch(Socket::mayBeSent);
  }

  private String wrong(Consumer<HttpHeaders> change) {
    HttpResponse answer =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    answer.headers().set("Upgrade", "WebSocket");
    answer.headers().set("Connection", "Upgrade");
    answer.headers().set("Sec-WebSocket-Accept", UpgradeCheck.acceptFor(key));
    change.accept(answer.headers());
    try {
      check.accepted(answer, new UpgradeAnswer(101, "", fields(answer), "", false));
      return "";
    } catch (UpgradeRefused e) {
      assertThat(e.answer().map(UpgradeAnswer::status)).contains(101);
      return String.valueOf(e.getMessage());
    }
  }

  private static List<UpgradeAnswer.Field> fields(HttpResponse answer) {
    return answer.headers().entries().stream()
        .map(field -> new UpgradeAnswer.Field(field.getKey(), field.getValue()))
        .toList();
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf buffer = Unpooled.buffer();
    for (int value : values) {
      buffer.writeByte(value);
    }
    return buffer;
  }
}
