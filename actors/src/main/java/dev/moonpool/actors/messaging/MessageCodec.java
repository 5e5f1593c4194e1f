package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the body of a message looks on the wire of one connection.
///
/// The two ends are named by one byte each and the connection's namespace by none.
final class MessageCodec {
  private static final int NODE_NONE = 0;
  private static final int NODE_WRITER = 1;
  private static final int NODE_READER = 2;
  private static final int NODE_OTHER = 3;

  private final NodeIdentity self;
  private final WireNames names;
  private final ClockOffset clock;
  private final int payloadBytesMax;
  private @Nullable NodeIdentity remote;

  MessageCodec(NodeIdentity self, WireNames names, ClockOffset clock, int payloadBytesMax) {
    this.self = self;
    this.names = names;
    this.clock = clock;
    this.payloadBytesMax = payloadBytesMax;
  }

  /// Sets who is at the other end, once that is known.
  void remote(NodeIdentity remote) {
    this.remote = remote;
  }

  void write(Message message, long nowNanos, ByteBuf out) {
    out.writeLongLE(message.correlation());
    names.writeActor(message.targetOrNull(), out);
    names.writeActor(message.sender(), out);
    writeNode(message.targetNode(), out);
    NodeIdentity sender = message.senderNode();
    writeNode(sender == null ? self : sender, out);
    out.writeShortLE(message.flags());
    out.writeByte(message.forwards());
    out.writeLongLE(remainingMicros(message, nowNanos));
    out.writeLongLE(nowNanos / 1000);
    names.writeName(message.method(), out);
    out.writeLongLE(message.activation());
    out.writeLongLE(message.view());
    OutcomeCodec.write(message.outcomeOrNull(), names, out);
    writeUpdates(message.cacheUpdates(), out);
    writeTrace(message.trace(), out);
    writeChain(message.chain(), out);
    out.writeIntLE(message.payload().length);
    out.writeBytes(message.payload());
  }

  Message read(Direction direction, WireReader in, long nowNanos) throws EnvelopeException {
    long correlation = in.i64("correlation id");
    if ((correlation == 0) != (direction == Direction.ONE_WAY)) {
      throw new EnvelopeException("a " + direction + " with correlation id " + correlation);
    }
    Message.Draft draft = new Message.Draft(direction, correlation);
    readParties(draft, direction, in);
    draft.flags(in.u16("flags")).forwards(in.u8("forwards"));
    draft.deadlineNanos(readDeadline(in, nowNanos));
    draft.method(names.readName(in, "method"));
    draft.activation(in.i64("activation")).view(in.i64("view"));
    WireOutcome outcome = OutcomeCodec.read(in, names);
    if ((outcome != null) != (direction == Direction.RESPONSE)) {
      throw new EnvelopeException("a " + direction + " with outcome " + outcome);
    }
    draft.outcome(outcome).cacheUpdates(readUpdates(in));
    draft.trace(in.longText("trace context", Message.TRACE_BYTES_MAX)).chain(readChain(in));
    return draft.payload(in.bytes("payload", payloadBytesMax)).build();
  }

  private void readParties(Message.Draft draft, Direction direction, WireReader in)
      throws EnvelopeException {
    ActorId target = names.readActor(in, "target");
    if (target == null && direction != Direction.RESPONSE) {
      throw new EnvelopeException("a " + direction + " without a target");
    }
    draft.target(target).sender(names.readActor(in, "sender"));
    draft.targetNode(readNode(in, "target node"));
    NodeIdentity sender = readNode(in, "sender node");
    draft.senderNode(sender == null ? remote : sender);
  }

  private static long remainingMicros(Message message, long nowNanos) {
    return message.hasDeadline() ? Math.max(0, (message.deadlineNanos() - nowNanos) / 1000) : -1;
  }

  private long readDeadline(WireReader in, long nowNanos) throws EnvelopeException {
    long remaining = in.i64("remaining time");
    long sent = in.i64("send time");
    if (remaining < 0) {
      return Message.NO_DEADLINE;
    }
    long left = remaining - clock.flightMicros(sent, nowNanos / 1000);
    return nowNanos + Math.min(Math.max(0, left), Long.MAX_VALUE >> 12) * 1000;
  }

  private void writeNode(@Nullable NodeIdentity node, ByteBuf out) {
    if (node == null) {
      out.writeByte(NODE_NONE);
    } else if (node == self || node.equals(self)) {
      out.writeByte(NODE_WRITER);
    } else if (node == remote || node.equals(remote)) {
      out.writeByte(NODE_READER);
    } else {
      writeIdentity(node, out.writeByte(NODE_OTHER));
    }
  }

