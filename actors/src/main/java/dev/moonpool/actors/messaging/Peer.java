package dev.moonpool.actors.messaging;

import dev.moonpool.actors.api.Outcome;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.actors.messaging.Frame.Goodbye;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.Time;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Another node as this one sees it: the queue of what is to be sent there, and at most one
/// connection.
///
/// ```
///   IDLE --something to send--> DIALING --hello--> CONNECTED --lost--> IDLE
///    ^                            |  ^                              (WAITING if it was short)
///    |                          fails| something to send
///    +------- in time ------- WAITING
///   a dial of the other node leads from any of them to CONNECTED; closing leads to CLOSED
/// ```
///
/// **Two nodes that dial each other at once** are settled before any user frame: a node that has
/// sent its hello on a dial of its own and then gets one from a node with a higher address refuses
/// that one; in every other case it takes what it is offered and gives its own dial up. Each hello
/// has a sequence number, so that an offer that was sent before the connection that stands now is
/// known to be old.
///
/// **The queue** has many producers and one consumer. Who is the consumer is decided by `consumer`:
/// the thread that raises it from idle is, until it can set it back to idle; whoever comes
/// meanwhile leaves a note and goes. While there is a connection its loop does the work, and with a
/// channel that takes no more the work waits there. So each message goes to exactly one connection,
/// or is refused.
final class Peer {
  private static final int CONSUMER_IDLE = 0;
  private static final int CONSUMER_BUSY = 1;
  private static final int CONSUMER_CALLED = 2;

  /// A connection that lived less than this was no success: the next dial waits as after a failure,
  /// or two nodes that disagree would dial and hang up without a pause.
  private static final long SHORT_LIVED_NANOS = 1_000_000_000;

  private enum State {
    /// No connection, and none is needed.
    IDLE,
    /// An attempt goes on.
    DIALING,
    /// There is a connection.
    CONNECTED,
    /// The last attempt failed; the next may begin later.
    WAITING,
    /// The node closes.
    CLOSED
  }

  private final Peers peers;
  private final NodeAddress address;
  private final PeerOptions options;
  final SendQueue queue;
  private final AtomicInteger consumer = new AtomicInteger();
  private final Asks asks;

  /// The connection while there is one. Written under the lock.
  private volatile @Nullable Connection current;

  private volatile @Nullable NodeIdentity lastSeen;
  private volatile boolean noListener;

  // All below is guarded by this object's monitor, which is never held over a callback or a wait.
  private final Backoff backoff;
  private State state = State.IDLE;
  private boolean wanted;
  private @Nullable Dial dial;
  private @Nullable String failure;
  private boolean failurePending;
  private long nextDialNanos;
  private Time.@Nullable Timer waiting;
  private long helloSequence;
  private long connectedNanos;
  private boolean wasConnected;

  Peer(Peers peers, NodeAddress address) {
    this.peers = peers;
    this.address = address;
    this.options = peers.options();
    this.backoff = new Backoff(options, peers.providers().randomness().split("peer/" + address));
    this.queue = new SendQueue(options.limits());
    this.asks = new Asks(address, peers.providers().time());
  }

  NodeAddress address() {
    return address;
  }

  @Nullable NodeIdentity lastSeen() {
    return lastSeen;
  }

  // ---- what is to be sent

  void send(Outbound out) {
    String full = queue.offer(out);
    if (full == null) {
      signal();
    } else {
      peers.counters().refused();
      out.notSent("the queue for %s is full: %s".formatted(address, full));
    }
  }

  /// Queues what nobody waits for: a reply, or a frame of the protocol's own.
  void enqueue(Frame frame) {
    if (queue.offer(frame) == null) {
      signal();
    } else {
      peers.counters().replyDropped();
    }
  }

  CompletableFuture<byte[]> ask(byte[] body, Duration timeout) {
    Ask ask = asks.begin(body, timeout);
    String full = queue.offer(ask);
    if (full == null) {
      signal();
    } else {
      ask.answer.completeExceptionally(
          new PeerException(
              Outcome.NOT_SENT, "the queue for %s is full: %s".formatted(address, full)));
    }
    return ask.answer;
  }

  void answered(Frame.Answer answer) {
    asks.answered(answer);
  }

  /// Dials unless there is a connection.
  void connect() {
    synchronized (this) {
      wanted = state != State.CONNECTED;
    }
    signal();
  }

  /// Why there is no connection, or null if there is one or none is needed.
  synchronized @Nullable String trouble() {
    return switch (state) {
      case CONNECTED, CLOSED -> null;
      case DIALING -> failure == null ? address + " is being dialed" : failure;
      case IDLE, WAITING -> failure;
    };
  }

