package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.Frame.Goodbye;
import dev.moonpool.actors.messaging.Frame.Goodbye.Reason;
import dev.moonpool.actors.messaging.FrameWriter.Written;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A connection to one run of another node.
///
/// Its public methods may be called from any thread and do not block; everything else happens on
/// its event loop.
///
/// It is `SHAKING` until both ends have said hello, then `OPEN`, and then, for whatever reason,
/// `CLOSED`; the reason is logged once. Nothing but a hello or a goodbye is taken while shaking
/// hands, and no frame of a user is written before `OPEN`.
public final class Connection {
  private enum State {
    /// One end has not said hello yet.
    SHAKING,
    /// Frames go both ways.
    OPEN,
    /// The connection is gone, or about to be.
    CLOSED
  }

  private final Peers peers;
  private final long number;
  private final Channel channel;
  private final @Nullable Dial dial;
  private final ClockOffset clock = new ClockOffset();
  private final Envelope envelope;
  private final FrameWriter writer;
  private final StageQueries stages;
  private final Runnable drainTask = this::drain;

  private volatile boolean open;

  /// Both are set before the connection is given to anyone, and do not change.
  private volatile @Nullable Peer peer;

  private volatile Frame.@Nullable Hello hello;

  // All below is confined to the event loop.
  private State state = State.SHAKING;
  private boolean handshaking;
  private boolean parked;
  private boolean finishing;
  private boolean heard;
  private int silentTicks;
  private int shakingTicks;

  /// @param dial the attempt that this connection belongs to, or null if the other node dialed
  Connection(Peers peers, long number, Channel channel, @Nullable Dial dial) {
    this.peers = peers;
    this.number = number;
    this.channel = channel;
    this.dial = dial;
    this.handshaking = dial == null;
    int payloads = peers.options().limits().payloadBytesMax();
    this.envelope = new Envelope(peers.self(), peers.namespace(), clock, payloads);
    this.writer = new FrameWriter(peers, this, channel, envelope);
    this.stages = new StageQueries(peers.providers().time());
  }

  /// Who is at the other end.
  public NodeIdentity remote() {
    return Objects.requireNonNull(hello, "nobody has said hello").node();
  }

  /// Whether it is still there.
  public boolean isOpen() {
    return open;
  }

  /// Sends a response to the node at the other end. If the connection is lost the response is lost
  /// with it, as its caller has been told already.
  ///
  /// A payload over the limit is replaced by an outcome that says so.
  public void reply(Message response) {
    if (open) {
      peer().enqueue(response);
    } else {
      peers.counters().replyDropped();
    }
  }

  /// Tells the other end that the answer to a request handed to this connection is no longer
  /// wanted.
  public void cancel(long correlation) {
    if (open) {
      peer().enqueue(new Frame.Cancel(correlation));
    }
  }

  /// Asks what has become of a request handed to this connection.
  ///
  /// The future fails with a [PeerException] if there is no answer in time.
  public CompletableFuture<String> stage(long correlation, Duration timeout) {
    CompletableFuture<String> asked = stages.await(correlation, timeout);
    if (open) {
      peer().enqueue(new Frame.StageQuery(correlation));
    }
    if (!open) {
      stages.lost();
    }
    return asked;
  }

  @Override
  public String toString() {
    Frame.Hello greeted = hello;
    return "connection " + number + (greeted == null ? "" : " with " + greeted.node());
  }

  long number() {
    return number;
  }

  /// The number of the hello that the other end has said.
  long remoteSequence() {
    return Objects.requireNonNull(hello, "nobody has said hello").sequence();
  }

  /// Whether it has just left the handshake that another node began. True once at most.
  boolean leavesHandshake() {
    boolean leaves = handshaking;
    handshaking = false;
    return leaves;
  }

  Runnable drainTask() {
    return drainTask;
  }

  /// Runs `task` on the event loop.
  ///
  /// @return false if the loop is shut down
  boolean execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  // ---- shaking hands

  /// The channel is connected.
  void active() {
    if (dial == null) {
      return; // the end that dialed speaks first
    }
    Frame.Hello own = dial.peer.helloOn(dial);
    if (own == null) {
      close(Level.DEBUG, "the dial was given up", null);
    } else {
      writer.writeNow(own);
    }
  }

