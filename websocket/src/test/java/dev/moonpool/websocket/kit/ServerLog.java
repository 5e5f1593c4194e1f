package dev.moonpool.websocket.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What servers have seen; outlives them. May be used from any thread.
public final class ServerLog {
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> executed = new TreeMap<>();
  private int accepted;
  private int live;
  private int liveMax;

  synchronized void opened() {
    accepted++;
    live++;
    liveMax = Math.max(liveMax, live);
  }

  synchronized void closed() {
    live--;
  }

  synchronized void heard(String text) {
    texts.add(text);
  }

  synchronized void executed(String id) {
    executed.merge(id, 1, Integer::sum);
  }

  /// All texts that came, in their order.
  public synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  /// The texts that begin like this.
  public synchronized List<String> texts(String prefix) {
    return texts.stream().filter(text -> text.startsWith(prefix)).toList();
  }

  /// How many sockets were upgraded.
  public synchronized int accepted() {
    return accepted;
  }

  /// How many of them are there.
  public synchronized int live() {
    return live;
  }

  /// The most that were there at a time.
  public synchronized int liveMax() {
    return liveMax;
  }

  /// The requests that ran more than once.
  public synchronized List<String> executedTwice() {
    return executed.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// How often this request ran.
  public synchronized int executions(String id) {
    return executed.getOrDefault(id, 0);
  }
}
