package dev.moonpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.store.StoredState;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One file, several real processes.
@Tag("A38")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SqliteProcessesIT {
  @TempDir private Path directory;

  @Test
  @Tag("A35")
  void increments_fromTwoProcesses_noAcknowledgedOneIsLost() throws Exception {
    Path file = directory.resolve("state.db");
    java.lang.Process one = SqliteChildProcess.spawn(file, "increment", 300);
    java.lang.Process two = SqliteChildProcess.spawn(file, "increment", 300);
    int acknowledged = result(one) + result(two);
    try (SystemProviders system = SystemProviders.start(1);
        SqliteStateStore store = SqliteStateStore.open(system.providers(), file)) {
      StoredState end = store.inspect(new StateKey("bank::account/alice")).orElseThrow();
      assertThat(ByteBuffer.wrap(end.bytes().orElseThrow()).getInt()).isEqualTo(acknowledged);
      assertThat(store.nextIncarnation()).isEqualTo(601);
    }
  }

  private static int result(java.lang.Process process) throws Exception {
    try (BufferedReader output = SqliteChildProcess.output(process)) {
      String line = output.readLine();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the child ends").isTrue();
      assertThat(process.exitValue()).isZero();
      return Integer.parseInt(line);
    }
  }

  @Test
  @Tag("A35")
  void save_writerProcessKilled_everyAcknowledgedOneIsFound() throws Exception {
    Path file = directory.resolve("state.db");
    for (int round = 1; round <= 3; round++) {
      java.lang.Process writer = SqliteChildProcess.spawn(file, "write", 32);
      Map<String, Long> acknowledged = new TreeMap<>();
      try (BufferedReader output = SqliteChildProcess.output(writer)) {
        int lines = 0;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          int space = line.indexOf(' ');
          // The last line may be cut off: it then names a smaller version, or none.
          if (space > 0 && space < line.length() - 1) {
            acknowledged.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
          }
          lines++;
          if (lines == 3_000 * round) {
            // SIGKILL, in the middle of its transactions; the handle leaves the pipe open.
            writer.toHandle().destroyForcibly();
          }
        }
      }
      assertThat(acknowledged).hasSize(32);
      assertAllFound(file, acknowledged);
    }
  }

  private static void assertAllFound(Path file, Map<String, Long> acknowledged) {
    try (SystemProviders system = SystemProviders.start(1);
        SqliteStateStore store = SqliteStateStore.open(system.providers(), file)) {
      acknowledged.forEach(
          (key, version) -> {
            StoredState found = store.loadAndClaim(new StateKey(key), new Fence(0, 1, 1));
            long value = ByteBuffer.wrap(found.bytes().orElseThrow()).getLong();
            assertThat(value).as("what %s holds", key).isGreaterThanOrEqualTo(version);
            assertThat(found.version()).isEqualTo(value + 1);
          });
    }
  }
}
