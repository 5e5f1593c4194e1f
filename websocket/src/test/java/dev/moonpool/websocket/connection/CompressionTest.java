package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.WsException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is agreed on about compression, and that both directions keep to it.
@Tag("W18")
class CompressionTest {
  private static final int COMPRESSED = 4;
  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  @Test
  @Tag("W3")
  void offer_saysWhatIsConfigured() {
    assertThat(DeflateAgreement.offer(Compression.DEFAULT))
        .isEqualTo("permessage-deflate; client_max_window_bits");
    assertThat(
            DeflateAgreement.offer(
                Compression.DEFAULT.withForgetting(true, true).withServerWindowBits(9)))
        .isEqualTo(
            "permessage-deflate; client_max_window_bits; client_no_context_takeover;"
                + " server_no_context_takeover; server_max_window_bits=9,"
                + " permessage-deflate; client_max_window_bits; client_no_context_takeover");
    assertThatThrownBy(() -> new Compression(0, -1, false, false, OptionalInt.of(16)))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("level is from 1 to 9")
        .hasMessageContaining("thresholdBytes is not negative")
        .hasMessageContaining("from 8 to 15, this is 16");
  }

  @Test
  void answer_withinTheOffer_isKeptTo() throws Exception {
    assertThat(agreed("")).isEmpty();
    assertThat(agreed("permessage-deflate"))
        .contains(new DeflateAgreement(6, 64, false, 15, false));
    assertThat(
            agreed(
                "permessage-deflate; client_no_context_takeover ;server_no_context_takeover;"
                    + "client_max_window_bits=\"9\"; server_max_window_bits=12"))
        .contains(new DeflateAgreement(6, 64, true, 9, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-webkit-deflate-frame",
        "permessage-deflate, permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; unheard_of",
      })
  void answer_beyondTheOffer_isRefused(String answer) {
    assertThatThrownBy(() -> agreed(answer))
        .isInstanceOf(UpgradeRefused.class)
        .hasMessageContaining("not offered");
  }

  @Test
  @Tag("field-WS12")
  void answer_thatLeavesOutWhatWasAskedFor_isTheSecondOffer() throws Exception {
    Compression asking = Compression.DEFAULT.withForgetting(false, true).withServerWindowBits(10);
    for (String answer :
        List.of("permessage-deflate", "permessage-deflate; server_max_window_bits=11")) {
      assertThat(DeflateAgreement.of(answer, Optional.of(asking)))
          .contains(new DeflateAgreement(6, 64, false, 15, false));
    }
  }

  @Test
  void messages_ofAllKinds_comeBackAsTheyWere() {
    Randomness randomness = Randomness.seeded(5);
    for (int bits = 8; bits <= 15; bits++) {
      for (boolean forgets : new boolean[] {false, true}) {
        EmbeddedChannel out =
            new EmbeddedChannel(
                new DeflateHandler(new DeflateAgreement(6, 0, forgets, bits, false)));
        EmbeddedChannel in = new EmbeddedChannel(new InflateHandler(forgets, 1 << 20));
        for (int i = 0; i < 40; i++) {
          byte[] message = message(randomness);
          out.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
          WebSocketFrame sent = out.readOutbound();
          assertThat(sent.rsv()).isEqualTo(message.length == 0 ? 0 : COMPRESSED);
          in.writeInbound(sent);
          assertThat(taken(in)).isEqualTo(message);
        }
        out.finishAndReleaseAll();
        in.finishAndReleaseAll();
      }
    }
  }

  @Test
  void context_thatIsKept_makesTheSecondMessageSmall() {
    byte[] noise = new byte[200];
    Randomness randomness = Randomness.seeded(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) randomness.nextLong();
    }
    assertThat(sizeOfTheSecond(noise, false, 15)).isLessThan(20);
    assertThat(sizeOfTheSecond(noise, true, 15)).isGreaterThan(200);
    assertThat(sizeOfTheSecond(noise, false, 9)).isGreaterThan(200);
  }

  @Test
  void message_inFragments_isInflatedOverAllOfThem() {
    EmbeddedChannel in = new EmbeddedChannel(new InflateHandler(false, 1_000));
    ByteBuf whole = Unpooled.wrappedBuffer(deflated("so long, and thanks".getBytes(UTF_8), false));
    ByteBuf first = whole.readRetainedSlice(3);
    in.writeInbound(new TextWebSocketFrame(false, COMPRESSED, first));
    in.writeInbound(new PingWebSocketFrame());
    in.writeInbound(new ContinuationWebSocketFrame(true, 0, whole));

    StringBuilder text = new StringBuilder();
    for (WebSocketFrame frame = in.readInbound(); frame != null; frame = in.readInbound()) {
      text.append(frame.content().toString(UTF_8));
      frame.release();
    }
    assertThat(text).hasToString("so long, and thanks");
  }

