package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The frames of one connection, as bytes. `docs/protocol/envelope.md` shows every byte.
///
/// A frame is a header of eight bytes – length, version, kind, and a check of these – then its
/// body, then a CRC-32C of all of it. The header's own check lets garbage and lengths that lie be
/// refused as soon as eight bytes are there, before waiting for more or making room for it.
/// Confined to the connection's event loop; whatever the bytes, reading gives a frame, "more is
/// needed", or an [EnvelopeException].
final class Envelope {
  /// The protocol version that this build writes, and the highest it knows.
  static final int VERSION = 1;

  /// The lowest protocol version that this build understands.
  static final int VERSION_MIN = 1;

  /// How many bytes stand before a frame's body.
  static final int HEADER_BYTES = 8;

  /// How many bytes stand behind it.
  static final int TRAILER_BYTES = 4;

  /// The most that a frame can have besides its payload; see the limits in [Message].
  static final int OVERHEAD_BYTES_MAX = 128 * 1024;

  /// The most that a frame may have before both ends have said hello.
  static final int HELLO_BYTES_MAX = 2048;

  private static final int SCRATCH_BYTES = 8 * 1024;
  private static final int MAGIC = 'M' | 'O' << 8 | 'O' << 16 | 'N' << 24;
  private static final int HEADER_CHECK = 0x504D;

  private static final int KIND_HELLO = 4;
  private static final int KIND_GOODBYE = 5;
  private static final int KIND_CANCEL = 6;
  private static final int KIND_STAGE_QUERY = 7;
  private static final int KIND_STAGE_ANSWER = 8;
  private static final int KIND_PING = 9;
  private static final int KIND_PONG = 10;
  private static final int KIND_ASK = 11;
  private static final int KIND_ANSWER = 12;

  private final CRC32C checksum = new CRC32C();
  private final WireReader reader = new WireReader();

  /// Where frames are read from if the buffer is outside the heap: reading some thirty small fields
  /// costs half there. Longer frames get an array of their own.
  private final byte[] scratch = new byte[SCRATCH_BYTES];

  private final MessageCodec messages;
  private final int payloadBytesMax;
  private int readBytesMax = HELLO_BYTES_MAX;

  /// @param self this end
  /// @param namespace the one that both ends share
  /// @param clock what is known of the other end's clock
  /// @param payloadBytesMax the largest payload that this end takes
  Envelope(NodeIdentity self, String namespace, ClockOffset clock, int payloadBytesMax) {
    this.payloadBytesMax = payloadBytesMax;
    this.messages = new MessageCodec(self, new WireNames(namespace), clock, payloadBytesMax);
  }

  /// The longest frame that an end with this payload limit takes.
  static int frameBytesMax(int payloadBytesMax) {
    return payloadBytesMax + OVERHEAD_BYTES_MAX;
  }

  /// Lifts the limit of the handshake: `remote` has said hello.
  void established(NodeIdentity remote) {
    messages.remote(remote);
    readBytesMax = frameBytesMax(payloadBytesMax);
  }

  /// Appends `frame` to `out`.
  ///
  /// @param nowNanos this node's monotonic clock
  void encode(Frame frame, long nowNanos, WireWriter out) {
    int start = out.size();
    out.i64(0);
    int kind = writeBody(frame, nowNanos, out);
    int length = out.size() - start - HEADER_BYTES + TRAILER_BYTES;
    out.setI64(start, header(length, VERSION, kind));
    out.i32(checksum(out.array(), start, out.size() - start));
  }

