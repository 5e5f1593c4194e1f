package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Rejection;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.store.Fence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Random frames of every kind, the same for the same seed, and two ends that exchange them.
final class Frames {
  static final int PAYLOAD_MAX = 4096;
  static final long NOW = 1_000_000_000_000L;
  static final NodeIdentity LEFT = new NodeIdentity(new NodeAddress("127.0.0.1", 7001), 3);
  static final NodeIdentity RIGHT = new NodeIdentity(new NodeAddress("::1", 7002), 9);
  private static final String[] TEXTS = {
    "", "a", "account", "größe", "数字", "𝔘𝔫𝔦", "key-17", "x".repeat(60), "\u0000\t\"", "a::b/c"
  };

  private final Randomness random;

  Frames(long seed) {
    random = Randomness.seeded(seed);
  }

  /// The envelope of the end that writes.
  static Envelope left() {
    Envelope envelope = new Envelope(LEFT, "test", new ClockOffset(), PAYLOAD_MAX);
    envelope.established(RIGHT);
    return envelope;
  }

  /// The envelope of the end that reads.
  static Envelope right() {
    Envelope envelope = new Envelope(RIGHT, "test", new ClockOffset(), PAYLOAD_MAX);
    envelope.established(LEFT);
    return envelope;
  }

  static byte[] encode(Frame frame) {
    WireWriter out = new WireWriter();
    left().encode(frame, NOW, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  /// Makes header and checksum right again after the body was changed.
  static byte[] sealed(byte[] frame) {
    if (frame.length < Envelope.HEADER_BYTES + Envelope.TRAILER_BYTES) {
      return frame;
    }
    ByteBuf buffer = Unpooled.wrappedBuffer(frame);
    int length = frame.length - Envelope.HEADER_BYTES;
    buffer.setLongLE(0, Envelope.header(length, frame[4] & 0xFF, frame[5] & 0xFF));
    int end = frame.length - Envelope.TRAILER_BYTES;
    buffer.setIntLE(end, left().checksum(frame, 0, end));
    return frame;
  }

  /// Compares what records cannot: bytes, and messages.
  static String shown(Frame frame) {
    return switch (frame) {
      case Message m ->
          "%s %d %s %s %s %s %s %x %d %d %d %d %s %s %s %s %s"
              .formatted(
                  m.direction(),
                  m.correlation(),
                  m.targetOrNull(),
                  m.sender(),
                  m.targetNode(),
                  m.senderNode(),
                  m.method(),
                  m.flags(),
                  m.deadlineNanos(),
                  m.forwards(),
                  m.activation(),
                  m.view(),
                  m.outcomeOrNull(),
                  m.cacheUpdates(),
                  m.trace(),
                  m.chain(),
                  text(m.payload()));
      case Frame.Ask ask -> "ask " + ask.number() + " " + text(ask.body());
      case Frame.Answer answer ->
          "answer %d %s %s".formatted(answer.number(), answer.failed(), text(answer.body()));
      default -> frame.toString();
    };
  }

  Frame any() {
    return switch (random.nextInt(14)) {
      case 0 -> hello();
      case 1 -> new Frame.Goodbye(one(Frame.Goodbye.Reason.values()), text());
      case 2 -> new Frame.Cancel(random.nextLong());
      case 3 -> new Frame.StageQuery(random.nextLong());
      case 4 -> new Frame.StageAnswer(random.nextLong(), text());
      case 5 -> new Frame.Ping((int) random.nextLong(), clock());
      case 6 -> new Frame.Pong((int) random.nextLong(), clock());
      case 7 -> new Frame.Ask(random.nextLong(), bytes());
      case 8 -> new Frame.Answer(random.nextLong(), random.chance(0.5), bytes());
      default -> message();
    };
  }

  Message message() {
    return switch (random.nextInt(3)) {
      case 0 -> filled(Message.request(random.nextLong() | 1, actor(), name(), bytes())).build();
      case 1 -> filled(Message.oneWay(actor(), name(), bytes())).build();
      default -> response();
    };
  }

  private Message response() {
    Message.Draft request =
        filled(Message.request(random.nextLong() | 1, actor(), name(), bytes()));
    return filled(Message.response(request.build(), outcome(), bytes()))
        .target(random.chance(0.5) ? actor() : null)
        .cacheUpdates(list(Message.CACHE_UPDATES_MAX, this::update))
        .build();
  }

  private Message.Draft filled(Message.Draft draft) {
    return draft
        .sender(random.chance(0.5) ? actor() : null)
        .targetNode(random.chance(0.3) ? null : node())
        .senderNode(node())
        .flags(random.nextInt(1 << 16))
        .deadlineNanos(
            random.chance(0.3)
                ? Message.NO_DEADLINE
                : NOW + 1000 * random.nextLong(0, 1_000_000_000_000L))
        .forwards(random.nextInt(256))
        .activation(random.nextLong())
        .view(random.nextLong())
        .trace(random.chance(0.5) ? "" : text())
        .chain(list(Message.HOPS_MAX, () -> new Hop(actor(), name())));
  }

  private WireOutcome outcome() {
    return switch (random.nextInt(8)) {
      case 0 -> WireOutcome.ANSWERED;
      case 6 ->
          new WireOutcome.StateFailed(
              WireOutcome.StateFailed.Kind.values()[random.nextInt(3)], text());
      case 1 -> new WireOutcome.Refused(name());
      case 2 -> new WireOutcome.Failed(text());
      case 3 -> new WireOutcome.NotSent(text());
      case 4 -> new WireOutcome.MaybeExecuted(text());
      case 5 -> new WireOutcome.AnswerTooLarge(random.nextLong(), random.nextLong());
      default -> new WireOutcome.Rejected(rejection());
    };
  }

  private Rejection rejection() {
    return switch (random.nextInt(11)) {
      case 0 -> new Rejection.Overloaded(text(), (int) random.nextLong());
      case 1 -> new Rejection.UnknownType(text(), list(64, this::text));
      case 2 -> new Rejection.UnknownMethod(text(), text(), list(64, this::text));
      case 3 -> new Rejection.BadPayload(text());
      case 4 -> new Rejection.TooLarge(random.nextLong(), random.nextLong());
      case 5 -> new Rejection.CallCycle(list(64, this::text));
      case 6 -> new Rejection.CallChainTooLong((int) random.nextLong());
      case 7 -> new Rejection.ActivationFailed(text(), text());
      case 8 -> new Rejection.TooManyForwards(text(), (int) random.nextLong());
      case 9 -> new Rejection.Expired(text());
      default -> new Rejection.NotReady(text());
    };
  }

  private Frame.Hello hello() {
    return new Frame.Hello(
        random.nextInt(1 << 16),
        random.nextInt(1 << 16),
        text(),
        node(),
        node().address(),
        random.nextLong(),
        (int) random.nextLong(),
        (int) random.nextLong(),
        clock());
  }

  private Frame.ClockReading clock() {
    return new Frame.ClockReading(random.nextLong(), random.nextLong(), random.nextLong());
  }

  private CacheUpdate update() {
    return new CacheUpdate(address(), random.chance(0.5) ? address() : null);
  }

  private ActorAddress address() {
    Fence fence = new Fence(positive(), positive(), positive());
    return new ActorAddress(actor(), node(), random.nextLong() | 1, fence);
  }

  private NodeIdentity node() {
    return switch (random.nextInt(4)) {
      case 0 -> LEFT;
      case 1 -> RIGHT;
      default ->
          new NodeIdentity(
              new NodeAddress("host-" + random.nextInt(5), 1 + random.nextInt(65535)), positive());
    };
  }

  private ActorId actor() {
    String namespace = random.chance(0.8) ? "test" : "other";
    return new ActorId(namespace, "type" + random.nextInt(3), "k" + part());
  }

  private String part() {
    return text().replace("/", "").replace(":", "");
  }

  private String name() {
    return part();
  }

  private String text() {
    return one(TEXTS) + (random.chance(0.3) ? random.nextInt(1000) : "");
  }

  private byte[] bytes() {
    int length =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> PAYLOAD_MAX;
          default -> random.nextInt(100);
        };
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextLong();
    }
    return bytes;
  }

  private long positive() {
    return random.nextLong() >>> 1;
  }

  private <T> List<T> list(int max, Supplier<T> element) {
    int size = random.chance(0.05) ? max : random.chance(0.5) ? 0 : random.nextInt(4);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(element.get());
    }
    return list;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
