package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A node of a simulated world that calls others, answers at once or later, and enters everything
/// in the world's ledger.
final class SimNode implements Inbound {
  private static final ActorId ANYONE = new ActorId("test", "echo", "anyone");

  /// More than any options of these tests let through.
  private static final int LENGTH_TOO_LARGE = 2 << 20;

  final NodeIdentity self;
  final Peers peers;
  private final Providers providers;
  private final Randomness random;
  private final MessageLedger ledger;
  private final Map<Long, Call> calls = new LinkedHashMap<>();
  private final Map<NodeAddress, Long> newest = new TreeMap<>();
  private long correlations;

  SimNode(Providers providers, PeerOptions options, NodeIdentity self, MessageLedger ledger) {
    this.self = self;
    this.providers = providers;
    this.random = providers.randomness().split("node");
    this.ledger = ledger;
    this.peers = new Peers(providers, options, self, "test", this);
  }

  /// Sends a request; completes with how it ended.
  CompletableFuture<MessageLedger.End> call(NodeAddress to) {
    int length = random.chance(ledger.tooLarge) ? LENGTH_TOO_LARGE : random.nextInt(200);
    Call call = new Call(++correlations, length);
    calls.put(call.message.correlation(), call);
    ledger.began(self, call.message.correlation());
    peers.send(to, call);
    return call.ended;
  }

  int waiting() {
    return calls.size();
  }

  @Override
  public void request(Message message, Connection from) {
    ledger.executed(message.senderNode(), message.correlation());
    Message reply = Message.response(message, WireOutcome.ANSWERED, message.payload()).build();
    if (random.chance(0.5)) {
      from.reply(reply);
    } else {
      Duration delay = Duration.ofNanos(1000L * random.nextInt(20_000));
      providers.time().schedule(delay, () -> from.reply(reply));
    }
  }

  @Override
  public void response(Message message) {
    Call call = calls.get(message.correlation());
    if (call != null) {
      ledger.check(
          Arrays.equals(message.payload(), call.message.payload()),
          "a response holds what its request held");
      call.end(MessageLedger.End.ANSWERED);
    }
  }

  @Override
  public void cancelled(long correlation, Connection from) {}

  @Override
  public String stage(long correlation, Connection from) {
    return "done";
  }

  @Override
  public CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body) {
    return CompletableFuture.completedFuture(body);
  }

  @Override
  public void connectionLost(Connection connection) {
    for (Call call : List.copyOf(calls.values())) {
      if (call.via == connection) {
        call.end(MessageLedger.End.MAYBE_EXECUTED);
      }
    }
  }

  @Override
  public void nodeSeen(NodeIdentity node, int load) {
    long known = newest.getOrDefault(node.address(), 0L);
    ledger.check(node.incarnation() >= known, "an older run of a node is never seen again");
    newest.put(node.address(), node.incarnation());
  }

  @Override
  public int load() {
    return calls.size();
  }

  private final class Call implements Outbound {
    final Message message;
    final CompletableFuture<MessageLedger.End> ended = new CompletableFuture<>();
    Connection via;
    boolean toldNotSent;

    Call(long correlation, int length) {
      byte[] payload = new byte[8 + length];
      Unpooled.wrappedBuffer(payload).setLong(0, correlation);
      message =
          Message.request(correlation, ANYONE, "echo", payload)
              .deadlineNanos(providers.time().nanoTime() + 60_000_000_000L)
              .senderNode(self)
              .build();
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public boolean handOver(Connection connection) {
      ledger.check(via == null && !toldNotSent, "a message is handed over once at most");
      ledger.check(connection.isOpen(), "a message is handed to an open connection");
      if (random.chance(ledger.cancelled)) {
        toldNotSent = true;
        end(MessageLedger.End.NOT_SENT);
        return false;
      }
      via = connection;
      if (random.chance(ledger.unwritable)) {
        throw new IllegalStateException("told to be unwritable");
      }
      return true;
    }

    @Override
    public void notSent(String why) {
      ledger.check(via == null && !toldNotSent, "only what was not handed over is not sent");
      toldNotSent = true;
      end(MessageLedger.End.NOT_SENT);
    }

    void end(MessageLedger.End end) {
      if (calls.remove(message.correlation()) != null) {
        ledger.ended(self, message.correlation(), end);
        ended.complete(end);
      }
    }
  }
}
