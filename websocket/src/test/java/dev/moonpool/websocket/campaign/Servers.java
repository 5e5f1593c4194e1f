package dev.moonpool.websocket.campaign;

import dev.moonpool.websocket.kit.LineServer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The servers that are up, as a check sees them.
final class Servers {
  private final Map<Integer, LineServer> up = new TreeMap<>();

  void started(int process, LineServer server) {
    up.put(process, server);
  }

  /// What this connection is subscribed to, by attempt: one for each of its sockets that a server
  /// takes for alive.
  Map<String, Set<String>> topicsOf(String connection) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (LineServer server : up.values()) {
      server
          .topicsByAttempt()
          .forEach(
              (attempt, topics) -> {
                if (attempt.startsWith(connection + "/")) {
                  found.put(attempt, new TreeSet<>(topics));
                }
              });
    }
    return found;
  }
}
