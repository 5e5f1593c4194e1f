package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.Frame.Goodbye;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A node's connections to all others.
///
/// Its methods may be called from any thread and do not block.
public final class Peers implements AutoCloseable {
  /// How many connections may be shaking hands at a time that other nodes, or strangers, have
  /// begun.
  private static final int SHAKING_MAX = 256;

  /// How many other nodes there may be. Each costs a queue, so strangers must not make them up.
  private static final int PEERS_MAX = 4096;

  private final Providers providers;
  private final PeerOptions options;
  private final NodeIdentity self;
  private final String namespace;
  private final Inbound inbound;
  private final Counters counters = new Counters();
  private final ConnectionLog log;

  /// Looked up only, as its order is nobody's business.
  private final ConcurrentHashMap<NodeAddress, Peer> peers = new ConcurrentHashMap<>();

  /// Every connection whose channel is not closed yet, by its number.
  private final ConcurrentSkipListMap<Long, Connection> connections = new ConcurrentSkipListMap<>();

  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger shaking = new AtomicInteger();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile boolean closing;

  // Guarded by this object's monitor.
  private @Nullable Channel listening;
  private Time.@Nullable Timer ticking;

  /// Nothing happens yet.
  ///
  /// @param self who this node is for others; they must be able to dial its address
  /// @param namespace the cluster's name; nodes of another are refused
  /// @param inbound who takes what arrives
  public Peers(
      Providers providers,
      PeerOptions options,
      NodeIdentity self,
      String namespace,
      Inbound inbound) {
    this.providers = Objects.requireNonNull(providers, "providers");
    this.options = Objects.requireNonNull(options, "options");
    this.self = Objects.requireNonNull(self, "self");
    ActorId.checkPart("namespace", namespace);
    this.namespace = namespace;
    this.inbound = Objects.requireNonNull(inbound, "inbound");
    this.log = new ConnectionLog(providers.time());
  }

  /// Begins to listen. The future fails with an `IOException` that names the address if that cannot
  /// be done, for example because the port is in use.
  public CompletableFuture<Void> listen(NodeAddress address) {
    CompletableFuture<Void> bound = new CompletableFuture<>();
    ChannelFuture binding =
        providers
            .network()
            .server()
            .childHandler(initializer(null))
            .bind(address.toSocketAddress());
    binding.addListener(
        done -> {
          if (binding.isSuccess()) {
            listening(binding.channel());
            bound.complete(null);
          } else {
            bound.completeExceptionally(
                new IOException(
                    "cannot listen on %s: %s".formatted(address, reason(binding.cause())),
                    binding.cause()));
          }
        });
    return bound;
  }

  /// Dials the node unless there is a connection: it then knows of this node's new run.
  public void connect(NodeAddress node) {
    if (!closing && !node.equals(self.address())) {
      startTicking();
      peer(node).connect();
    }
  }

  /// Sends a message to whichever run of the node listens there, dialing if need be. `out` is told
  /// what becomes of it.
  public void send(NodeAddress to, Outbound out) {
    Peer known = peers.get(to);
    if (closing) {
      out.notSent("this node is closing");
    } else if (known != null) {
      known.send(out);
    } else if (to.equals(self.address())) {
      out.notSent(to + " is this node itself");
    } else {
      peer(to).send(out);
    }
  }

  /// Asks the node's [Inbound#asked].
  ///
  /// The future completes on an event loop or a timer's thread; what depends on it must not block.
  /// It fails with a [PeerException] that says what became of the question.
  public CompletableFuture<byte[]> ask(NodeAddress to, byte[] body, Duration timeout) {
    if (closing) {
      return CompletableFuture.failedFuture(
          new PeerException(Outcome.NOT_SENT, "this node is closing"));
    }
    return to.equals(self.address()) ? inbound.asked(self, body) : peer(to).ask(body, timeout);
  }

