package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A node that answers every request with its own payload and remembers what it has seen.
final class TestNode implements Inbound {
  final NodeIdentity self;
  final Peers peers;
  final AtomicLong correlations = new AtomicLong();
  final Map<Long, Call> calls = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<Message> oneWays = new ConcurrentLinkedQueue<>();
  final ConcurrentHashMap<String, AtomicInteger> executions = new ConcurrentHashMap<>();
  final List<NodeIdentity> seen = new CopyOnWriteArrayList<>();
  final List<Connection> lost = new CopyOnWriteArrayList<>();
  final ConcurrentLinkedQueue<Long> cancelled = new ConcurrentLinkedQueue<>();
  final AtomicInteger answersLate = new AtomicInteger();
  volatile int load;
  volatile boolean mute;

  TestNode(Providers providers, PeerOptions options, NodeIdentity self, String namespace) {
    this.self = self;
    this.peers = new Peers(providers, options, self, namespace, this);
  }

  ActorId actor(String key) {
    return new ActorId("test", "echo", key);
  }

  /// Sends a request; the call's future completes with the answer or says what became of it.
  Call call(NodeAddress to, String key, byte[] payload) {
    Call call = new Call(this, correlations.incrementAndGet(), key, payload);
    calls.put(call.message.correlation(), call);
    peers.send(to, call);
    return call;
  }

  @Override
  public void request(Message message, Connection from) {
    if (message.direction() == Direction.ONE_WAY) {
      oneWays.add(message);
      return;
    }
    executions
        .computeIfAbsent(
            message.senderNode() + "/" + message.correlation(), k -> new AtomicInteger())
        .incrementAndGet();
    if (!mute) {
      from.reply(Message.response(message, WireOutcome.ANSWERED, message.payload()).build());
    }
  }

  @Override
  public void response(Message message) {
    Call call = calls.remove(message.correlation());
    if (call == null || !call.answer.complete(message)) {
      answersLate.incrementAndGet();
    }
  }

  @Override
  public void cancelled(long correlation, Connection from) {
    cancelled.add(correlation);
  }

  @Override
  public String stage(long correlation, Connection from) {
    return "running " + correlation;
  }

  @Override
  public CompletableFuture<byte[]> asked(NodeIdentity from, byte[] body) {
    return body.length == 0
        ? CompletableFuture.failedFuture(new IllegalArgumentException("empty question"))
        : CompletableFuture.completedFuture(body);
  }

  @Override
  public void connectionLost(Connection connection) {
    lost.add(connection);
    for (Call call : calls.values()) {
      if (call.via == connection) {
        call.end("maybe executed");
      }
    }
  }

  @Override
  public void nodeSeen(NodeIdentity node, int load) {
    if (!seen.contains(node)) {
      seen.add(node);
    }
    lastLoads.put(node, load);
  }

  final Map<NodeIdentity, Integer> lastLoads = new ConcurrentHashMap<>();

  @Override
  public int load() {
    return load;
  }

  /// A request and its end.
  static final class Call implements Outbound {
    final TestNode node;
    final Message message;
    final CompletableFuture<Message> answer = new CompletableFuture<>();
    final AtomicInteger handedOver = new AtomicInteger();
    volatile Connection via;

    Call(TestNode node, long correlation, String key, byte[] payload) {
      this.node = node;
      this.message =
          Message.request(correlation, node.actor(key), "echo", payload)
              .senderNode(node.self)
              .build();
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public boolean handOver(Connection connection) {
      handedOver.incrementAndGet();
      via = connection;
      return true;
    }

    @Override
    public void notSent(String why) {
      end("not sent: " + why);
    }

    void end(String how) {
      node.calls.remove(message.correlation());
      answer.completeExceptionally(new IllegalStateException(how));
    }
  }
}
