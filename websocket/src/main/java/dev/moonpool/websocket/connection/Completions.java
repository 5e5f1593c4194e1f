package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Tasks;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs what users attached to their futures, one after the other, off the event loop.
///
/// One task serves all that is there and then ends, so there is none while nothing completes and
/// never one for each request.
final class Completions implements Executor {
  private final Executor tasks;
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  Completions(Tasks tasks) {
    this.tasks = tasks.executor("websocket-completions");
  }

  @Override
  public void execute(Runnable completion) {
    waiting.add(completion);
    begin();
  }

  private void begin() {
    if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
      tasks.execute(this::serve);
    }
  }

  private void serve() {
    try {
      Runnable next = waiting.poll();
      while (next != null) {
        next.run();
        next = waiting.poll();
      }
    } finally {
      running.set(false);
      begin();
    }
  }
}