  /// The run of the node that was last seen at this address.
  public Optional<NodeIdentity> identity(NodeAddress node) {
    Peer known = peers.get(node);
    return known == null ? Optional.empty() : Optional.ofNullable(known.lastSeen());
  }

  /// Why there is no connection to this node, if there is none although one was wanted.
  public Optional<String> trouble(NodeAddress node) {
    Peer known = peers.get(node);
    return known == null ? Optional.empty() : Optional.ofNullable(known.trouble());
  }

  /// What has gone over all connections so far.
  public Traffic traffic() {
    return counters.sum();
  }

  /// Stops taking new messages and connections, writes what is queued, then closes everything. See
  /// [#closed].
  @Override
  public void close() {
    Channel server;
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      server = listening;
      Time.Timer timer = ticking;
      if (timer != null) {
        timer.cancel();
      }
    }
    if (server != null) {
      server.close();
    }
    peers.values().stream()
        .sorted((a, b) -> a.address().compareTo(b.address()))
        .forEach(Peer::close);
    Time.Timer limit =
        providers
            .time()
            .schedule(
                options.closeTimeout(), () -> connections.values().forEach(Connection::abort));
    closed.whenComplete((done, thrown) -> limit.cancel());
    completeIfClosed();
  }

  /// Completes when closing is done.
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  Providers providers() {
    return providers;
  }

  PeerOptions options() {
    return options;
  }

  NodeIdentity self() {
    return self;
  }

  String namespace() {
    return namespace;
  }

  Inbound inbound() {
    return inbound;
  }

  Counters counters() {
    return counters;
  }

  ConnectionLog log() {
    return log;
  }

  boolean isClosing() {
    return closing;
  }

  long nanoTime() {
    return providers.time().nanoTime();
  }

  /// The clock as frames carry it.
  long micros() {
    return nanoTime() / 1000;
  }

  long queuedBytes() {
    return peers.values().stream().mapToLong(peer -> peer.queue.bytesTaken()).sum();
  }

  Peer peer(NodeAddress address) {
    Peer known = peers.get(address);
    return known != null ? known : peers.computeIfAbsent(address, a -> new Peer(this, a));
  }

  Frame.Hello hello(NodeAddress to, long sequence, Frame.ClockReading clock) {
    return new Frame.Hello(
        Envelope.VERSION_MIN,
        Envelope.VERSION,
        namespace,
        self,
        to,
        sequence,
        Envelope.frameBytesMax(options.limits().payloadBytesMax()),
        inbound.load(),
        clock);
  }

  /// Why the other end's hello cannot be accepted, or null if it can.
  ///
  /// @param dial what it answers, or null if it dialed
  @Nullable Goodbye judge(Frame.Hello hello, @Nullable Dial dial) {
    if (closing) {
      return new Goodbye(Goodbye.Reason.CLOSING, self + " is closing");
    }
    if (!hello.namespace().equals(namespace)) {
      return new Goodbye(
          Goodbye.Reason.NAMESPACE,
          "namespace '%s' of %s, this is %s of namespace '%s'"
              .formatted(hello.namespace(), hello.node(), self, namespace));
    }
    if (hello.versionMin() > Envelope.VERSION || hello.versionMax() < Envelope.VERSION_MIN) {
      return new Goodbye(
          Goodbye.Reason.VERSION,
          "%s speaks protocol versions %d to %d, %s speaks %d to %d"
              .formatted(
                  hello.node(),
                  hello.versionMin(),
                  hello.versionMax(),
                  self,
                  Envelope.VERSION_MIN,
                  Envelope.VERSION));
    }
    if (hello.frameBytesMax() <= Envelope.OVERHEAD_BYTES_MAX) {
      return new Goodbye(
          Goodbye.Reason.MALFORMED, "a frame limit of " + hello.frameBytesMax() + " bytes");
    }
    return dial == null ? judgeCaller(hello) : judgeDialed(hello, dial);
  }

  private @Nullable Goodbye judgeCaller(Frame.Hello hello) {
    if (!hello.dialed().equals(self.address())) {
      return new Goodbye(
          Goodbye.Reason.WRONG_NODE,
          "%s dialed %s, this is %s: lists of nodes name a node exactly as it does itself"
              .formatted(hello.node(), hello.dialed(), self));
    }
    if (hello.node().address().equals(self.address())) {
      return new Goodbye(
          Goodbye.Reason.WRONG_NODE, hello.node() + " has the address of this node, " + self);
    }
    if (peers.size() >= PEERS_MAX && !peers.containsKey(hello.node().address())) {
      return new Goodbye(Goodbye.Reason.CLOSING, "too many nodes are known already");
    }
    return null;
  }

  private @Nullable Goodbye judgeDialed(Frame.Hello hello, Dial dial) {
    if (hello.node().address().equals(dial.peer.address())) {
      return null;
    }
    return new Goodbye(
        Goodbye.Reason.WRONG_NODE,
        "%s answered where %s was dialed".formatted(hello.node(), dial.peer.address()));
  }

  /// Connects a channel for this dial.
  void dial(Dial dial) {
    startTicking();
    ChannelFuture connecting =
        providers
            .network()
            .client()
            .handler(initializer(dial))
            .connect(dial.peer.address().toSocketAddress());
    connecting.addListener(
        done -> {
          if (!connecting.isSuccess()) {
            dial.refused =
                connecting.cause() instanceof ConnectException e
                    && !(e instanceof ConnectTimeoutException);
            dial.peer.dialFailed(dial, null, reason(connecting.cause()));
          }
        });
  }

  /// The connection is no longer shaking hands.
  void shaken(Connection connection) {
    if (connection.leavesHandshake()) {
      shaking.decrementAndGet();
    }
  }

  private void gone(Connection connection) {
    shaken(connection);
    connections.remove(connection.number());
    completeIfClosed();
  }

  private ChannelInitializer<Channel> initializer(@Nullable Dial dial) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        begin(channel, dial);
      }
    };
  }

  private void begin(Channel channel, @Nullable Dial dial) {
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(128 << 10, 256 << 10));
    if (closing || (dial != null && !dial.peer.dialing(dial, channel))) {
      channel.close();
      return;
    }
    if (dial == null && shaking.incrementAndGet() > SHAKING_MAX) {
      shaking.decrementAndGet();
      channel.close();
      return;
    }
    Connection connection = new Connection(this, numbers.incrementAndGet(), channel, dial);
    connections.put(connection.number(), connection);
    channel.pipeline().addLast(new FrameHandler(connection));
    channel
        .closeFuture()
        .addListener(
            done -> {
              // later, as the connection has yet to tell of its loss
              if (!connection.execute(() -> gone(connection))) {
                gone(connection);
              }
            });
  }

  private void listening(Channel channel) {
    boolean late;
    synchronized (this) {
      listening = channel;
      late = closing;
    }
    channel.closeFuture().addListener(done -> completeIfClosed());
    startTicking();
    if (late) {
      channel.close();
    }
  }

  private synchronized void startTicking() {
    if (ticking == null && !closing) {
      ticking = providers.time().schedule(options.pingInterval(), this::tick);
    }
  }

  private void tick() {
    for (Map.Entry<Long, Connection> entry : connections.entrySet()) {
      Connection connection = entry.getValue();
      connection.execute(connection::tick);
    }
    synchronized (this) {
      if (!closing) {
        ticking = providers.time().schedule(options.pingInterval(), this::tick);
      }
    }
  }

  private void completeIfClosed() {
    Channel server;
    synchronized (this) {
      server = listening;
    }
    if (closing && connections.isEmpty() && (server == null || !server.isOpen())) {
      closed.complete(null);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "cancelled" : Objects.toString(cause.getMessage(), cause.toString());
  }
}
