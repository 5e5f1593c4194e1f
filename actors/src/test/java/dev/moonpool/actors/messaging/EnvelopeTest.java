package dev.moonpool.actors.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A8")
@Tag("A9")
class EnvelopeTest {
  private static final ActorId ALICE = new ActorId("test", "account", "alice");
  private static final ActorId BOB = new ActorId("test", "account", "bob");

  @Test
  void tryDecode_headerOnlyPartly_needsMore() throws EnvelopeException {
    assertThat(Frames.right().tryDecode(Unpooled.buffer().writeZero(7), 0)).isNull();
  }

  @Test
  void tryDecode_overLongFrame_isRefusedByItsHeader() {
    int limit = Envelope.frameBytesMax(Frames.PAYLOAD_MAX);
    assertThatThrownBy(() -> decodeHeader(limit + 1))
        .isInstanceOf(EnvelopeException.class)
        .hasMessage("a frame of %d bytes, limit %d", limit + 1, limit);
    assertThatThrownBy(() -> decodeHeader(-1))
        .isInstanceOf(EnvelopeException.class)
        .hasMessage("a frame of 4294967295 bytes, limit " + limit);
    assertThatThrownBy(() -> decodeHeader(3)).isInstanceOf(EnvelopeException.class);
  }

  @Test
  void tryDecode_beforeHello_takesOnlyLittle() {
    Envelope fresh = new Envelope(Frames.RIGHT, "test", new ClockOffset(), Frames.PAYLOAD_MAX);
    ByteBuf header = Unpooled.buffer().writeLongLE(Envelope.header(3000, 1, 4));

    assertThatThrownBy(() -> fresh.tryDecode(header, 0))
        .hasMessage("a frame of 3000 bytes, limit 2048");
  }

  @Test
  void tryDecode_payloadLengthLies_isRefusedBeforeAllocation() {
    byte[] frame = Frames.encode(Message.oneWay(ALICE, "tell", new byte[10]).build());
    int lengthAt = frame.length - Envelope.TRAILER_BYTES - 10 - 4;
    frame[lengthAt + 1] = 5; // 1290 bytes, within the limit, not in the frame
    Frames.sealed(frame);

    assertThatThrownBy(() -> Frames.right().tryDecode(Unpooled.wrappedBuffer(frame), 0))
        .hasMessage("payload needs 1290 bytes, the frame has 10 left");
  }

  @Test
  void tryDecode_checksumWrong_isRefused() {
    byte[] frame = Frames.encode(new Frame.Cancel(5));
    frame[9] ^= 1;

    assertThatThrownBy(() -> Frames.right().tryDecode(Unpooled.wrappedBuffer(frame), 0))
        .hasMessageStartingWith("checksum");
  }

  @Test
  @Tag("A10")
  void tryDecode_frameOfTheNextVersion_skipsWhatItHasMore() throws EnvelopeException {
    byte[] frame = Frames.encode(Message.oneWay(ALICE, "tell", new byte[] {1, 2}).build());
    byte[] longer = Arrays.copyOf(frame, frame.length + 20);

    longer[4] = 2;
    Frame read = Frames.right().tryDecode(Unpooled.wrappedBuffer(Frames.sealed(longer)), 0);
    assertThat(read).isInstanceOf(Message.class);
    assertThat(((Message) read).payload()).containsExactly(1, 2);

    longer[4] = 1;
    assertThatThrownBy(
            () -> Frames.right().tryDecode(Unpooled.wrappedBuffer(Frames.sealed(longer)), 0))
        .hasMessage("20 bytes behind the end");
  }

