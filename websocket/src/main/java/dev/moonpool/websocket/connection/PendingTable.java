package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Invariant;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All requests and messages that have not ended: those that wait to be written, in their order,
/// and those that wait for replies, by id. Confined to the owner.
///
/// What has ended elsewhere stays here until it is met, but never more of it than of what lives.
final class PendingTable<M> {
  /// Below this, sweeping costs more than it saves.
  private static final int SWEEP_MIN = 64;

  private final Capacity queuePlaces;
  private final ArrayDeque<Outgoing<M>> queue = new ArrayDeque<>();
  private final Map<RequestId, Outgoing<M>> sent = new LinkedHashMap<>();
  private final PriorityQueue<Outgoing<M>> byDeadline =
      new PriorityQueue<>(PendingTable::soonerFirst);
  private long watched;

  /// @param queuePlaces how many may wait to be written
  PendingTable(Capacity queuePlaces) {
    this.queuePlaces = queuePlaces;
  }

  /// Lets it wait until it can be written, or fails it if too many wait.
  void enqueue(Outgoing<M> outgoing) {
    if (outgoing.awaitsReply() && !queuePlaces.tryTake()) {
      int max = queuePlaces.max();
      outgoing.fail(outcome -> new WsException.CapacityExceeded("commands waiting", max));
      return;
    }
    outgoing.queued(true);
    queue.add(outgoing);
    watch(outgoing);
  }

  /// The next one to write; null if none waits. It is marked as sent.
  @Nullable Outgoing<M> nextToSend() {
    Outgoing<M> next = queue.poll();
    while (next != null) {
      unqueued(next);
      if (next.trySend()) {
        return next;
      }
      next = queue.poll();
    }
    return null;
  }

  /// It was handed to the socket of this attempt and waits for its reply.
  void awaitReply(Outgoing<M> outgoing, long attempt) {
    if (outgoing.awaitsReply()) {
      outgoing.sentOn(attempt);
      Outgoing<M> before = sent.put(outgoing.id(), outgoing);
      Invariant.check(
          before == null || before.hasEnded(), () -> "no two requests are called " + outgoing.id());
    }
  }

  /// Will be ended when its time is over.
  void watch(Outgoing<M> outgoing) {
    if (byDeadline.size() > 2 * (sent.size() + queue.size()) + SWEEP_MIN) {
      sweep();
    }
    outgoing.order(watched++);
    byDeadline.add(outgoing);
  }

  /// The request of this id that waits for its reply, which no longer does; null if none.
  @Nullable Outgoing<M> take(RequestId id) {
    Outgoing<M> taken = sent.remove(id);
    return taken == null || taken.hasEnded() ? null : taken;
  }

  /// The requests that wait for their replies on this attempt's socket.
  ///
  /// @param max how many at most
  List<Outgoing<M>> waiting(long attempt, int max) {
    return sent.values().stream()
        .filter(each -> !each.hasEnded() && each.sentOn() == attempt)
        .limit(max)
        .toList();
  }

  /// Whether a request waits for its reply on this attempt's socket.
  boolean isAwaitedOn(long attempt) {
    return !waiting(attempt, 1).isEmpty();
  }

  /// Forgets one that was ended elsewhere.
  void forget(Outgoing<M> outgoing) {
    sent.remove(outgoing.id(), outgoing);
    if (outgoing.isQueued()) {
      queue.remove(outgoing);
      unqueued(outgoing);
    }
  }

  /// Ends what is over.
  void expire(long nowNanos) {
    Outgoing<M> first = byDeadline.peek();
    while (first != null && (first.hasEnded() || first.deadlineNanos() - nowNanos <= 0)) {
      byDeadline.poll();
      first.expire();
      forget(first);
      first = byDeadline.peek();
    }
  }

  /// When the next one is over; `Long.MAX_VALUE` if there is none.
  long nextDeadlineNanos() {
    Outgoing<M> first = byDeadline.peek();
    return first == null ? Long.MAX_VALUE : first.deadlineNanos();
  }

  /// Ends those that were handed to this attempt's socket.
  void failSent(long attempt, Function<Outcome, WsException> why) {
    List<Outgoing<M>> failing =
        sent.values().stream().filter(each -> each.sentOn() == attempt).toList();
    failing.forEach(outgoing -> sent.remove(outgoing.id(), outgoing));
    failing.forEach(outgoing -> outgoing.fail(why));
  }

  /// Ends those that were handed to a socket.
  void failSent(Function<Outcome, WsException> why) {
    List<Outgoing<M>> failing = List.copyOf(sent.values());
    sent.clear();
    failing.forEach(outgoing -> outgoing.fail(why));
  }

  /// Ends those that wait to be written.
  void failQueued(Function<Outcome, WsException> why) {
    List<Outgoing<M>> failing = List.copyOf(queue);
    queue.clear();
    for (Outgoing<M> outgoing : failing) {
      unqueued(outgoing);
      outgoing.fail(why);
    }
  }

  private static int soonerFirst(Outgoing<?> one, Outgoing<?> other) {
    int sooner = Long.compare(one.deadlineNanos(), other.deadlineNanos());
    return sooner != 0 ? sooner : Long.compare(one.order(), other.order());
  }

  boolean hasQueued() {
    return !queue.isEmpty();
  }

  int sentCount() {
    return sent.size();
  }

  private void sweep() {
    byDeadline.removeIf(Outgoing::hasEnded);
    sent.values().removeIf(Outgoing::hasEnded);
  }

  private void unqueued(Outgoing<M> outgoing) {
    outgoing.queued(false);
    if (outgoing.awaitsReply()) {
      queuePlaces.giveBack();
    }
  }
}
