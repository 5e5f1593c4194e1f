package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Topic;
import java.util.ArrayList;
import java.util.List;

/// One topic of a [TopicTable], which alone changes it.
final class TopicEntry {
  enum Wire {
    /// The server has not been told on this socket.
    WANTED,
    /// The server was asked and has not answered.
    ASKED,
    /// The server sends its messages.
    HELD
  }

  final Topic topic;
  final List<Subscriber> members = new ArrayList<>();
  final List<SubscribeCall> callers = new ArrayList<>();
  Wire wire = Wire.WANTED;

  /// Whether the server has accepted it before, on this socket or on an earlier one.
  boolean wasHeld;

  /// Whether the connection is not ready before the server has answered.
  boolean holdsUp;

  /// How often in a row it was not restored on this socket.
  int refusals;

  /// How many answers came, since it was last asked for, that were taken for late ones.
  int lateAnswers;

  long answerNanos;
  long patienceNanos;
  long notBeforeNanos = Long.MIN_VALUE;

  TopicEntry(Topic topic) {
    this.topic = topic;
  }

  /// Whether it is asked for because a subscription of an earlier socket lives on.
  boolean restores() {
    return wasHeld && !members.isEmpty();
  }
}