  @Test
  @Tag("A10")
  void tryDecode_goldenFramesOfVersion1_areUnderstood() throws EnvelopeException {
    Message request = (Message) golden(GoldenFrames.REQUEST);
    assertThat(Frames.shown(request)).isEqualTo(Frames.shown(request()));
    assertThat(Frames.shown(golden(GoldenFrames.RESPONSE))).isEqualTo(Frames.shown(response()));
    assertThat(golden(GoldenFrames.HELLO)).isEqualTo(hello());
    assertThat(golden(GoldenFrames.PING))
        .isEqualTo(new Frame.Ping(7, new Frame.ClockReading(1, 2, 3)));
  }

  @Test
  @Tag("A10")
  void encode_version1_isWrittenAsEver() {
    assertThat(hex(request())).isEqualTo(GoldenFrames.REQUEST);
    assertThat(hex(response())).isEqualTo(GoldenFrames.RESPONSE);
    assertThat(hex(hello())).isEqualTo(GoldenFrames.HELLO);
    assertThat(hex(new Frame.Ping(7, new Frame.ClockReading(1, 2, 3))))
        .isEqualTo(GoldenFrames.PING);
  }

  @Test
  void encode_textsAndListsOverTheirLimits_areShortened() throws EnvelopeException {
    String text = "ä".repeat(Message.TEXT_BYTES_MAX);
    Message request = request();
    WireOutcome failed = new WireOutcome.Failed("x" + text);
    WireOutcome unknown =
        new WireOutcome.Rejected(
            new Rejection.UnknownType("t", Collections.nCopies(100, "y".repeat(600))));

    Message first = exchanged(Message.response(request, failed, new byte[0]).build());
    Message second = exchanged(Message.response(request, unknown, new byte[0]).build());

    String shortened = ((WireOutcome.Failed) first.outcome()).text();
    assertThat(("x" + text)).startsWith(shortened);
    assertThat(shortened).hasSize(1 + (Message.TEXT_BYTES_MAX - 1) / 2);
    Rejection rejection = ((WireOutcome.Rejected) second.outcome()).rejection();
    assertThat(((Rejection.UnknownType) rejection).known())
        .hasSize(64)
        .allMatch(known -> known.equals("y".repeat(512)));
  }

