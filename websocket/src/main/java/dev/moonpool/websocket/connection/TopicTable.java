package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.connection.TopicEntry.Wire;
import dev.moonpool.websocket.protocol.IncomingMessage;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

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
///
/// Restoring after a loss is not all or nothing. A topic holds up the connection until the server
/// has answered, for [#PATIENCE_MAX] at most after it was asked. A refusal that is not final, and a
/// missing answer, are told as [Event.NotRestored], and the server is asked again after a growing
/// delay. A topic that the server has never accepted is not restored but asked for: its refusal is
/// the answer to the calls that asked.
final class TopicTable implements TopicView {
  /// The longest time that an unanswered topic keeps a new socket from being ready.
  private static final Duration PATIENCE_MAX = Duration.ofSeconds(1);

  private final long answerNanos;
  private final long patienceNanos;
  private final IntFunction<Duration> retryDelay;
  private final Duration pause;
  private final ConnectionStream stream;
  private final LateAnswers late;
  private final Map<Topic, TopicEntry> entries = new LinkedHashMap<>();
  private final Set<Topic> leaving = new LinkedHashSet<>();

  /// The epoch of the socket; empty until it is ready.
  private Optional<ConnectionEpoch> epoch = Optional.empty();

  /// @param retryDelay how long to wait after so many refusals in a row, from 1
  /// @param countsLateAnswers whether answers to questions that were given up reach this table
  /// @param stream where it is told that a topic was not restored
  TopicTable(
      ConnectionConfig config,
      IntFunction<Duration> retryDelay,
      boolean countsLateAnswers,
      ConnectionStream stream) {
    this.answerNanos = config.requestTimeout().toNanos();
    this.patienceNanos = Math.min(PATIENCE_MAX.toNanos(), answerNanos / 2);
    this.retryDelay = retryDelay;
    this.pause = config.resubscribePause();
    this.late = new LateAnswers(countsLateAnswers);
    this.stream = stream;
  }

  // ---- users