  // ---- the consumer

  /// Sees to it that a consumer looks at the queue and the state after this.
  void signal() {
    for (; ; ) {
      int now = consumer.get();
      if (now == CONSUMER_CALLED) {
        return;
      }
      if (now == CONSUMER_BUSY) {
        if (consumer.compareAndSet(CONSUMER_BUSY, CONSUMER_CALLED)) {
          return;
        }
      } else if (consumer.compareAndSet(CONSUMER_IDLE, CONSUMER_BUSY)) {
        consume();
        return;
      }
    }
  }

  /// Does what there is to do, as the consumer.
  void consume() {
    do {
      Connection connection = current;
      if (connection != null) {
        if (connection.execute(connection.drainTask())) {
          return; // its loop is the consumer now
        }
        refuseQueued("the event loops are shut down");
      } else {
        withoutConnection();
      }
    } while (!released());
  }

  /// Writes to the connection what is queued, as the consumer and on its loop.
  void drain(Connection connection) {
    do {
      if (connection != current || !connection.isOpen()) {
        consume();
        return;
      }
      // Asked first: what was sent before the closing is then in the queue, and goes before
      // goodbye.
      boolean closing = peers.isClosing();
      switch (connection.writeQueued(queue)) {
        case EMPTY -> {}
        case UNWRITABLE -> {
          return; // the connection goes on, or calls consume, when that has changed
        }
        case MORE -> {
          if (!connection.execute(connection.drainTask())) {
            consume();
          }
          return;
        }
      }
      if (closing) {
        connection.finish();
      }
    } while (!released());
  }

  private boolean released() {
    if (consumer.compareAndSet(CONSUMER_BUSY, CONSUMER_IDLE)) {
      return true;
    }
    consumer.set(CONSUMER_BUSY);
    return false;
  }

  private void withoutConnection() {
    Dial begun = null;
    String refusal = null;
    synchronized (this) {
      if (failurePending) {
        failurePending = false;
        refusal = failure;
      }
      switch (state) {
        case IDLE -> {
          if (wanted || (refusal == null && !queue.isEmpty())) {
            begun = beginDial();
          }
        }
        case DIALING, CONNECTED -> {}
        case WAITING -> {
          long wait = nextDialNanos - peers.nanoTime();
          if (refusal == null && wait > options.patience().toNanos()) {
            refusal = failure + "; the next attempt is in " + DurationText.ofNanos(wait);
          }
        }
        case CLOSED -> refusal = "this node is closing";
      }
    }
    if (refusal != null) {
      refuseQueued(refusal);
    }
    if (begun != null) {
      start(begun);
    }
  }

  private void refuseQueued(String why) {
    int count =
        queue.size(); // what comes meanwhile, perhaps from those refused now, waits its turn
    for (int i = 0; i < count; i++) {
      Object item = queue.poll();
      if (item == null) {
        return;
      }
      queue.polled(SendQueue.bytes(item));
      switch (item) {
        case Outbound out -> {
          peers.counters().refused();
          tellNotSent(out, why);
        }
        case Ask ask -> ask.answer.completeExceptionally(PeerException.notSent(why, noListener));
        default -> peers.counters().replyDropped();
      }
    }
  }

  /// The consumer must go on whatever the sender does.
  private void tellNotSent(Outbound out, String why) {
    try {
      out.notSent(why);
    } catch (RuntimeException e) {
      peers.log().broken(out, "failed when told that it was not sent", e);
    }
  }

  // ---- dialing

  private Dial beginDial() {
    wanted = false;
    state = State.DIALING;
    Dial begun = new Dial(this);
    dial = begun;
    return begun;
  }

  private void start(Dial begun) {
    Duration limit = options.connectTimeout();
    Time.Timer timer =
        peers
            .providers()
            .time()
            .schedule(
                limit, () -> dialFailed(begun, null, "no answer within " + DurationText.of(limit)));
    synchronized (this) {
      begun.timer = timer;
      if (dial != begun) {
        timer.cancel();
        return;
      }
    }
    peers.dial(begun);
  }

  /// The dial has got a channel.
  ///
  /// @return whether the dial still goes on
  synchronized boolean dialing(Dial attempt, Channel channel) {
    attempt.channel = channel;
    return dial == attempt;
  }

  /// The hello to send on a dial whose channel is connected, or null if it was given up meanwhile.
  synchronized Frame.@Nullable Hello helloOn(Dial attempt) {
    if (dial != attempt) {
      return null;
    }
    attempt.helloSent = true;
    return peers.hello(address, ++helloSequence, new Frame.ClockReading(peers.micros(), 0, 0));
  }

