package dev.moonpool.websocket.campaign;

import dev.moonpool.foundation.Invariant;
import dev.moonpool.foundation.Time;
import dev.moonpool.websocket.kit.Witness;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Knows what clients were told and what servers have got, and judges whether they agree, at the
/// moment at which either happens.
///
/// Used on the world's driver only.
final class Journal implements Witness {
  static final String ENDS_ONCE = "every request ends exactly once";
  static final String HONEST = "what a server has got was not reported as not sent";
  static final String NOT_AFTER = "nothing is sent after its failure";
  static final String RUNS_ONCE = "no request is sent twice";
  static final String OWN_ANSWER = "a request gets its own answer";
  static final String SAME_SET = "the server's subscriptions are the client's";
  static final String ASKED_ONCE = "a topic is asked for once and left once";
  static final String PACED = "topics are asked for in batches";
  static final String RESTORED = "a restored subscription gets its messages";
  static final String ONE_SOCKET = "a connection has one live socket";
  static final String ONE_ACCEPT = "an epoch is one accept";
  static final String IN_ORDER = "events come in order";
  static final String CLOSED_LAST = "Closed is the last event";
  static final String NOTHING_LEFT = "nothing is left of a closed connection";
  static final String GONE_IN_TIME = "a connection is gone within a second of its last handle";
  static final String COMES_BACK = "a connection comes back";
  static final String GAP_TOLD = "a gap is told when messages may be missing";
  static final String NO_SILENT_LOSS = "no message is lost silently";
  static final String BACKS_OFF = "backoff grows until a connection was stable";
  static final String LIVING = "no living link is taken for dead";
  static final String DEAD = "a dead link is noticed in time";
  static final String OWN_TIMERS = "a socket is ended by its own timers only";
  static final String PLACES = "a place is refused only when all are taken";

  /// Longer than anything stays under way, or with a server that does not read.
  private static final long FORGOTTEN_NANOS = 300_000_000_000L;

  private final Time time;
  private final Map<String, Ask> asks = new TreeMap<>();
  private final Map<String, Visit> visits = new TreeMap<>();
  private final Map<String, Integer> batches = new TreeMap<>();

  /// @param time the world's own clock, as each process has another
  Journal(Time time) {
    this.time = time;
  }

  long nowNanos() {
    return time.nanoTime();
  }

  /// Fails the seed under this name unless `holds`.
  static void demand(boolean holds, String name, String what) {
    Invariant.check(holds, () -> name + ": " + what);
  }

  // ---- clients

  /// A connection that asks for so many topics at a time.
  void begins(String connection, int batch) {
    batches.put(connection, batch);
  }

  /// A client is about to ask.
  Ask asks(String name, boolean awaitsReply) {
    Ask ask = new Ask(name, awaitsReply);
    asks.put(name, ask);
    return ask;
  }

  /// A client was given this answer.
  void answered(Ask ask, String answer) {
    demand(answer.equals(ask.name), OWN_ANSWER, ask.name + " was answered with " + answer);
    demand(ask.runs > 0, OWN_ANSWER, ask.name + " was answered though no server has got it");
    ended(ask);
  }

  /// A message was written.
  void written(Ask ask) {
    ended(ask);
  }

  /// A client was told why there is no answer.
  void failed(Ask ask, WsException why) {
    ask.notSent = why.outcome().equals(Optional.of(Outcome.NOT_SENT));
    demand(!ask.notSent || ask.runs == 0, HONEST, ask.name + " has run, and then: " + why);
    ended(ask);
  }

  /// A client no longer wants it.
  void cancelled(Ask ask) {
    ended(ask);
  }

  /// Forgets what has ended, but for what servers may still get.
  void forgetAsks() {
    asks.values().removeIf(ask -> ask.ended && nowNanos() - ask.endedNanos > FORGOTTEN_NANOS);
  }

  private void ended(Ask ask) {
    demand(!ask.ended, ENDS_ONCE, ask.name + " has ended twice");
    ask.ended = true;
    ask.endedNanos = nowNanos();
  }

  /// How many attempts of this connection were accepted.
  long accepted(String connection) {
    return visits.keySet().stream().filter(name -> name.startsWith(connection + "/")).count();
  }

  // ---- servers

  @Override
  public void opened(String attempt) {
    demand(!visits.containsKey(attempt), ONE_ACCEPT, attempt + " was accepted twice");
    visits.put(attempt, new Visit(nowNanos()));
  }

  @Override
  public void heard(String attempt, String text) {
    List<String> words = new ArrayList<>(List.of(text.split(" ")));
    switch (words.removeFirst()) {
      case "req" -> got(attempt, words.get(1));
      case "say" -> got(attempt, words.getFirst());
      case "sub" -> wanted(attempt, words);
      case "unsub" -> words.forEach(topic -> left(attempt, topic));
      default -> {}
    }
  }

  @Override
  public void said(String attempt, String text) {
    if (text.startsWith("no ")) {
      visits.get(attempt).topics.put(text.split(" ")[1], Asked.REFUSED);
    }
  }

  private void got(String attempt, String name) {
    Ask ask = asks.get(name);
    demand(ask != null, OWN_ANSWER, attempt + " has said what nobody wanted: " + name);
    ask.runs++;
    demand(ask.runs == 1, RUNS_ONCE, name + " has come again, by " + attempt);
    demand(!ask.notSent, HONEST, name + " has come by " + attempt + " though it was not sent");
    long openedNanos = visits.get(attempt).openedNanos;
    boolean late = ask.ended && ask.endedNanos < openedNanos;
    demand(!late, NOT_AFTER, name + " has come by " + attempt + ", which began after its end");
  }

  private void wanted(String attempt, List<String> topics) {
    int batch = batches.get(attempt.substring(0, attempt.indexOf('/')));
    demand(topics.size() <= batch, PACED, attempt + " asks at once for " + topics);
    Map<String, Asked> known = visits.get(attempt).topics;
    for (String topic : topics) {
      Asked before = known.put(topic, Asked.ASKED);
      demand(before != Asked.ASKED, ASKED_ONCE, attempt + " asks again for " + topic);
    }
  }

  private void left(String attempt, String topic) {
    Asked before = visits.get(attempt).topics.remove(topic);
    demand(before != null, ASKED_ONCE, attempt + " leaves " + topic + ", which it does not have");
  }

  private enum Asked {
    /// The client has asked; the server may hold it.
    ASKED,
    /// The server has refused it; the client may not know yet.
    REFUSED
  }

  /// One accepted attempt.
  private static final class Visit {
    private final long openedNanos;
    private final Map<String, Asked> topics = new TreeMap<>();

    private Visit(long openedNanos) {
      this.openedNanos = openedNanos;
    }
  }
}
