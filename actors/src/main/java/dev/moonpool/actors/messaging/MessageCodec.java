package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
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

  void write(Message message, long nowNanos, WireWriter out) {
    out.i64(message.correlation());
    names.writeActor(message.targetOrNull(), out);
    names.writeActor(message.sender(), out);
    writeNode(message.targetNode(), out);
    NodeIdentity sender = message.senderNode();
    writeNode(sender == null ? self : sender, out);
    out.u16(message.flags());
    out.u8(message.forwards());
    out.i64(remainingMicros(message, nowNanos));
    out.i64(nowNanos / 1000);
    names.writeName(message.method(), out);
    out.i64(message.activation());
    out.i64(message.view());
    OutcomeCodec.write(message.outcomeOrNull(), names, out);
    writeUpdates(message.cacheUpdates(), out);
    writeTrace(message.trace(), out);
    writeChain(message.chain(), out);
    out.longBytes(message.payload());
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
    return draft.payload(in.longBytes("payload", payloadBytesMax)).build();
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

  private void writeNode(@Nullable NodeIdentity node, WireWriter out) {
    if (node == null) {
      out.u8(NODE_NONE);
    } else if (node == self || node.equals(self)) {
      out.u8(NODE_WRITER);
    } else if (node == remote || node.equals(remote)) {
      out.u8(NODE_READER);
    } else {
      writeIdentity(node, out.u8(NODE_OTHER));
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

  static void writeIdentity(NodeIdentity node, WireWriter out) {
    writeAddress(node.address(), out);
    out.i64(node.incarnation());
  }

  static NodeIdentity readIdentity(WireReader in, String what) throws EnvelopeException {
    NodeAddress address = readAddress(in, what);
    long incarnation = in.i64(what);
    if (incarnation < 0) {
      throw new EnvelopeException("%s: incarnation %d".formatted(what, incarnation));
    }
    return new NodeIdentity(address, incarnation);
  }

  static void writeAddress(NodeAddress address, WireWriter out) {
    out.shortBytes(address.host().getBytes(StandardCharsets.US_ASCII)); // at most 255 characters
    out.u16(address.port());
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

  private void writeUpdates(List<CacheUpdate> updates, WireWriter out) {
    out.u8(updates.size());
    for (int i = 0; i < updates.size(); i++) {
      CacheUpdate update = updates.get(i);
      ActorAddress valid = update.valid();
      writeAddress(update.invalid(), out);
      out.u8(valid == null ? 0 : 1);
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

  private void writeAddress(ActorAddress address, WireWriter out) {
    names.writeActor(address.actor(), out);
    writeNode(address.node(), out);
    out.i64(address.activation());
    Fence fence = address.fence();
    out.i64(fence.view()).i64(fence.incarnation()).i64(fence.counter());
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

  private static void writeTrace(String trace, WireWriter out) {
    if (trace.isEmpty()) {
      out.u16(0);
      return;
    }
    byte[] bytes = trace.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length <= Message.TRACE_BYTES_MAX ? bytes.length : 0; // half a trace is none
    out.u16(length).bytes(bytes, length);
  }

  private void writeChain(List<Hop> chain, WireWriter out) {
    out.u8(chain.size());
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