  /// Takes one frame from `in`, or nothing, and returns null, if there is less than one.
  ///
  /// @param nowNanos this node's monotonic clock
  /// @throws EnvelopeException if the bytes are no frame; the connection is of no further use
  @Nullable Frame tryDecode(ByteBuf in, long nowNanos) throws EnvelopeException {
    int start = in.readerIndex();
    if (in.readableBytes() < HEADER_BYTES) {
      return null;
    }
    long header = in.getLongLE(start);
    int length = (int) header;
    int version = (int) (header >>> 32) & 0xFF;
    int kind = (int) (header >>> 40) & 0xFF;
    checkHeader(header, length, version, kind);
    if (in.readableBytes() < HEADER_BYTES + length) {
      return null;
    }
    int whole = HEADER_BYTES + length;
    Frame frame;
    if (in.hasArray()) {
      frame = read(in.array(), in.arrayOffset() + start, whole, nowNanos);
    } else {
      byte[] bytes = whole <= scratch.length ? scratch : new byte[whole];
      in.getBytes(start, bytes, 0, whole);
      frame = read(bytes, 0, whole, nowNanos);
    }
    in.readerIndex(start + whole);
    return frame;
  }

  private Frame read(byte[] bytes, int start, int whole, long nowNanos) throws EnvelopeException {
    int end = start + whole - TRAILER_BYTES;
    int actual = checksum(bytes, start, end - start);
    reader.begin(bytes, end, end + TRAILER_BYTES);
    int expected = reader.i32("checksum");
    if (expected != actual) {
      throw new EnvelopeException(
          "checksum %08x, the frame of %d bytes has %08x".formatted(expected, whole, actual));
    }
    reader.begin(bytes, start + HEADER_BYTES, end);
    Frame frame = readBody(bytes[start + 5], nowNanos);
    if (reader.remaining() > 0 && bytes[start + 4] == VERSION) {
      throw new EnvelopeException("%d bytes behind the end".formatted(reader.remaining()));
    }
    reader.finish(); // what a later version has added behind what we know is skipped
    return frame;
  }

  /// The header as a little-endian long; its two highest bytes check the six others.
  static long header(int length, int version, int kind) {
    long unchecked = Integer.toUnsignedLong(length) | (long) version << 32 | (long) kind << 40;
    return unchecked | (long) headerCheck(unchecked) << 48;
  }

  /// The CRC-32C of `length` bytes.
  int checksum(byte[] bytes, int start, int length) {
    checksum.reset();
    checksum.update(bytes, start, length);
    return (int) checksum.getValue();
  }

  private void checkHeader(long header, int length, int version, int kind)
      throws EnvelopeException {
    if (headerCheck(header) != header >>> 48) {
      throw new EnvelopeException("%016x is no frame's header".formatted(header));
    }
    if (version == 0 || kind == 0 || kind > KIND_ANSWER) {
      throw new EnvelopeException(
          "a frame of version %d and kind %d, which is unknown".formatted(version, kind));
    }
    if (length < TRAILER_BYTES || length > readBytesMax) {
      throw new EnvelopeException(
          "a frame of %d bytes, limit %d".formatted(Integer.toUnsignedLong(length), readBytesMax));
    }
  }

  private static int headerCheck(long header) {
    return (int) (header ^ header >>> 16 ^ header >>> 32 ^ HEADER_CHECK) & 0xFFFF;
  }

  private int writeBody(Frame frame, long nowNanos, WireWriter out) {
    switch (frame) {
      case Message message -> {
        messages.write(message, nowNanos, out);
        return message.direction().code();
      }
      case Frame.Hello hello -> {
        writeHello(hello, out);
        return KIND_HELLO;
      }
      case Frame.Goodbye(Frame.Goodbye.Reason reason, String text) -> {
        out.u8(reason.code()).text(text, HELLO_BYTES_MAX / 2);
        return KIND_GOODBYE;
      }
      case Frame.Cancel(long correlation) -> {
        out.i64(correlation);
        return KIND_CANCEL;
      }
      case Frame.StageQuery(long correlation) -> {
        out.i64(correlation);
        return KIND_STAGE_QUERY;
      }
      case Frame.StageAnswer(long correlation, String stage) -> {
        out.i64(correlation).text(stage, Message.TEXT_BYTES_MAX);
        return KIND_STAGE_ANSWER;
      }
      case Frame.Ping(int load, Frame.ClockReading clock) -> {
        writeClock(clock, out.i32(load));
        return KIND_PING;
      }
      case Frame.Pong(int load, Frame.ClockReading clock) -> {
        writeClock(clock, out.i32(load));
        return KIND_PONG;
      }
      case Frame.Ask(long number, byte[] body) -> {
        out.i64(number).longBytes(body);
        return KIND_ASK;
      }
      case Frame.Answer(long number, boolean failed, byte[] body) -> {
        out.i64(number).u8(failed ? 1 : 0).longBytes(body);
        return KIND_ANSWER;
      }
    }
  }

