package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that is subscribed, wanted or being asked for. Confined to the owner.
///
/// Each topic that anyone wants has one entry with all who want it; what the server knows of it is
/// the entry's `wire`. There is never more than one question to the server about a topic: who
/// leaves while one is under way is unsubscribed when its answer is there, and who comes joins it.
/// So no order of subscribing and unsubscribing leaves server and client apart.
///
/// An entry goes `WANTED → ASKED → HELD`, and back to `WANTED` whenever the socket is lost. With
/// the last who wants it gone it is removed: at once if it was `WANTED`, after unsubscribing
/// if it was `HELD`, and when the answer has come if it was `ASKED`.
final class TopicTable {
  /// How often the server may refuse to restore a topic before it is given up.
  private static final int REFUSALS_MAX = 3;

  /// For how many topics owed answers are remembered.
  private static final int OWED_MAX = 1_024;

  private enum Wire {
    /// The server has not been told on this socket.
    WANTED,
    /// The server was asked and has not answered.
    ASKED,
    /// The server sends its messages.
    HELD
  }

  private final long answerNanos;
  private final long retryNanos;
  private final boolean countsLateAnswers;
  private final Map<Topic, Entry> entries = new LinkedHashMap<>();
  private final Set<Topic> leaving = new LinkedHashSet<>();

  /// How many answers the server owes on this socket to questions that were given up: they come
  /// before the answer to the next question, and must not be taken for it.
  private final Map<Topic, Integer> owed = new LinkedHashMap<>();

  /// @param answerNanos how long the server may take to answer
  /// @param retryNanos how long to wait before a refused topic is asked for again, at first
  /// @param countsLateAnswers whether answers to questions that were given up reach this table
  TopicTable(long answerNanos, long retryNanos, boolean countsLateAnswers) {
    this.answerNanos = answerNanos;
    this.retryNanos = retryNanos;
    this.countsLateAnswers = countsLateAnswers;
  }

  // ---- users

  /// Takes the call's topics in. What the server has already accepted is accepted at once.
  void subscribe(SubscribeCall call) {
    for (Subscription wanted : call.subscriptions()) {
      Entry entry = entries.computeIfAbsent(wanted.topic(), Entry::new);
      entry.members.add(wanted.subscriber());
      if (entry.wire == Wire.HELD) {
        call.accepted(wanted.topic());
      } else {
        entry.callers.add(call);
      }
    }
  }

  /// One user has left. Does nothing if the owner has ended it before.
  void release(Subscriber left) {
    Entry entry = entries.get(left.topic());
    if (entry != null && entry.members.remove(left) && entry.members.isEmpty()) {
      withoutMembers(entry);
    }
  }

  /// Every user has to go: their subscriptions end, and who still waits for one is refused.
  void unsubscribe(Topic topic) {
    Entry entry = entries.get(topic);
    if (entry == null) {
      return;
    }
    List<Subscriber> members = List.copyOf(entry.members);
    List<SubscribeCall> told = List.copyOf(entry.callers);
    entry.members.clear();
    entry.callers.clear();
    withoutMembers(entry);
    members.forEach(member -> member.end(Optional.empty()));
    told.forEach(
        call -> call.refused(topic, new WsException.SubscriptionFailed(topic, "unsubscribed")));
  }

  boolean isWanted(Topic topic) {
    return entries.containsKey(topic);
  }

  void deliver(Topic topic, IncomingMessage message, ConnectionEpoch epoch) {
    Entry entry = entries.get(topic);
    if (entry != null) {
      for (Subscriber member : entry.members) {
        member.resumed(epoch);
        member.deliver(message);
      }
    }
  }

  // ---- the wire

  /// The socket is lost: the server has forgotten everything.
  void disconnected() {
    leaving.clear();
    owed.clear();
    entries.values().removeIf(entry -> entry.members.isEmpty());
    for (Entry entry : entries.values()) {
      entry.wire = Wire.WANTED;
      entry.notBeforeNanos = Long.MIN_VALUE;
      entry.members.forEach(Subscriber::interrupted);
    }
  }

  /// A new socket is there: all that is wanted now must be restored before it is ready.
  void restore() {
    for (Entry entry : entries.values()) {
      entry.restoring = true;
      entry.refusals = 0;
    }
  }

  boolean isRestoring() {
    return entries.values().stream().anyMatch(entry -> entry.restoring);
  }

  /// The connection is ready: every user has been told of the gap, if there was one.
  void resumed(ConnectionEpoch epoch) {
    for (Entry entry : entries.values()) {
      entry.members.forEach(member -> member.resumed(epoch));
    }
  }

  /// What to unsubscribe from now; it is then forgotten.
  List<Topic> takeLeaving() {
    List<Topic> topics = List.copyOf(leaving);
    leaving.clear();
    return topics;
  }