  private void hello(Frame.Hello greeting, long nowNanos) {
    Goodbye refusal = peers.judge(greeting, dial);
    if (refusal != null) {
      close(Level.WARNING, refusal.text(), refusal);
      return;
    }
    hello = greeting;
    writer.limit(greeting.frameBytesMax());
    long now = nowNanos / 1000;
    if (dial != null) {
      Frame.ClockReading reading = greeting.clock();
      clock.sample(reading.echoMicros(), reading.receivedMicros(), reading.sentMicros(), now);
      peer = dial.peer;
      if (!dial.peer.dialed(dial, this, greeting)) {
        close(Level.DEBUG, "the dial was given up", null);
        return;
      }
      opened(greeting);
    } else {
      offer(greeting, now);
    }
  }

  private void offer(Frame.Hello greeting, long nowMicros) {
    Peer offered = peers.peer(greeting.node().address());
    peer = offered;
    Goodbye refusal = offered.offered(this, greeting);
    if (refusal != null) {
      hello = null;
      close(Level.DEBUG, refusal.text(), refusal);
      return;
    }
    writer.writeNow(offered.helloTo(greeting, nowMicros));
    opened(greeting);
    ping(); // the dialing end knows the distance of the clocks by now, this end does not
  }

  private void opened(Frame.Hello greeting) {
    state = State.OPEN;
    open = true;
    envelope.established(greeting.node());
    peers.shaken(this);
    peers.log().opened(this);
    peers.inbound().nodeSeen(greeting.node(), greeting.load());
    peer().signal();
  }

  // ---- reading

  /// Takes all whole frames from `in`.
  void read(ByteBuf in) {
    heard = true;
    int before = in.readableBytes();
    int frames = 0;
    long now = peers.nanoTime();
    try {
      while (state != State.CLOSED) {
        Frame frame = envelope.tryDecode(in, now);
        if (frame == null) {
          break;
        }
        frames++;
        received(frame, now);
      }
    } catch (EnvelopeException e) {
      Coverage.reached("messaging.malformed-frame");
      String why = "malformed bytes: " + e.getMessage();
      close(Level.WARNING, why, new Goodbye(Reason.MALFORMED, why));
    }
    if (state == State.CLOSED) {
      in.skipBytes(in.readableBytes());
    }
    peers.counters().read(frames, before - in.readableBytes());
  }

  private void received(Frame frame, long now) {
    if (state == State.SHAKING) {
      switch (frame) {
        case Frame.Hello greeting -> hello(greeting, now);
        case Goodbye goodbye -> refused(goodbye);
        default -> unexpected("a frame before hello");
      }
      return;
    }
    switch (frame) {
      case Message message -> message(message);
      case Frame.Hello again -> unexpected("a second hello");
      case Goodbye goodbye -> close(Level.DEBUG, "it said goodbye: " + goodbye.text(), null);
      case Frame.Cancel(long correlation) -> peers.inbound().cancelled(correlation, this);
      case Frame.StageQuery(long correlation) ->
          peer()
              .enqueue(
                  new Frame.StageAnswer(correlation, peers.inbound().stage(correlation, this)));
      case Frame.StageAnswer(long correlation, String stage) -> stages.answered(correlation, stage);
      case Frame.Ping(int load, Frame.ClockReading reading) -> {
        peers.inbound().nodeSeen(remote(), load);
        pong(reading, now / 1000);
      }
      case Frame.Pong(int load, Frame.ClockReading reading) -> {
        clock.sample(
            reading.echoMicros(), reading.receivedMicros(), reading.sentMicros(), now / 1000);
        peers.inbound().nodeSeen(remote(), load);
      }
      case Frame.Ask ask -> asked(ask);
      case Frame.Answer answer -> peer().answered(answer);
    }
  }

  private void message(Message message) {
    switch (message.direction()) {
      case REQUEST, ONE_WAY -> peers.inbound().request(message, this);
      case RESPONSE -> peers.inbound().response(message);
    }
  }

  private void asked(Frame.Ask ask) {
    peers
        .inbound()
        .asked(remote(), ask.body())
        .whenComplete((answer, thrown) -> peer().enqueue(answer(ask.number(), answer, thrown)));
  }

  private static Frame.Answer answer(
      long number, byte @Nullable [] answer, @Nullable Throwable thrown) {
    return answer == null
        ? new Frame.Answer(number, true, String.valueOf(thrown).getBytes(StandardCharsets.UTF_8))
        : new Frame.Answer(number, false, answer);
  }

  private void refused(Goodbye goodbye) {
    Level level =
        switch (goodbye.reason()) {
          case STALE, SETTLED, CLOSING -> Level.DEBUG;
          case NAMESPACE, VERSION, WRONG_NODE, MALFORMED -> Level.WARNING;
        };
    String why = "the other end refused it: " + goodbye.text();
    if (dial != null) {
      dial.peer.dialFailed(dial, goodbye.reason(), why);
    }
    close(level, why, null);
  }