  private Frame readBody(int kind, long nowNanos) throws EnvelopeException {
    WireReader in = reader;
    return switch (kind) {
      case 1 -> messages.read(Direction.REQUEST, in, nowNanos);
      case 2 -> messages.read(Direction.RESPONSE, in, nowNanos);
      case 3 -> messages.read(Direction.ONE_WAY, in, nowNanos);
      case KIND_HELLO -> readHello(in);
      case KIND_GOODBYE -> readGoodbye(in);
      case KIND_CANCEL -> new Frame.Cancel(in.i64("correlation id"));
      case KIND_STAGE_QUERY -> new Frame.StageQuery(in.i64("correlation id"));
      case KIND_STAGE_ANSWER ->
          new Frame.StageAnswer(
              in.i64("correlation id"), in.longText("stage", Message.TEXT_BYTES_MAX));
      case KIND_PING -> new Frame.Ping(in.i32("load"), readClock(in));
      case KIND_PONG -> new Frame.Pong(in.i32("load"), readClock(in));
      case KIND_ASK -> new Frame.Ask(in.i64("number"), in.longBytes("question", payloadBytesMax));
      case KIND_ANSWER ->
          new Frame.Answer(
              in.i64("number"),
              in.count("failure", 1) == 1,
              in.longBytes("answer", payloadBytesMax));
      default -> throw new EnvelopeException("a frame of unknown kind " + kind);
    };
  }

  private static void writeHello(Frame.Hello hello, WireWriter out) {
    out.i32(MAGIC).u16(hello.versionMin()).u16(hello.versionMax());
    out.text(hello.namespace(), 256);
    MessageCodec.writeIdentity(hello.node(), out);
    MessageCodec.writeAddress(hello.dialed(), out);
    out.i64(hello.sequence()).i32(hello.frameBytesMax()).i32(hello.load());
    writeClock(hello.clock(), out);
  }

  private static Frame.Hello readHello(WireReader in) throws EnvelopeException {
    int magic = in.i32("magic");
    if (magic != MAGIC) {
      throw new EnvelopeException("magic %08x, expected %08x".formatted(magic, MAGIC));
    }
    int versionMin = in.u16("lowest version");
    int versionMax = in.u16("highest version");
    String namespace = in.longText("namespace", 256);
    NodeIdentity node = MessageCodec.readIdentity(in, "node");
    NodeAddress dialed = MessageCodec.readAddress(in, "dialed address");
    return new Frame.Hello(
        versionMin,
        versionMax,
        namespace,
        node,
        dialed,
        in.i64("sequence"),
        in.i32("frame limit"),
        in.i32("load"),
        readClock(in));
  }

  private static Frame.Goodbye readGoodbye(WireReader in) throws EnvelopeException {
    int code = in.u8("reason");
    for (Frame.Goodbye.Reason reason : Frame.Goodbye.Reason.values()) {
      if (reason.code() == code) {
        return new Frame.Goodbye(reason, in.longText("reason", HELLO_BYTES_MAX / 2));
      }
    }
    throw new EnvelopeException("goodbye for unknown reason " + code);
  }

  private static void writeClock(Frame.ClockReading clock, WireWriter out) {
    out.i64(clock.sentMicros());
    out.i64(clock.echoMicros());
    out.i64(clock.receivedMicros());
  }

  private static Frame.ClockReading readClock(WireReader in) throws EnvelopeException {
    return new Frame.ClockReading(in.i64("clock"), in.i64("clock"), in.i64("clock"));
  }
}
