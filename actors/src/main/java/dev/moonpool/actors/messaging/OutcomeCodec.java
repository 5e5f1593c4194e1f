package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Rejection;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How outcomes and rejections look on the wire. The numbers stay as they are for ever.
final class OutcomeCodec {
  private static final int LIST_MAX = 64;
  private static final int LIST_TEXT_BYTES_MAX = 512;
  private static final int TEXT_BYTES_MAX = Message.TEXT_BYTES_MAX;

  private OutcomeCodec() {}

  static void write(@Nullable WireOutcome outcome, WireNames names, ByteBuf out) {
    switch (outcome) {
      case null -> out.writeByte(0);
      case WireOutcome.Answered() -> out.writeByte(1);
      case WireOutcome.Refused(String refusal) -> {
        out.writeByte(2);
        names.writeName(refusal, out);
      }
      case WireOutcome.Failed(String text) -> writeText(out.writeByte(3), text);
      case WireOutcome.Rejected(Rejection rejection) -> write(rejection, out.writeByte(4));
      case WireOutcome.NotSent(String text) -> writeText(out.writeByte(5), text);
      case WireOutcome.MaybeExecuted(String text) -> writeText(out.writeByte(6), text);
    }
  }

  static @Nullable WireOutcome read(WireReader in, WireNames names) throws EnvelopeException {
    int code = in.u8("outcome");
    return switch (code) {
      case 0 -> null;
      case 1 -> WireOutcome.ANSWERED;
      case 2 -> new WireOutcome.Refused(names.readName(in, "refusal"));
      case 3 -> new WireOutcome.Failed(text(in));
      case 4 -> new WireOutcome.Rejected(readRejection(in));
      case 5 -> new WireOutcome.NotSent(text(in));
      case 6 -> new WireOutcome.MaybeExecuted(text(in));
      default -> throw new EnvelopeException("outcome " + code + " is unknown");
    };
  }

  /// Writes a text with a length of two bytes, cut off at a character if it is too long.
  static void writeText(ByteBuf out, String text) {
    writeText(out, text, TEXT_BYTES_MAX);
  }

  static void writeText(ByteBuf out, String text, int bytesMax) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    if (length > bytesMax) {
      length = bytesMax;
      while ((bytes[length] & 0xC0) == 0x80) {
        length--; // not in the middle of a character
      }
    }
    out.writeShortLE(length);
    out.writeBytes(bytes, 0, length);
  }

  private static void write(Rejection rejection, ByteBuf out) {
    switch (rejection) {
      case Rejection.Overloaded(String actor, int capacity) -> {
        writeText(out.writeByte(1), actor);
        out.writeIntLE(capacity);
      }
      case Rejection.UnknownType(String type, List<String> known) -> {
        writeText(out.writeByte(2), type);
        writeList(known, out);
      }
      case Rejection.UnknownMethod(String type, String method, List<String> known) -> {
        writeText(out.writeByte(3), type);
        writeText(out, method);
        writeList(known, out);
      }
      case Rejection.BadPayload(String detail) -> writeText(out.writeByte(4), detail);
      case Rejection.TooLarge(long size, long max) ->
          out.writeByte(5).writeLongLE(size).writeLongLE(max);
      case Rejection.CallCycle(List<String> chain) -> writeList(chain, out.writeByte(6));
      case Rejection.CallChainTooLong(int depth) -> out.writeByte(7).writeIntLE(depth);
      case Rejection.ActivationFailed(String actor, String cause) -> {
        writeText(out.writeByte(8), actor);
        writeText(out, cause);
      }
      case Rejection.TooManyForwards(String actor, int forwards) -> {
        writeText(out.writeByte(9), actor);
        out.writeIntLE(forwards);
      }
      case Rejection.Expired(String where) -> writeText(out.writeByte(10), where);
      case Rejection.NotReady(String detail) -> writeText(out.writeByte(11), detail);
    }
  }

  private static Rejection readRejection(WireReader in) throws EnvelopeException {
    int code = in.u8("rejection");
    return switch (code) {
      case 1 -> new Rejection.Overloaded(text(in), in.i32("capacity"));
      case 2 -> new Rejection.UnknownType(text(in), readList(in));
      case 3 -> new Rejection.UnknownMethod(text(in), text(in), readList(in));
      case 4 -> new Rejection.BadPayload(text(in));
      case 5 -> new Rejection.TooLarge(in.i64("size"), in.i64("limit"));
      case 6 -> new Rejection.CallCycle(readList(in));
      case 7 -> new Rejection.CallChainTooLong(in.i32("depth"));
      case 8 -> new Rejection.ActivationFailed(text(in), text(in));
      case 9 -> new Rejection.TooManyForwards(text(in), in.i32("forwards"));
      case 10 -> new Rejection.Expired(text(in));
      case 11 -> new Rejection.NotReady(text(in));
      default -> throw new EnvelopeException("rejection " + code + " is unknown");
    };
  }

  private static void writeList(List<String> texts, ByteBuf out) {
    int count = Math.min(texts.size(), LIST_MAX);
    out.writeByte(count);
    for (String text : texts.subList(0, count)) {
      writeText(out, text, LIST_TEXT_BYTES_MAX);
    }
  }

  private static List<String> readList(WireReader in) throws EnvelopeException {
    int count = in.count("list", LIST_MAX);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(in.longText("list", LIST_TEXT_BYTES_MAX));
    }
    return texts;
  }

  private static String text(WireReader in) throws EnvelopeException {
    return in.longText("text", TEXT_BYTES_MAX);
  }
}