  @Test
  void message_withAFinalBlock_isInflatedAndSoIsTheNext() {
    EmbeddedChannel in = new EmbeddedChannel(new InflateHandler(false, 1_000));
    for (int i = 0; i < 2; i++) {
      byte[] ended = deflated("Hello".getBytes(UTF_8), true);
      in.writeInbound(new TextWebSocketFrame(true, COMPRESSED, Unpooled.wrappedBuffer(ended)));
      assertThat(taken(in)).isEqualTo("Hello".getBytes(UTF_8));
    }
  }

  @Test
  void message_atTheLimitOnceInflated_passesAndOneByteMoreClosesWith1009() {
    EmbeddedChannel in = new EmbeddedChannel(new InflateHandler(true, 1_000));
    in.writeInbound(compressed(new byte[1_000]));
    assertThat(taken(in)).hasSize(1_000);
    assertThatThrownBy(() -> in.writeInbound(compressed(new byte[1_001])))
        .isInstanceOfSatisfying(
            CorruptedWebSocketFrameException.class,
            thrown -> assertThat(thrown.closeStatus().code()).isEqualTo(1009));
    in.writeInbound(compressed(new byte[1]));
    assertThat(in.inboundMessages()).isEmpty();
  }

  @Test
  void message_madeToBurst_costsNoMoreThanTheLimit() {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    byte[] bomb = deflated(new byte[64 << 20], false);
    assertThat(bomb.length).isLessThan(100_000);
    EmbeddedChannel in = new EmbeddedChannel(new InflateHandler(false, 1 << 16));
    in.config().setAllocator(allocator);
    ByteBuf most = Unpooled.wrappedBuffer(bomb);
    assertThatThrownBy(() -> in.writeInbound(new BinaryWebSocketFrame(true, COMPRESSED, most)))
        .isInstanceOf(CorruptedWebSocketFrameException.class);
    assertThat(most.refCnt()).isZero();
    assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
        .isZero();
  }

  @Test
  void frames_withWhatWasNotAgreedOn_closeWith1002() {
    refused(new TextWebSocketFrame(true, 2, Unpooled.EMPTY_BUFFER), 1002);
    refused(new TextWebSocketFrame(true, 5, Unpooled.EMPTY_BUFFER), 1002);
    refused(new PingWebSocketFrame(true, 4, Unpooled.EMPTY_BUFFER), 1002);
    refused(new ContinuationWebSocketFrame(true, 4, Unpooled.EMPTY_BUFFER), 1002);
    refused(new TextWebSocketFrame(true, 4, Unpooled.wrappedBuffer(new byte[] {7, 7, 7, 7})), 1007);
  }

  private static void refused(WebSocketFrame frame, int code) {
    EmbeddedChannel in = new EmbeddedChannel(new InflateHandler(false, 1_000));
    assertThatThrownBy(() -> in.writeInbound(frame))
        .isInstanceOfSatisfying(
            CorruptedWebSocketFrameException.class,
            thrown -> assertThat(thrown.closeStatus().code()).isEqualTo(code));
    assertThat(frame.refCnt()).isLessThanOrEqualTo(1); // the empty buffer is never released
  }

  private static Optional<DeflateAgreement> agreed(String answer) throws UpgradeRefused {
    return DeflateAgreement.of(answer, Optional.of(Compression.DEFAULT));
  }

  private static int sizeOfTheSecond(byte[] message, boolean forgets, int bits) {
    EmbeddedChannel out =
        new EmbeddedChannel(new DeflateHandler(new DeflateAgreement(6, 0, forgets, bits, false)));
    out.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    out.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    out.releaseOutbound();
    out.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    WebSocketFrame second = out.readOutbound();
    int size = second.content().readableBytes();
    second.release();
    return size;
  }

  private static byte[] message(Randomness randomness) {
    byte[] message = new byte[randomness.nextInt(randomness.chance(0.2) ? 100_000 : 600)];
    int letters = 1 + randomness.nextInt(256);
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) randomness.nextInt(letters);
    }
    return message;
  }

  private static WebSocketFrame compressed(byte[] content) {
    return new BinaryWebSocketFrame(
        true, COMPRESSED, Unpooled.wrappedBuffer(deflated(content, false)));
  }

  private static byte[] deflated(byte[] content, boolean ends) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(content);
    byte[] to = new byte[content.length + 100];
    int length;
    if (ends) {
      deflater.finish();
      length = deflater.deflate(to) + 1; // and the empty block that RFC 7692 wants behind it
    } else {
      length = deflater.deflate(to, 0, to.length, Deflater.SYNC_FLUSH) - 4;
    }
    deflater.end();
    return Arrays.copyOf(to, length);
  }

  private static byte[] taken(EmbeddedChannel in) {
    WebSocketFrame frame = in.readInbound();
    byte[] bytes = ByteBufUtil.getBytes(frame.content());
    frame.release();
    return bytes;
  }
}