  private @Nullable NodeIdentity readNode(WireReader in, String what) throws EnvelopeException {
    int tag = in.u8(what);
    NodeIdentity writer = remote;
    if (tag == NODE_WRITER && writer == null) {
      throw new EnvelopeException(what + ": an end that has not said hello");
    }
    return switch (tag) {
      case NODE_NONE -> null;
      case NODE_WRITER -> writer;
      case NODE_READER -> self;
      case NODE_OTHER -> readIdentity(in, what);
      default -> throw new EnvelopeException("%s: unknown form %d".formatted(what, tag));
    };
  }

  static void writeIdentity(NodeIdentity node, ByteBuf out) {
    writeAddress(node.address(), out);
    out.writeLongLE(node.incarnation());
  }

  static NodeIdentity readIdentity(WireReader in, String what) throws EnvelopeException {
    NodeAddress address = readAddress(in, what);
    long incarnation = in.i64(what);
    if (incarnation < 0) {
      throw new EnvelopeException("%s: incarnation %d".formatted(what, incarnation));
    }
    return new NodeIdentity(address, incarnation);
  }

  static void writeAddress(NodeAddress address, ByteBuf out) {
    out.writeByte(address.host().length()); // a host is ASCII, 255 characters at most
    ByteBufUtil.writeAscii(out, address.host());
    out.writeShortLE(address.port());
  }

  static NodeAddress readAddress(WireReader in, String what) throws EnvelopeException {
    String host = in.shortText(what);
    int port = in.u16(what);
    try {
      return new NodeAddress(host, port);
    } catch (IllegalArgumentException e) {
      throw new EnvelopeException(what + ": " + e.getMessage());
    }
  }

  private void writeUpdates(List<CacheUpdate> updates, ByteBuf out) {
    out.writeByte(updates.size());
    for (int i = 0; i < updates.size(); i++) {
      CacheUpdate update = updates.get(i);
      ActorAddress valid = update.valid();
      writeAddress(update.invalid(), out);
      out.writeByte(valid == null ? 0 : 1);
      if (valid != null) {
        writeAddress(valid, out);
      }
    }
  }

  private List<CacheUpdate> readUpdates(WireReader in) throws EnvelopeException {
    int count = in.count("cache updates", Message.CACHE_UPDATES_MAX);
    if (count == 0) {
      return List.of();
    }
    List<CacheUpdate> updates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ActorAddress invalid = readActorAddress(in);
      boolean known = in.count("cache update", 1) == 1;
      updates.add(new CacheUpdate(invalid, known ? readActorAddress(in) : null));
    }
    return updates;
  }

  private void writeAddress(ActorAddress address, ByteBuf out) {
    names.writeActor(address.actor(), out);
    writeNode(address.node(), out);
    out.writeLongLE(address.activation());
    Fence fence = address.fence();
    out.writeLongLE(fence.view()).writeLongLE(fence.incarnation()).writeLongLE(fence.counter());
  }

  private ActorAddress readActorAddress(WireReader in) throws EnvelopeException {
    ActorId actor = names.readActor(in, "address");
    NodeIdentity node = readNode(in, "address");
    long activation = in.i64("address");
    long view = in.i64("fence");
    long incarnation = in.i64("fence");
    long counter = in.i64("fence");
    if (actor == null || node == null || activation == 0 || (view | incarnation | counter) < 0) {
      throw new EnvelopeException("an actor's address that lacks a part");
    }
    return new ActorAddress(actor, node, activation, new Fence(view, incarnation, counter));
  }

  private static void writeTrace(String trace, ByteBuf out) {
    if (trace.isEmpty()) {
      out.writeShortLE(0);
      return;
    }
    byte[] bytes = trace.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length <= Message.TRACE_BYTES_MAX ? bytes.length : 0; // half a trace is none
    out.writeShortLE(length);
    out.writeBytes(bytes, 0, length);
  }

  private void writeChain(List<Hop> chain, ByteBuf out) {
    out.writeByte(chain.size());
    for (int i = 0; i < chain.size(); i++) {
      names.writeActor(chain.get(i).actor(), out);
      names.writeName(chain.get(i).method(), out);
    }
  }

  private List<Hop> readChain(WireReader in) throws EnvelopeException {
    int count = in.count("call chain", Message.HOPS_MAX);
    if (count == 0) {
      return List.of();
    }
    List<Hop> chain = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ActorId actor = names.readActor(in, "call chain");
      if (actor == null) {
        throw new EnvelopeException("a hop without an actor");
      }
      chain.add(new Hop(actor, names.readName(in, "call chain")));
    }
    return chain;
  }
}
