package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.websocket.protocol.Topic;
import java.util.LinkedHashMap;
import java.util.Map;

/// The answers about topics that the server still owes on this socket, to questions that were given
/// up. They come before the answer to the next question, and must not be taken for it.
///
/// Confined to the owner. Bounded: beyond [#TOPICS_MAX] topics no further answer is expected.
final class LateAnswers {
  private static final int TOPICS_MAX = 1_024;

  private final boolean counts;
  private final Map<Topic, Integer> owed = new LinkedHashMap<>();

  /// @param counts false if the handler keeps late answers back itself
  LateAnswers(boolean counts) {
    this.counts = counts;
  }

  /// The socket is lost: its server owes nothing any more.
  void clear() {
    owed.clear();
  }

  /// A question about the topic was given up.
  void expect(Topic topic) {
    if (counts && owed.size() < TOPICS_MAX) {
      owed.merge(topic, 1, Integer::sum);
    }
  }

  /// Takes one answer about the topic as late. Returns false if none is owed.
  boolean takeAndDecide(Topic topic) {
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
    return true;
  }
}
