package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Failure;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The messages that wait for one activation, and whether it has a thread.
///
/// The messages themselves are the links: producers push onto a Treiber stack (R. K. Treiber,
/// "Systems programming: coping with parallelism", 1986) and the consumer takes the whole stack at
/// once and turns it round into its own [Batch], so an idle mailbox is two null fields, a message
/// costs one compare-and-set, and a batch one more. The head also says who owes what:
///
/// - `null`: idle. The producer that pushes onto it must start the consumer.
/// - `RUNNING`: the consumer runs and has taken all.
/// - a message: there is more.
/// - `CLOSED`: for ever.
///
/// Threads: any number of producers; one consumer at a time, which is whoever was told
/// [Offer#ACCEPTED_IDLE] (or got true from [#wake]) until it gets true from [#release].
final class Mailbox {
  private static final Invocation RUNNING = new Marker("running");
  private static final Invocation CLOSED = new Marker("closed");
  private static final VarHandle HEAD;
  private static final VarHandle BATCH;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(Mailbox.class, "head", Invocation.class);
      BATCH = lookup.findVarHandle(Mailbox.class, "batch", Batch.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by the VarHandle
  private volatile @Nullable Invocation head;

  /// What the consumer took last; producers count it against the capacity.
  @SuppressWarnings("unused") // by the VarHandle
  private @Nullable Batch batch;

  /// How many those were when they were taken.
  private int taken;

  /// Puts a message behind the others.
  Offer offer(Invocation message, int capacity) {
    while (true) {
      Invocation top = (Invocation) HEAD.getAcquire(this);
      if (top == CLOSED) {
        return Offer.CLOSED;
      }
      Invocation below = top == RUNNING ? null : top;
      int depth = below == null ? 0 : below.depth;
      if (depth + taken >= capacity && depth + left() >= capacity) {
        return Offer.FULL;
      }
      message.next = below;
      message.depth = depth + 1;
      if (HEAD.compareAndSet(this, top, message)) {
        return top == null ? Offer.ACCEPTED_IDLE : Offer.ACCEPTED;
      }
    }
  }

  /// Whether the consumer would find more now. By the consumer.
  boolean hasMore() {
    return HEAD.getAcquire(this) != RUNNING;
  }

  /// Makes the caller the consumer if there is none; then it must start.
  boolean wake() {
    return HEAD.compareAndSet(this, null, RUNNING);
  }

  /// The oldest message, or null if there is none now. By the consumer.
  ///
  /// @param mine what the consumer has taken before
  @Nullable Invocation poll(Batch mine) {
    Invocation next = mine.poll();
    return next == null && takeAll(mine) ? mine.poll() : next;
  }

  /// Ends the consumer's part, unless a message came meanwhile. By the consumer.
  boolean release(Batch mine) {
    return mine.isEmpty() && release();
  }

  /// As above, by a consumer that took nothing.
  boolean release() {
    return HEAD.compareAndSet(this, RUNNING, null);
  }

  /// Refuses messages from now on and gives those that wait, oldest first. By the consumer.
  List<Invocation> close(Batch mine) {
    // Closed first: producers that go on cannot keep the consumer here.
    Invocation top = (Invocation) HEAD.getAndSet(this, CLOSED);
    List<Invocation> waiting = new ArrayList<>();
    mine.drainInto(waiting);
    if (top != RUNNING && top != null && top != CLOSED) {
      mine.fill(this, reverse(top), top.depth);
      mine.drainInto(waiting);
    }
    return waiting;
  }

  /// How many messages wait.
  int depth() {
    Invocation top = (Invocation) HEAD.getAcquire(this);
    int pushed = top == null ? 0 : top.depth;
    return pushed + left();
  }

  /// Whether nothing waits and nothing runs.
  boolean isIdle() {
    return HEAD.getAcquire(this) == null;
  }

  /// How many the consumer has taken and not yet run.
  private int left() {
    Batch last = (Batch) BATCH.getOpaque(this);
    return last == null ? 0 : last.leftOf(this);
  }

  private boolean takeAll(Batch mine) {
    Invocation top = (Invocation) HEAD.getAcquire(this);
    if (top == RUNNING || top == CLOSED || top == null) {
      return false;
    }
    top = (Invocation) HEAD.getAndSet(this, RUNNING);
    mine.fill(this, reverse(top), top.depth);
    BATCH.setOpaque(this, mine);
    taken = top.depth;
    return true;
  }

  private static Invocation reverse(Invocation top) {
    Invocation oldest = top;
    Invocation message = top.next;
    top.next = null;
    while (message != null) {
      Invocation below = message.next;
      message.next = oldest;
      oldest = message;
      message = below;
    }
    return oldest;
  }

  /// Stands in the head for a condition; is never run.
  private static final class Marker extends Invocation {
    private final String name;

    Marker(String name) {
      super(new ActorId("moonpool", "mailbox", name), 0, Long.MAX_VALUE, false);
      this.name = name;
    }

    @Override
    public String method() {
      return name;
    }

    @Override
    public @Nullable CallChain chain() {
      return null;
    }

    @Override
    public Object request(RequestType<?, ?> type) {
      throw new IllegalStateException("a marker is no request");
    }

    @Override
    public byte[] payload() {
      throw new IllegalStateException("a marker is no request");
    }

    @Override
    public void answer(Object answer) {}

    @Override
    public void answerRaw(byte[] payload) {}

    @Override
    public void refuseRaw(String refusal, byte[] payload) {}

    @Override
    public void fail(Failure failure) {}

    @Override
    public boolean cancel(String why) {
      return false;
    }
  }
}