  private void unexpected(String what) {
    close(Level.WARNING, what, new Goodbye(Reason.MALFORMED, what));
  }

  // ---- writing

  /// Writes what is queued for the peer, as much as the channel takes.
  Written writeQueued(SendQueue queue) {
    Written written = writer.writeQueued(queue);
    parked = written == Written.UNWRITABLE;
    return written;
  }

  /// A frame could not be made into bytes.
  void cannotWrite(Throwable thrown) {
    peers.log().broken(this, "a frame could not be encoded", thrown);
    close(Level.WARNING, "a frame could not be encoded", null);
  }

  private void drain() {
    peer().drain(this);
  }

  /// The channel takes more again, or less.
  void writabilityChanged() {
    if (parked && channel.isWritable()) {
      parked = false;
      drain();
    }
  }

  // ---- pings

  /// A ping interval has passed.
  void tick() {
    silentTicks = heard ? 0 : silentTicks + 1;
    heard = false;
    switch (state) {
      case SHAKING -> {
        if (dial == null && peers.options().isHandshakeOver(shakingTicks++)) {
          close(
              Level.WARNING,
              "no hello in " + DurationText.of(peers.options().connectTimeout()),
              null);
        }
      }
      case OPEN -> {
        if (silentTicks > peers.options().missedPingsMax()) {
          Coverage.reached("messaging.peer-taken-for-dead");
          close(Level.INFO, "nothing was heard for %d ping intervals".formatted(silentTicks), null);
        } else {
          ping();
        }
      }
      case CLOSED -> {}
    }
  }

  private void ping() {
    if (channel.isWritable()) { // or else what waits already is as good a sign of life
      writer.writeNow(
          new Frame.Ping(peers.inbound().load(), new Frame.ClockReading(peers.micros(), 0, 0)));
    }
  }

  private void pong(Frame.ClockReading ping, long receivedMicros) {
    if (channel.isWritable()) {
      Frame.ClockReading reading =
          new Frame.ClockReading(peers.micros(), ping.sentMicros(), receivedMicros);
      writer.writeNow(new Frame.Pong(peers.inbound().load(), reading));
    }
  }

  // ---- the end

  /// A newer connection has taken this one's place.
  void replaced() {
    execute(() -> close(Level.DEBUG, "a newer connection has taken its place", null));
  }

  /// Everything is written: says goodbye, upon which the other end closes the connection. If this
  /// end closed it, the system would throw away what the other has not read yet.
  void finish() {
    if (!finishing && state == State.OPEN) {
      finishing = true;
      writer.writeNow(new Goodbye(Reason.CLOSING, peers.self() + " is closing"));
    }
  }

  /// The channel is closed.
  void inactive(int unread) {
    String why =
        unread == 0
            ? "the other end closed it"
            : "the other end closed it in the middle of a frame, after %d bytes".formatted(unread);
    close(unread == 0 ? Level.DEBUG : Level.INFO, why, null);
  }

  /// Something failed on the event loop.
  void failed(Throwable cause) {
    if (!(cause instanceof IOException)) {
      peers.log().broken(this, "what has arrived could not be handled", cause);
    }
    close(Level.DEBUG, String.valueOf(cause), null);
  }

  /// Closes it at once, whatever is still to be written.
  void abort() {
    execute(() -> close(Level.DEBUG, "this node is closing", null));
  }

  private void close(Level level, String why, @Nullable Goodbye goodbye) {
    if (state == State.CLOSED) {
      return;
    }
    boolean wasOpen = state == State.OPEN;
    state = State.CLOSED;
    open = false;
    // Why a dial has failed is told by its peer.
    peers
        .log()
        .closed(dial == null || wasOpen ? level : Level.DEBUG, this, channel.remoteAddress(), why);
    if (goodbye != null && channel.isActive()) {
      writer.writeNow(goodbye);
    }
    channel.close();
    peers.shaken(this);
    if (dial != null) {
      boolean strange = goodbye == null || goodbye.reason() == Reason.MALFORMED;
      String hint = strange ? ", before it said hello: does another service listen there?" : "";
      dial.peer.dialFailed(dial, null, why + hint);
    }
    if (wasOpen) {
      lost(why);
    }
  }

  private void lost(String why) {
    Peer lostPeer = peer();
    lostPeer.lost(this, why);
    if (parked) {
      parked = false;
      lostPeer.consume();
    }
    stages.lost();
    peers.inbound().connectionLost(this);
  }

  private Peer peer() {
    return Objects.requireNonNull(peer, "nobody has said hello");
  }
}