  /// The dialed node has said hello.
  ///
  /// @return whether the connection is now the peer's; if not, the dial was given up meanwhile
  synchronized boolean dialed(Dial attempt, Connection connection, Frame.Hello hello) {
    if (dial != attempt) {
      return false;
    }
    attempt.end();
    connected(connection, hello);
    return true;
  }

  void dialFailed(Dial attempt, Goodbye.@Nullable Reason reason, String why) {
    synchronized (this) {
      if (dial != attempt) {
        return;
      }
      dial = null;
      if (reason == Goodbye.Reason.SETTLED) {
        Coverage.reached("messaging.dials-settled-by-refusal");
        waitFor(options.backoffMin(), "both nodes dialed at once");
      } else {
        waitFor(backoff.failed(), address + " cannot be reached: " + why);
        peers.log().cannotDial(address, peers.self(), reason, why);
        failurePending = true;
        noListener = attempt.refused;
      }
    }
    attempt.abandon();
    signal();
  }

  private void waitFor(Duration delay, String why) {
    state = State.WAITING;
    failure = why;
    nextDialNanos = peers.nanoTime() + delay.toNanos();
    waiting = peers.providers().time().schedule(delay, this::waited);
  }

  private void waited() {
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
      state = State.IDLE;
    }
    signal();
  }

  // ---- connections

  /// A node at this address has dialed this one.
  ///
  /// @return null if the connection is now the peer's, otherwise why it is refused
  @Nullable Goodbye offered(Connection connection, Frame.Hello hello) {
    Connection replaced;
    Dial abandoned;
    synchronized (this) {
      Goodbye refusal = refusal(hello);
      if (refusal != null) {
        return refusal;
      }
      replaced = current;
      abandoned = dial;
      connected(connection, hello);
    }
    if (abandoned != null) {
      Coverage.reached("messaging.own-dial-given-up");
      abandoned.abandon();
    }
    if (replaced != null) {
      replaced.replaced();
    }
    return null;
  }

  private @Nullable Goodbye refusal(Frame.Hello hello) {
    if (state == State.CLOSED) {
      return new Goodbye(Goodbye.Reason.CLOSING, "this node is closing");
    }
    NodeIdentity seen = lastSeen;
    if (seen != null && hello.node().incarnation() < seen.incarnation()) {
      return new Goodbye(Goodbye.Reason.STALE, seen + " is known already");
    }
    Connection standing = current;
    if (standing != null
        && standing.remote().equals(hello.node())
        && hello.sequence() <= standing.remoteSequence()) {
      return new Goodbye(Goodbye.Reason.STALE, "a newer connection is there already");
    }
    Dial own = dial;
    boolean lower = peers.self().address().compareTo(address) < 0;
    if (own != null && own.helloSent && lower) {
      return new Goodbye(Goodbye.Reason.SETTLED, "both nodes dialed; this one's dial goes on");
    }
    return null;
  }

  private void connected(Connection connection, Frame.Hello hello) {
    Time.Timer timer = waiting;
    if (timer != null) {
      timer.cancel();
    }
    waiting = null;
    dial = null;
    wanted = false;
    failurePending = false;
    failure = null;
    noListener = false;
    state = State.CONNECTED;
    connectedNanos = peers.nanoTime();
    lastSeen = hello.node();
    current = connection;
    peers.counters().connected(wasConnected);
    wasConnected = true;
  }

  /// The hello that answers a dial of the other node.
  synchronized Frame.Hello helloTo(Frame.Hello dialed, long receivedMicros) {
    return peers.hello(
        address,
        ++helloSequence,
        new Frame.ClockReading(peers.micros(), dialed.clock().sentMicros(), receivedMicros));
  }

  /// The connection is gone; called on its loop, once.
  void lost(Connection connection, String why) {
    synchronized (this) {
      if (current == connection) {
        current = null;
        if (state == State.CONNECTED) {
          lostCurrent(why);
        }
      }
    }
    asks.lost(connection, why);
    signal();
  }

  private void lostCurrent(String why) {
    if (peers.nanoTime() - connectedNanos < SHORT_LIVED_NANOS) {
      waitFor(backoff.failed(), "the connection to " + address + " was lost: " + why);
    } else {
      backoff.succeeded();
      state = State.IDLE;
    }
  }

  /// Takes nothing any more; what is queued is still written if there is a connection.
  void close() {
    Dial abandoned;
    synchronized (this) {
      state = State.CLOSED;
      abandoned = dial;
      dial = null;
      Time.Timer timer = waiting;
      if (timer != null) {
        timer.cancel();
      }
    }
    if (abandoned != null) {
      abandoned.abandon();
    }
    signal();
  }
}