  /// Takes the call's topics in. What the server has already accepted is accepted at once.
  void subscribe(SubscribeCall call) {
    for (Subscription wanted : call.subscriptions()) {
      TopicEntry entry = entries.computeIfAbsent(wanted.topic(), TopicEntry::new);
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
    TopicEntry entry = entries.get(left.topic());
    if (entry != null && entry.members.remove(left) && entry.members.isEmpty()) {
      withoutMembers(entry);
    }
  }

  /// Every user has to go: their subscriptions end, and who still waits for one is refused.
  void unsubscribe(Topic topic) {
    TopicEntry entry = entries.get(topic);
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

  @Override
  public List<Topic> asked(int max) {
    return entries.values().stream()
        .filter(entry -> entry.wire == Wire.ASKED)
        .map(entry -> entry.topic)
        .limit(max)
        .toList();
  }

  @Override
  public boolean takes(Topic topic) {
    return isWanted(topic);
  }

  boolean isWanted(Topic topic) {
    return entries.containsKey(topic);
  }

  void deliver(Topic topic, IncomingMessage message, ConnectionEpoch epoch) {
    TopicEntry entry = entries.get(topic);
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
    late.clear();
    epoch = Optional.empty();
    entries.values().removeIf(entry -> entry.members.isEmpty());
    for (TopicEntry entry : entries.values()) {
      entry.wire = Wire.WANTED;
      entry.notBeforeNanos = Long.MIN_VALUE;
      entry.members.forEach(Subscriber::interrupted);
    }
  }

  /// The topics that the server holds.
  List<Topic> held() {
    return entries.values().stream()
        .filter(entry -> entry.wire == Wire.HELD)
        .map(entry -> entry.topic)
        .toList();
  }

  /// Another socket serves, whose server holds these. What the old one was asked for and has not
  /// answered is asked for again.
  ///
  /// @param gap whether messages may have been missed between the two sockets
  void moved(Set<Topic> held, boolean gap, ConnectionEpoch now) {
    leaving.clear();
    late.clear();
    epoch = Optional.of(now);
    entries.values().removeIf(entry -> entry.members.isEmpty());
    held.stream().filter(topic -> !entries.containsKey(topic)).forEach(leaving::add);
    for (TopicEntry entry : entries.values()) {
      boolean missing = entry.wire == Wire.HELD && !held.contains(entry.topic);
      if (gap || missing) {
        entry.members.forEach(Subscriber::interrupted);
      }
      if (held.contains(entry.topic)) {
        entry.wire = Wire.ASKED;
        accepted(entry.topic);
      } else if (entry.wire != Wire.WANTED) {
        entry.wire = Wire.WANTED;
        entry.notBeforeNanos = Long.MIN_VALUE;
      }
    }
  }

  /// A new socket is there: all that is wanted now is to be restored.
  void restore() {
    for (TopicEntry entry : entries.values()) {
      entry.holdsUp = true;
      entry.refusals = 0;
    }
  }

  /// Whether the connection waits for a topic before it is ready.
  boolean isRestoring() {
    return entries.values().stream().anyMatch(entry -> entry.holdsUp);
  }

  /// The connection is ready: the users of what is restored are told of the gap, if there was one.
  void resumed(ConnectionEpoch now) {
    epoch = Optional.of(now);
    for (TopicEntry entry : entries.values()) {
      entry.holdsUp = false;
      if (entry.wire == Wire.HELD) {
        entry.members.forEach(member -> member.resumed(now));
      }
    }
  }

  /// Tells which topics the server has been asked to restore and has not answered yet.
  void tellUnanswered(long nowNanos) {
    for (TopicEntry entry : entries.values()) {
      if (entry.wire == Wire.ASKED && entry.restores()) {
        Coverage.reached("websocket.ready-without-a-topic");
        Duration left = Duration.ofNanos(Math.max(0, entry.answerNanos - nowNanos));
        String reason = "the server has not answered yet";
        stream.emit(new Event.NotRestored(entry.topic, reason, Optional.of(left)));
      }
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
    for (TopicEntry entry : entries.values()) {
      if (topics.size() == max) {
        break;
      }
      if (entry.wire == Wire.WANTED && entry.notBeforeNanos <= nowNanos) {
        entry.wire = Wire.ASKED;
        entry.answerNanos = nowNanos + answerNanos;
        entry.patienceNanos = nowNanos + patienceNanos;
        entry.lateAnswers = 0;
        topics.add(entry.topic);
      }
    }
    return topics;
  }

  @Override
  public void accepted(Topic topic) {
    if (isLate(topic)) {
      return;
    }
    TopicEntry entry = entries.get(topic);
    if (entry == null || entry.wire != Wire.ASKED) {
      return; // an answer to what nobody asks any more
    }
    entry.wire = Wire.HELD;
    entry.wasHeld = true;
    entry.holdsUp = false;
    entry.refusals = 0;
    if (entry.members.isEmpty()) {
      leave(entry);
      return;
    }
    epoch.ifPresent(now -> entry.members.forEach(member -> member.resumed(now)));
    List<SubscribeCall> told = List.copyOf(entry.callers);
    entry.callers.clear();
    told.forEach(call -> call.accepted(topic));
  }

  @Override
  public void refused(Topic topic, String message, boolean isFinal, long nowNanos) {
    TopicEntry entry = entries.get(topic);
    if (!isLate(topic) && entry != null && entry.wire != Wire.WANTED) {
      refused(entry, message, isFinal, nowNanos);
    }
  }

  /// Whether what the server says about the topic answers a question that was given up.
  private boolean isLate(Topic topic) {
    if (!late.takeAndDecide(topic)) {
      return false;
    }
    TopicEntry entry = entries.get(topic);
    if (entry != null) {
      entry.lateAnswers++;
    }
    return true;
  }

  private void refused(TopicEntry entry, String message, boolean isFinal, long nowNanos) {
    boolean restores = entry.restores();
    if (restores && !isFinal) {
      Coverage.reached("websocket.restore-refused-once");
      entry.refusals++;
      Duration usual = retryDelay.apply(entry.refusals);
      Duration delay = usual.compareTo(pause) < 0 ? pause : usual;
      entry.wire = Wire.WANTED;
      entry.holdsUp = false;
      entry.notBeforeNanos = nowNanos + delay.toNanos();
      stream.emit(new Event.NotRestored(entry.topic, message, Optional.of(delay)));
      return;
    }
    if (restores) {
      stream.emit(new Event.NotRestored(entry.topic, message, Optional.empty()));
    }
    drop(entry, new WsException.SubscriptionFailed(entry.topic, message));
  }

  /// Ends what was not answered in time.
  void expire(long nowNanos) {
    for (TopicEntry entry : List.copyOf(entries.values())) {
      if (entry.wire == Wire.ASKED && entry.patienceNanos <= nowNanos) {
        entry.holdsUp = false;
      }
      if (entry.wire == Wire.ASKED && entry.answerNanos <= nowNanos) {
        leaving.add(entry.topic); // it may have been accepted all the same
        // If an answer was taken for a late one, the server rather forgot one and this was meant.
        if (entry.lateAnswers == 0) {
          late.expect(entry.topic);
        }
        refused(entry, "the server did not answer in time", false, nowNanos);
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
    for (TopicEntry entry : entries.values()) {
      if (entry.wire == Wire.ASKED) {
        next = Math.min(next, entry.holdsUp ? entry.patienceNanos : entry.answerNanos);
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
    for (TopicEntry entry : entries.values()) {
      if (entry.wire == Wire.WANTED) {
        next = Math.min(next, entry.notBeforeNanos);
      }
    }
    return next;
  }

  /// The end: every subscription ends, and who waits for one is told why.
  void close(WsException why) {
    for (TopicEntry entry : List.copyOf(entries.values())) {
      drop(entry, why);
    }
    leaving.clear();
  }

  int size() {
    return entries.size();
  }

  private void withoutMembers(TopicEntry entry) {
    switch (entry.wire) {
      case WANTED -> entries.remove(entry.topic);
      case HELD -> leave(entry);
      case ASKED -> Coverage.reached("websocket.left-while-asked");
    }
  }

  private void leave(TopicEntry entry) {
    entries.remove(entry.topic);
    leaving.add(entry.topic);
  }

  private void drop(TopicEntry entry, WsException why) {
    entries.remove(entry.topic);
    List<SubscribeCall> told = List.copyOf(entry.callers);
    entry.members.forEach(member -> member.end(Optional.of(why)));
    told.forEach(call -> call.refused(entry.topic, why));
  }
}
