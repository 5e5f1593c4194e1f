package dev.moonpool.benchmarks.websocket;

import dev.moonpool.benchmarks.contender.FanOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// What users write around a client that knows no topics: a map from topics to bounded queues, each
/// read by a virtual thread. A queue that is full drops.
abstract class MapFanOut extends FanOut {
  private static final int CAPACITY = 256;

  private final JsonMapper json = JsonMapper.builder().build();
  private final Map<String, List<BlockingQueue<String>>> queues = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  MapFanOut(int readers, int topics) {
    super(readers);
    for (int i = 0; i < readers; i++) {
      BlockingQueue<String> queue = new ArrayBlockingQueue<>(CAPACITY);
      queues.computeIfAbsent("topic-" + i % topics, any -> new ArrayList<>()).add(queue);
      threads.add(Thread.ofVirtual().start(() -> serve(queue)));
    }
  }

  private void serve(BlockingQueue<String> queue) {
    try {
      while (true) {
        read(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is being closed
    }
  }

  /// What the client's listener calls with each message that has arrived.
  final void received(String message) {
    Update update = json.readValue(message, Update.class);
    queues.getOrDefault(update.topic(), List.of()).forEach(queue -> queue.offer(message));
  }

  final void end() {
    threads.forEach(Thread::interrupt);
  }
}
