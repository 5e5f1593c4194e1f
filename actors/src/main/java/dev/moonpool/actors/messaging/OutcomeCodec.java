package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How outcomes and rejections look on the wire. The numbers stay as they are for ever.
final class OutcomeCodec {
  private static final int LIST_MAX = 64;
  private static final int LIST_TEXT_BYTES_MAX = 512;
  private static final int TEXT_BYTES_MAX = Message.TEXT_BYTES_MAX;

  private static final WireOutcome.StateFailed.Kind[] STATE_FAILURES =
      WireOutcome.StateFailed.Kind.values();

  private OutcomeCodec() {}

  static void write(@Nullable WireOutcome outcome, WireNames names, WireWriter out) {
    switch (outcome) {
      case null -> out.u8(0);
      case WireOutcome.Answered() -> out.u8(1);
      case WireOutcome.Refused(String refusal) -> {
        out.u8(2);
        names.writeName(refusal, out);
      }
      case WireOutcome.Failed(String text) -> out.u8(3).text(text, TEXT_BYTES_MAX);
      case WireOutcome.Rejected(Rejection rejection) -> write(rejection, out.u8(4));
      case WireOutcome.NotSent(String text) -> out.u8(5).text(text, TEXT_BYTES_MAX);
      case WireOutcome.MaybeExecuted(String text) -> out.u8(6).text(text, TEXT_BYTES_MAX);
      case WireOutcome.AnswerTooLarge(long size, long max) -> out.u8(7).i64(size).i64(max);
      case WireOutcome.StateFailed(WireOutcome.StateFailed.Kind kind, String text) ->
          out.u8(8).u8(kind.ordinal()).text(text, TEXT_BYTES_MAX);
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
      case 7 -> new WireOutcome.AnswerTooLarge(in.i64("size"), in.i64("limit"));
      case 8 -> new WireOutcome.StateFailed(stateFailure(in), text(in));
      default -> throw new EnvelopeException("outcome " + code + " is unknown");
    };
  }

  private static WireOutcome.StateFailed.Kind stateFailure(WireReader in) throws EnvelopeException {
    int kind = in.u8("state failure");
    if (kind >= STATE_FAILURES.length) {
      throw new EnvelopeException("state failure " + kind + " is unknown");
    }
    return STATE_FAILURES[kind];
  }

  private static void write(Rejection rejection, WireWriter out) {
    switch (rejection) {
      case Rejection.Overloaded(String actor, int capacity) -> {
        out.u8(1).text(actor, TEXT_BYTES_MAX);
        out.i32(capacity);
      }
      case Rejection.UnknownType(String type, List<String> known) -> {
        out.u8(2).text(type, TEXT_BYTES_MAX);
        writeList(known, out);
      }
      case Rejection.UnknownMethod(String type, String method, List<String> known) -> {
        out.u8(3).text(type, TEXT_BYTES_MAX);
        out.text(method, TEXT_BYTES_MAX);
        writeList(known, out);
      }
      case Rejection.BadPayload(String detail) -> out.u8(4).text(detail, TEXT_BYTES_MAX);
      case Rejection.TooLarge(long size, long max) -> out.u8(5).i64(size).i64(max);
      case Rejection.CallCycle(List<String> chain) -> writeList(chain, out.u8(6));
      case Rejection.CallChainTooLong(int depth) -> out.u8(7).i32(depth);
      case Rejection.ActivationFailed(String actor, String cause) -> {
        out.u8(8).text(actor, TEXT_BYTES_MAX);
        out.text(cause, TEXT_BYTES_MAX);
      }
      case Rejection.TooManyForwards(String actor, int forwards) -> {
        out.u8(9).text(actor, TEXT_BYTES_MAX);
        out.i32(forwards);
      }
      case Rejection.Expired(String where) -> out.u8(10).text(where, TEXT_BYTES_MAX);
      case Rejection.NotReady(String detail) -> out.u8(11).text(detail, TEXT_BYTES_MAX);
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

  private static void writeList(List<String> texts, WireWriter out) {
    int count = Math.min(texts.size(), LIST_MAX);
    out.u8(count);
    for (String text : texts.subList(0, count)) {
      out.text(text, LIST_TEXT_BYTES_MAX);
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
