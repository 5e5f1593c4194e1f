package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that are made in one buffer: another decoder reads them, and who waits for the writing
/// is told.
final class FrameBatchTest {
  private final AtomicInteger masks = new AtomicInteger(0x89ABCDEF);
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new WebSocket13FrameEncoder(masks::incrementAndGet));
  private final FrameBatch<String> batch =
      new FrameBatch<>(channel, () -> masks.addAndGet(0x1234567), false);
  private final EmbeddedChannel server =
      new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, 1 << 20));
  private final Capacity places = new Capacity(10);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 200_000})
  void text_ofAnyLength_isReadByAnotherDecoder(int length) {
    String text = "abcdefghij".repeat(length / 10 + 1).substring(0, length);

    batch.add(WsMessage.text(text), null);
    batch.add(WsMessage.text("grüße"), null);
    batch.add(WsMessage.binary(new byte[] {1, 2, (byte) 0xff}), null);
    batch.flush();

    carry();
    assertThat(text(server.readInbound())).isEqualTo(text);
    assertThat(text(server.readInbound())).isEqualTo("grüße");
    WebSocketFrame binary = server.readInbound();
    assertThat(bytes(binary.content())).containsExactly(1, 2, 0xff);
    binary.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grüße", "日本語", "a😀b", "half a pair: \uD83D"})
  void text_beyondAscii_isAsTheJdkEncodesIt(String text) {
    String longer = text.repeat(2_000);

    batch.add(WsMessage.text(text), null);
    batch.add(WsMessage.text(longer), null);
    batch.add(WsMessage.text(text), null);
    batch.flush();

    carry();
    String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(text(server.readInbound())).isEqualTo(expected);
    assertThat(text(server.readInbound())).isEqualTo(expected.repeat(2_000));
    assertThat(text(server.readInbound())).isEqualTo(expected);
  }

  @Test
  void flush_ofManySmallMessages_isOneBuffer() {
    for (int i = 0; i < 100; i++) {
      batch.add(WsMessage.text("message " + i), null);
    }
    assertThat(channel.outboundMessages()).isEmpty();

    batch.flush();

    assertThat(channel.outboundMessages()).hasSize(1);
    carry();
    assertThat(server.inboundMessages()).hasSize(100);
    server.releaseInbound();
  }

  @Test
  void controlFrame_amongMessages_keepsItsPlace() {
    batch.add(WsMessage.text("before"), null);
    batch.write(new PingWebSocketFrame(Unpooled.copiedBuffer("?", StandardCharsets.US_ASCII)));
    batch.add(WsMessage.text("after"), null);
    batch.flush();

    carry();
    assertThat(text(server.readInbound())).isEqualTo("before");
    WebSocketFrame ping = server.readInbound();
    assertThat(ping).isInstanceOf(PingWebSocketFrame.class);
    ping.release();
    assertThat(text(server.readInbound())).isEqualTo("after");
  }

  @Test
  void flush_done_tellsWhoWaits() {
    Outgoing<String> outgoing = outgoing();
    batch.add(outgoing.message(), outgoing);
    assertThat(outgoing.hasEnded()).isFalse();

    batch.flush();

    assertThat(outgoing.hasEnded()).isTrue();
    outgoing.succeeded();
    assertThat(places.taken()).isZero();
    channel.releaseOutbound();
  }

  @Test
  void discard_beforeTheFlush_failsWhoWaits() {
    Outgoing<String> outgoing = outgoing();
    batch.add(outgoing.message(), outgoing);

    batch.discard();
    batch.flush();

    assertThat(channel.outboundMessages()).isEmpty();
    assertThatThrownBy(outgoing::succeeded)
        .isInstanceOfSatisfying(
            WsException.ConnectionClosed.class,
            lost -> assertThat(lost.outcome()).contains(Outcome.MAYBE_EXECUTED));
  }

  private Outgoing<String> outgoing() {
    assertThat(places.tryTake()).isTrue();
    Outgoing<String> outgoing =
        new Outgoing<>(
            new RequestId("a"), WsMessage.text("a"), false, Duration.ofSeconds(1), 0, places);
    assertThat(outgoing.trySend()).isTrue();
    return outgoing;
  }

  /// Takes the bytes to the server.
  private void carry() {
    @Nullable ByteBuf bytes = channel.readOutbound();
    while (bytes != null) {
      server.writeInbound(bytes);
      bytes = channel.readOutbound();
    }
  }

  private static String text(@Nullable Object frame) {
    TextWebSocketFrame text = (TextWebSocketFrame) frame;
    assertThat(text).isNotNull();
    String read = text.text();
    text.release();
    return read;
  }

  private static int[] bytes(ByteBuf content) {
    int[] bytes = new int[content.readableBytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = content.getUnsignedByte(content.readerIndex() + i);
    }
    return bytes;
  }
}
