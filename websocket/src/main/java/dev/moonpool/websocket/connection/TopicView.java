package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Topic;
import java.util.List;

/// The topics of one socket, as the [Inbox] of that socket sees them.
interface TopicView {
  /// The topics that the server has been asked for and has not answered.
  ///
  /// @param max how many at most
  List<Topic> asked(int max);

  /// The server sends messages of this topic from now on.
  void accepted(Topic topic);

  /// The server does not send messages of this topic.
  ///
  /// @param isFinal whether it never will
  void refused(Topic topic, String message, boolean isFinal, long nowNanos);

  /// Whether an update of the topic that comes on this socket is for a subscription.
  boolean takes(Topic topic);
}