  /// What to ask the server for now; it is then taken as asked.
  ///
  /// @param max how many at most
  List<Topic> takeWanted(int max, long nowNanos) {
    List<Topic> topics = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (topics.size() == max) {
        break;
      }
      if (entry.wire == Wire.WANTED && entry.notBeforeNanos <= nowNanos) {
        entry.wire = Wire.ASKED;
        entry.answerNanos = nowNanos + answerNanos;
        entry.lateAnswers = 0;
        topics.add(entry.topic);
      }
    }
    return topics;
  }

  /// The server sends messages of this topic from now on.
  void accepted(Topic topic) {
    if (isLate(topic)) {
      return;
    }
    Entry entry = entries.get(topic);
    if (entry == null || entry.wire != Wire.ASKED) {
      return; // an answer to what nobody asks any more
    }
    entry.wire = Wire.HELD;
    entry.restoring = false;
    entry.refusals = 0;
    if (entry.members.isEmpty()) {
      leave(entry);
      return;
    }
    List<SubscribeCall> told = List.copyOf(entry.callers);
    entry.callers.clear();
    told.forEach(call -> call.accepted(topic));
  }

  /// The server does not send messages of this topic.
  void refused(Topic topic, String message, long nowNanos) {
    Entry entry = entries.get(topic);
    if (!isLate(topic) && entry != null && entry.wire != Wire.WANTED) {
      refused(entry, message, nowNanos);
    }
  }

  /// Whether what the server says about the topic answers a question that was given up.
  private boolean isLate(Topic topic) {
    Integer answers = owed.get(topic);
    if (answers == null) {
      return false;
    }
    Coverage.reached("websocket.late-answer");
    if (answers == 1) {
      owed.remove(topic);
    } else {
      owed.put(topic, answers - 1);
    }
    Entry entry = entries.get(topic);
    if (entry != null) {
      entry.lateAnswers++;
    }
    return true;
  }

  private void refused(Entry entry, String message, long nowNanos) {
    entry.refusals++;
    boolean again = entry.restoring && entry.refusals < REFUSALS_MAX && !entry.members.isEmpty();
    if (again) {
      Coverage.reached("websocket.restore-refused-once");
      entry.wire = Wire.WANTED;
      entry.notBeforeNanos = nowNanos + (retryNanos << entry.refusals);
      return;
    }
    drop(entry, new WsException.SubscriptionFailed(entry.topic, message));
  }

  /// Ends what was not answered in time.
  void expire(long nowNanos) {
    for (Entry entry : List.copyOf(entries.values())) {
      if (entry.wire == Wire.ASKED && entry.answerNanos <= nowNanos) {
        leaving.add(entry.topic); // it may have been accepted all the same
        // If an answer was taken for a late one, the server rather forgot one and this was meant.
        if (countsLateAnswers && entry.lateAnswers == 0 && owed.size() < OWED_MAX) {
          owed.merge(entry.topic, 1, Integer::sum);
        }
        refused(entry, "the server did not answer in time", nowNanos);
      }
      for (SubscribeCall call : List.copyOf(entry.callers)) {
        if (call.deadlineNanos() <= nowNanos) {
          entry.callers.remove(call);
          call.refused(
              entry.topic,
              new WsException.SubscriptionFailed(entry.topic, "not acknowledged in time"));
        }
      }
    }
  }

  /// When the server next has to have answered, or a call is over. Looks at everything.
  long nextExpiryNanos() {
    long next = Long.MAX_VALUE;
    for (Entry entry : entries.values()) {
      if (entry.wire == Wire.ASKED) {
        next = Math.min(next, entry.answerNanos);
      }
      for (SubscribeCall call : entry.callers) {
        next = Math.min(next, call.deadlineNanos());
      }
    }
    return next;
  }

  /// When something may next be asked for; `Long.MAX_VALUE` if nothing is wanted. Looks at
  /// everything.
  long nextAskNanos() {
    long next = leaving.isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
    for (Entry entry : entries.values()) {
      if (entry.wire == Wire.WANTED) {
        next = Math.min(next, entry.notBeforeNanos);
      }
    }
    return next;
  }

  /// The end: every subscription ends, and who waits for one is told why.
  void close(WsException why) {
    for (Entry entry : List.copyOf(entries.values())) {
      drop(entry, why);
    }
    leaving.clear();
  }

  int size() {
    return entries.size();
  }

  private void withoutMembers(Entry entry) {
    switch (entry.wire) {
      case WANTED -> entries.remove(entry.topic);
      case HELD -> leave(entry);
      case ASKED -> Coverage.reached("websocket.left-while-asked");
    }
  }

  private void leave(Entry entry) {
    entries.remove(entry.topic);
    leaving.add(entry.topic);
  }

  private void drop(Entry entry, WsException why) {
    entries.remove(entry.topic);
    List<SubscribeCall> told = List.copyOf(entry.callers);
    entry.members.forEach(member -> member.end(Optional.of(why)));
    told.forEach(call -> call.refused(entry.topic, why));
  }

  /// One topic.
  private static final class Entry {
    final Topic topic;
    final List<Subscriber> members = new ArrayList<>();
    final List<SubscribeCall> callers = new ArrayList<>();
    Wire wire = Wire.WANTED;
    boolean restoring;
    int refusals;

    /// How many answers came, since it was last asked for, that were taken for late ones.
    int lateAnswers;

    long answerNanos;
    long notBeforeNanos = Long.MIN_VALUE;

    Entry(Topic topic) {
      this.topic = topic;
    }
  }
}
