package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.Topic;
import java.util.ArrayList;
import java.util.List;

/// What planted faults do instead with topics.
final class PlantedTopics {
  private PlantedTopics() {}

  /// Each of them twice.
  static List<Topic> takeLeavingTwice(TopicTable topics) {
    List<Topic> leaving = new ArrayList<>(topics.takeLeaving());
    leaving.addAll(List.copyOf(leaving));
    return leaving;
  }
}
