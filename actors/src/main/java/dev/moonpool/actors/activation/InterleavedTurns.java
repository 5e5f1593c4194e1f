package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.call.CallChain;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.foundation.Coverage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs the messages of an activation whose type lets some run while others wait.
///
/// Still only one runs at a time: whoever runs holds the baton. A turn that waits for a call of its
/// own lays it down and a new thread becomes the mailbox's consumer; when its call returns it takes
/// the baton up again, in the order of asking, and is then no longer the consumer. A message that
/// may not interleave with those that wait is put aside, in order, until they have ended.
///
/// A wish to end the activation is served when no turn waits. Threads: all fields are guarded by
/// the baton; the counts are read by anyone.
final class InterleavedTurns {
  private final Activation activation;
  private final ReentrantLock baton = new ReentrantLock(true);

  /// The turns that wait for calls of their own. Changed under the baton, read by anyone.
  private final List<Turn> waiting = new CopyOnWriteArrayList<>();

  private final Batch batch = new Batch();
  private final Deque<Invocation> aside = new ArrayDeque<>();
  /// The turn that holds the baton, or null; for other threads it may be out of date.
  private volatile @Nullable Turn holder;

  private volatile int waitingCount;
  private volatile int asideCount;

  /// Whether the consumer has left without giving the mailbox up, because as many messages are put
  /// aside as may. The next turn to end lets another consumer go on.
  private boolean stalled;

  InterleavedTurns(Activation activation) {
    this.activation = activation;
  }

  /// What the consumer does; returns when there is nothing to do now.
  void serve(Turn turn) {
    baton.lock();
    holder = turn;
    try {
      int served = 0;
      while (activation.state() == ActivationState.VALID) {
        if (waiting.isEmpty() && activation.hasControl() && TurnLoop.serveControl(turn)) {
          return;
        }
        Invocation message = next();
        if (message == null) {
          if (leave(turn)) {
            return;
          }
          continue;
        }
        Turns.run(turn, message, now());
        if (turn.detached) {
          wakeConsumer();
          return;
        }
        if (++served >= TurnLoop.BATCH_MESSAGES_MAX) {
          served = 0;
          yieldBaton(turn);
        }
      }
    } finally {
      holder = null;
      baton.unlock();
    }
  }

  /// The turn begins to wait: lays the baton down and lets another thread be the consumer.
  void suspend(Turn turn) {
    waiting.add(turn);
    waitingCount = waiting.size();
    if (!turn.detached) {
      turn.detached = true;
      activation.start();
    }
    Coverage.reached("turn.suspended");
    holder = null;
    baton.unlock();
  }

  /// The turn goes on: takes the baton up again.
  void resume(Turn turn) {
    baton.lock();
    holder = turn;
    waiting.remove(turn);
    waitingCount = waiting.size();
  }

  /// Whether any turn waits for a call that has caused a message with this chain.
  boolean waitsFor(CallChain chain) {
    if (waitingCount == 0) {
      return false;
    }
    for (Turn turn : waiting) {
      if (turn.isCausedByAwaited(chain, activation.id())) {
        return true;
      }
    }
    return false;
  }

  /// The turn whose handler runs, or null; it may be out of date.
  @Nullable Turn holder() {
    return holder;
  }

  /// Whether any turn waits for an answer of an actor that `which` picks.
  boolean awaits(Predicate<ActorId> which) {
    for (Turn turn : waiting) {
      if (turn.awaits(which)) {
        return true;
      }
    }
    return false;
  }

  /// Whether no turn waits and no message is put aside.
  boolean isIdle() {
    return waitingCount == 0 && asideCount == 0;
  }

  /// How many messages are put aside.
  int depth() {
    return asideCount;
  }

  /// What the consumer has taken and not looked at yet.
  Batch batch() {
    return batch;
  }

  /// Messages that were put aside, oldest first; they are not run here any more.
  List<Invocation> takeAside() {
    List<Invocation> taken = new ArrayList<>(aside);
    aside.clear();
    asideCount = 0;
    return taken;
  }

  private @Nullable Invocation next() {
    for (Iterator<Invocation> older = aside.iterator(); older.hasNext(); ) {
      Invocation message = older.next();
      if (mayRun(message)) {
        older.remove();
        asideCount = aside.size();
        return message;
      }
    }
    while (aside.size() < activation.type().definition().mailboxCapacity()) {
      Invocation message = activation.mailbox().poll(batch);
      if (message == null || mayRun(message)) {
        return message;
      }
      Coverage.reached("turn.put-aside");
      aside.add(message);
      asideCount = aside.size();
    }
    return null;
  }

  /// Ends the consumer's part; false if there is more to do now. A wish to end that has to wait for
  /// a turn is no reason to stay: that turn's end calls the consumer.
  private boolean leave(Turn turn) {
    if (waiting.isEmpty()) {
      return TurnLoop.release(turn);
    }
    if (TurnLoop.releaseMessages(turn)) {
      return true;
    }
    if (aside.size() < activation.type().definition().mailboxCapacity()) {
      return false;
    }
    Coverage.reached("turn.stalled");
    stalled = true;
    activation.leavesThread();
    return true;
  }

  private boolean mayRun(Invocation message) {
    if (waiting.isEmpty()) {
      return true;
    }
    if (waiting.size() >= activation.type().definition().mailboxCapacity()) {
      return false;
    }
    return activation.mayInterleave(message) || (isReadOnly(message) && onlyReadersWait());
  }

  private boolean onlyReadersWait() {
    for (Turn turn : waiting) {
      Invocation message = turn.message();
      if (message == null || !isReadOnly(message)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReadOnly(Invocation message) {
    return message.has(RequestFlag.READ_ONLY);
  }

  /// A turn that is not the consumer has ended: what was put aside may now run.
  private void wakeConsumer() {
    if (stalled) {
      stalled = false;
      activation.start();
      return;
    }
    boolean more = !aside.isEmpty() || activation.hasControl();
    if (more && activation.mailbox().wake()) {
      activation.start();
    }
  }

  private void yieldBaton(Turn turn) {
    baton.unlock();
    Thread.yield();
    baton.lock();
    holder = turn;
  }

  private long now() {
    return activation.type().services().providers().time().nanoTime();
  }
}
