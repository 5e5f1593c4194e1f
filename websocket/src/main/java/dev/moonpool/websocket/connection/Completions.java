package dev.moonpool.websocket.connection;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs what users attached to their futures, off the event loop.
///
/// One task serves the queue and ends when the queue is empty, so a burst of completions costs one
/// task and not one each. A completion may block: when it has held up the queue for [#PATIENCE],
/// another task serves the rest, and the first one ends after its completion. So a completion that
/// never returns keeps one task and disturbs no other completion. Completions may overlap, in any
/// order.
final class Completions implements Executor {
  /// How long a completion may hold up the queue before another task goes on.
  static final Duration PATIENCE = Duration.ofMillis(1);

  private final Executor tasks;
  private final Time time;
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /// The task that serves the queue; null while the queue is empty.
  private final AtomicReference<@Nullable Server> current = new AtomicReference<>();

  /// True while a look at the current server is due.
  private final AtomicBoolean watched = new AtomicBoolean();

  Completions(Providers providers) {
    this.tasks = providers.tasks().executor("websocket-completions");
    this.time = providers.time();
  }

  @Override
  public void execute(Runnable completion) {
    waiting.add(completion);
    if (!serveIfIdle()) {
      watch();
    }
  }

  /// Returns false if a server is there already, which will look at the queue again.
  private boolean serveIfIdle() {
    if (current.get() != null) {
      return false;
    }
    Server server = new Server();
    return current.compareAndSet(null, server) && start(server);
  }

  private boolean start(Server server) {
    boolean started = false;
    try {
      tasks.execute(server);
      started = true;
    } finally {
      if (!started) {
        current.compareAndSet(server, null); // the next completion tries again
      }
    }
    return true;
  }

  private void watch() {
    Server server = current.get();
    if (server != null && watched.compareAndSet(false, true)) {
      long begun = server.begun;
      var _ = time.schedule(PATIENCE, () -> look(server, begun));
    }
  }

  /// Replaces the server if it still runs the completion that it ran when the look was set.
  private void look(Server server, long begun) {
    watched.set(false);
    if (waiting.isEmpty()) {
      return;
    }
    if (server.begun == begun) {
      Server next = new Server();
      if (current.compareAndSet(server, next)) {
        start(next);
      }
    }
    watch();
  }

  private final class Server implements Runnable {
    /// How many completions it has begun; written by its own task only.
    private volatile long begun;

    @Override
    public void run() {
      try {
        while (current.get() == this) {
          Runnable next = waiting.poll();
          if (next == null) {
            return;
          }
          begun = begun + 1;
          if (!waiting.isEmpty()) {
            watch();
          }
          next.run();
        }
      } finally {
        if (current.compareAndSet(this, null) && !waiting.isEmpty()) {
          serveIfIdle();
        }
      }
    }
  }
}
