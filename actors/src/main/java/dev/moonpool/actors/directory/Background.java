package dev.moonpool.actors.directory;

import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A directory's own tasks, which end with it. Any thread.
final class Background {
  private final Tasks tasks;

  // All guarded by this, which is never held over anything that waits.
  private final Map<Long, Running> running = new TreeMap<>();
  private long idLast;
  private boolean closed;

  Background(Tasks tasks) {
    this.tasks = tasks;
  }

  /// @return whether it was started; not if the directory is closed
  boolean start(String name, Runnable body) {
    long id = enter();
    if (id == 0) {
      return false;
    }
    Task task = tasks.start(name, () -> run(id, body));
    synchronized (this) {
      Running entered = running.get(id);
      if (entered != null) {
        entered.task = task;
      }
      if (!closed) {
        return true;
      }
    }
    task.interrupt();
    return true;
  }

  /// Interrupts every task. None is started afterwards. Does not wait for their ends.
  void close() {
    List<Task> ending = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Running entered : running.values()) {
        if (entered.task != null) {
          ending.add(entered.task);
        }
      }
    }
    ending.forEach(Task::interrupt);
  }

  private synchronized long enter() {
    if (closed) {
      return 0;
    }
    idLast++;
    running.put(idLast, new Running());
    return idLast;
  }

  private void run(long id, Runnable body) {
    try {
      body.run();
    } finally {
      synchronized (this) {
        running.remove(id);
      }
    }
  }

  private static final class Running {
    @Nullable Task task;
  }
}
