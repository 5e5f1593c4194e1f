package dev.moonpool.cli;

import dev.moonpool.foundation.Providers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The `ws` command as a process of its own, with all that it says in one file.
final class WsProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Providers providers;
  private final Process process;
  private final Path out;

  private WsProcess(Providers providers, Process process, Path out) {
    this.providers = providers;
    this.process = process;
    this.out = out;
  }

  /// Starts it.
  ///
  /// @param out the file for what it says
  /// @param environment what its environment has beside that of this process
  static WsProcess start(
      Providers providers, Path out, Map<String, String> environment, String... arguments)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(arguments))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    return new WsProcess(providers, builder.start(), out);
  }

  /// What starts it.
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "ws"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// The lines so far.
  List<String> lines() throws IOException {
    return Files.readAllLines(out);
  }

  /// Waits until the lines are such.
  void await(String what, Predicate<List<String>> condition) throws Exception {
    long start = providers.time().nanoTime();
    while (!condition.test(lines())) {
      if (providers.time().nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("waited %s for %s; it said %s".formatted(PATIENCE, what, lines()));
      }
      providers.time().sleep(Duration.ofMillis(50));
    }
  }

  /// Tells it to end, as Ctrl-C does.
  void tellToEnd() {
    process.destroy();
  }

  /// Waits for its end.
  ///
  /// @return its exit status
  int awaitEnd() throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("waited %s for its end; it said %s".formatted(PATIENCE, lines()));
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
