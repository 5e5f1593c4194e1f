package dev.moonpool.foundation.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class SystemTasksPlatformTest {
  @Test
  void startPlatform_body_runsOnNamedDaemonPlatformThread() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    Task task =
        new SystemTasks().startPlatform("writer", () -> ran.complete(Thread.currentThread()));
    task.join();
    assertThat(task.isDone()).isTrue();
    assertThat(task.name()).isEqualTo("writer");
    assertThat(ran.join().isVirtual()).isFalse();
    assertThat(ran.join().isDaemon()).isTrue();
  }

  @Test
  void startPlatform_tasksWithoutPlatformThreads_isRefusedWithTheName() {
    Tasks virtualOnly = new VirtualOnlyTasks();
    assertThatThrownBy(() -> virtualOnly.startPlatform("sqlite-writer", () -> {}))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("sqlite-writer")
        .hasMessageContaining("VirtualOnlyTasks")
        .hasMessageContaining("the simulated store");
  }

  private static final class VirtualOnlyTasks implements Tasks {
    @Override
    public Task start(String name, Runnable body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executor executor(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