  @Test
  void encode_largestPossibleMessage_isWithinTheFrameLimit() throws EnvelopeException {
    ActorId actor = new ActorId("n".repeat(80), "t".repeat(80), "k".repeat(93));
    NodeIdentity node = new NodeIdentity(new NodeAddress("h".repeat(255), 65535), Long.MAX_VALUE);
    ActorAddress address =
        new ActorAddress(actor, node, 1, new Fence(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    String text = "t".repeat(Message.TEXT_BYTES_MAX);
    Message message =
        Message.response(
                request(),
                new WireOutcome.Rejected(
                    new Rejection.UnknownMethod(
                        text, text, Collections.nCopies(64, "l".repeat(512)))),
                new byte[Frames.PAYLOAD_MAX])
            .target(actor)
            .sender(actor)
            .targetNode(node)
            .senderNode(node)
            .cacheUpdates(
                Collections.nCopies(Message.CACHE_UPDATES_MAX, new CacheUpdate(address, address)))
            .trace("x".repeat(Message.TRACE_BYTES_MAX))
            .chain(
                Collections.nCopies(
                    Message.HOPS_MAX, new Hop(actor, "\uFFEE".repeat(Message.NAME_CHARS_MAX))))
            .build();

    assertThat(Frames.encode(message).length)
        .isLessThan(Envelope.frameBytesMax(Frames.PAYLOAD_MAX));
    assertThat(Frames.shown(exchanged(message))).isEqualTo(Frames.shown(message));
  }

  @Test
  void encode_sameNamesAgain_areReadAsTheSameObjects() throws EnvelopeException {
    Envelope left = Frames.left();
    Envelope right = Frames.right();
    WireWriter writer = new WireWriter();
    left.encode(request(), Frames.NOW, writer);
    left.encode(request(), Frames.NOW, writer);
    ByteBuf buffer = Unpooled.wrappedBuffer(writer.array(), 0, writer.size());

    Message first = (Message) right.tryDecode(buffer, Frames.NOW);
    Message second = (Message) right.tryDecode(buffer, Frames.NOW);

    assertThat(second.target()).isSameAs(first.target());
    assertThat(second.method()).isSameAs(first.method());
    assertThat(second.senderNode()).isSameAs(Frames.LEFT);
  }

  @Test
  @Tag("A17")
  void tryDecode_frameThatSatInASocket_hasLessTimeLeft() throws EnvelopeException {
    ClockOffset clock = new ClockOffset();
    clock.sample(0, 5_000_000, 5_000_000, 200); // the writer's clock is 5 s ahead; 200 µs a round
    Envelope right = new Envelope(Frames.RIGHT, "test", clock, Frames.PAYLOAD_MAX);
    right.established(Frames.LEFT);
    long written = 60_000_000_000L;
    WireWriter writer = new WireWriter();
    Message message =
        Message.oneWay(ALICE, "tell", new byte[0]).deadlineNanos(written + 1_000_000_000L).build();
    Frames.left().encode(message, written, writer);
    Frames.left().encode(message, written, writer);
    ByteBuf buffer = Unpooled.wrappedBuffer(writer.array(), 0, writer.size());

    long arrived = written - 5_000_000_000L + 400_000_000L; // on the reader's clock
    Message inTime = (Message) right.tryDecode(buffer, arrived);
    Message late = (Message) right.tryDecode(buffer, arrived + 700_000_000L);

    assertThat(inTime.deadlineNanos() - arrived).isBetween(600_000_000L, 600_200_000L);
    assertThat(late.isExpired(arrived + 700_000_000L)).isTrue();
  }

  // ---- what the tests are made of

  static Message request() {
    return Message.request(0x0102030405060708L, ALICE, "withdraw", new byte[] {1, 2, 3})
        .sender(BOB)
        .targetNode(Frames.RIGHT)
        .senderNode(Frames.LEFT)
        .flags(RequestFlag.READ_ONLY.bit() | RequestFlag.CONFIRMED_READ.bit())
        .deadlineNanos(Frames.NOW + 5_000_000_000L)
        .forwards(1)
        .activation(77)
        .view(4)
        .trace("00-ab-cd-01")
        .chain(List.of(new Hop(BOB, "größe")))
        .build();
  }

  static Message response() {
    NodeIdentity other = new NodeIdentity(new NodeAddress("host-3", 7003), 5);
    ActorAddress stale = new ActorAddress(ALICE, Frames.LEFT, 76, new Fence(1, 2, 3));
    ActorAddress valid = new ActorAddress(ALICE, other, 1, new Fence(1, 2, 4));
    WireOutcome outcome = new WireOutcome.Rejected(new Rejection.Overloaded("alice", 1024));
    return Message.response(request(), outcome, new byte[0])
        .cacheUpdates(List.of(new CacheUpdate(stale, valid), new CacheUpdate(stale, null)))
        .build();
  }

  static Frame.Hello hello() {
    return new Frame.Hello(
        1,
        1,
        "test",
        Frames.LEFT,
        Frames.RIGHT.address(),
        12,
        1 << 20,
        34,
        new Frame.ClockReading(1, 2, 3));
  }

  private static String hex(Frame frame) {
    return HexFormat.of().formatHex(Frames.encode(frame));
  }

  private static Frame golden(String hex) throws EnvelopeException {
    return Frames.right()
        .tryDecode(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), Frames.NOW);
  }

  private static Message exchanged(Message message) throws EnvelopeException {
    return (Message)
        Frames.right().tryDecode(Unpooled.wrappedBuffer(Frames.encode(message)), Frames.NOW);
  }

  private static void decodeHeader(int length) throws EnvelopeException {
    Frames.right().tryDecode(Unpooled.buffer().writeLongLE(Envelope.header(length, 1, 1)), 0);
  }
}
