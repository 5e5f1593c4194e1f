package dev.moonpool.jdbc;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Another process on the same file, for tests.
final class SqliteChildProcess {
  private SqliteChildProcess() {}

  /// Runs `role` on `file`: `increment <times>` or `write <tasks>`.
  static java.lang.Process spawn(Path file, String role, int count) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SqliteChildProcess.class.getName(),
            file.toString(),
            role,
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// What it prints.
  static BufferedReader output(java.lang.Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// The process's entry.
  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[2]);
    try (SystemProviders system = SystemProviders.start(1);
        SqliteStateStore store = SqliteStateStore.open(system.providers(), Path.of(arguments[0]))) {
      switch (arguments[1]) {
        case "increment" -> increment(store, count);
        case "write" -> write(system, store, count);
        default -> throw new IllegalArgumentException(arguments[1]);
      }
    }
  }

  /// Adds one `times` times and prints how often it was acknowledged.
  private static void increment(SqliteStateStore store, int times) {
    int acknowledged = 0;
    for (int i = 0; i < times; i++) {
      acknowledged += SqliteStateStoreIT.increment(store);
    }
    System.out.println(acknowledged);
  }

  /// Saves growing numbers from many tasks for ever and prints each that was acknowledged.
  private static void write(SystemProviders system, SqliteStateStore store, int tasks) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      StateKey key = new StateKey("task/" + i);
      ends.add(
          CompletableFuture.runAsync(
              () -> write(store, key), system.providers().tasks().executor("writer")));
    }
    ends.forEach(CompletableFuture::join);
  }

  private static void write(SqliteStateStore store, StateKey key) {
    Fence fence = new Fence(0, 1, 1);
    long version = store.loadAndClaim(key, fence).version();
    while (true) {
      byte[] bytes = ByteBuffer.allocate(8).putLong(version + 1).array();
      version = store.save(key, fence, version, bytes);
      System.out.println(key + " " + version);
    }
  }
}
