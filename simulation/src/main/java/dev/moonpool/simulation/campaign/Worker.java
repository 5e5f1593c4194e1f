package dev.moonpool.simulation.campaign;

import dev.moonpool.foundation.Tasks;
import dev.moonpool.simulation.SeedOutcome;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// A forked process that runs seeds, as the campaign sees it.
///
/// Confined to the campaign's thread, but for the two reading threads, which only post events and
/// keep the last lines of standard error.
final class Worker {
  private static final int STDERR_LINES_MAX = 200;
  /// The canary and what compares traces have numbers above a thousand; each worker of a campaign
  /// uses up another number of identity hashes.
  private static final int HASHES_PER_THOUSAND = 1_031;

  /// A worker with fewer seeds than this ends before the second compiler has paid for itself.
  private static final long SEEDS_WORTH_COMPILING = 500;

  /// What every worker JVM is started with; see `docs/help/campaigns.md` for why.
  private static final List<String> FLAGS =
      List.of(
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djdk.trackAllThreads=false",
          "-XX:-OmitStackTraceInFastThrow",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData");

  private final int number;
  private final java.lang.Process process;
  private final BufferedWriter orders;
  private final Deque<Long> handedOut = new ArrayDeque<>();
  private final Deque<String> errors = new ArrayDeque<>();
  private long busySinceNanos;
  private boolean stuck;

  private Worker(int number, java.lang.Process process) {
    this.number = number;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// What a worker does by itself.
  sealed interface Event {
    /// It has run a seed.
    record Answered(Worker worker, SeedOutcome outcome) implements Event {}

    /// It said what is no answer, which is taken for its end.
    record Babbled(Worker worker, String line) implements Event {}

    /// Its process has ended and no answer will follow.
    record Ended(Worker worker, int exitCode) implements Event {}
  }

  /// Starts a process and the two threads that read from it.
  ///
  /// @throws UncheckedIOException if the process cannot be started
  static Worker start(int number, Tasks tasks, CampaignOptions options, Consumer<Event> events) {
    ProcessBuilder builder = new ProcessBuilder(commandLine(number, options));
    try {
      Worker worker = new Worker(number, builder.start());
      tasks.startPlatform("worker " + number + " answers", () -> worker.readAnswers(events));
      tasks.startPlatform("worker " + number + " errors", worker::readErrors);
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a worker: " + e.getMessage(), e);
    }
  }

  private static List<String> commandLine(int number, CampaignOptions options) {
    CampaignOptions.WorkerJvm jvm = options.worker();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(FLAGS);
    line.add("-Xmx" + jvm.heap());
    if (number >= options.workers()
        || options.seeds() / options.workers() < SEEDS_WORTH_COMPILING) {
      line.add("-XX:TieredStopAtLevel=1"); // those beyond the workers run a seed now and then
    }
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("moonpool."))
        .sorted()
        .forEach(name -> line.add("-D" + name + "=" + System.getProperty(name)));
    line.addAll(jvm.options());
    line.add("-cp");
    List<String> path = new ArrayList<>();
    jvm.classPathFirst().forEach(entry -> path.add(entry.toString()));
    path.add(System.getProperty("java.class.path"));
    line.add(String.join(File.pathSeparator, path));
    line.add(WorkerMain.class.getName());
    line.add(options.scenario().getClass().getName());
    line.add(options.topology().toString());
    line.add(WorkerProtocol.encode(options.profile()));
    line.add(Integer.toString(number % 1_000 + number / 1_000 * HASHES_PER_THOUSAND));
    return line;
  }

  int number() {
    return number;
  }

  /// How many seeds it has been given and not answered.
  int handedOut() {
    return handedOut.size();
  }

  /// The seeds it has not answered, the one it is at first.
  List<Long> unanswered() {
    return List.copyOf(handedOut);
  }

  /// Gives it a seed. A worker that is dead already is noticed by its end.
  void run(long seed, long nowNanos) {
    order(seed, WorkerProtocol.run(seed), nowNanos);
  }

  /// Gives it a seed whose trace goes to `file`.
  void trace(long seed, Path file, long nowNanos) {
    order(seed, WorkerProtocol.trace(seed, file.toString()), nowNanos);
  }

  private void order(long seed, String line, long nowNanos) {
    if (handedOut.isEmpty()) {
      busySinceNanos = nowNanos;
    }
    handedOut.add(seed);
    try {
      orders.write(line);
      orders.write('\n');
      orders.flush();
    } catch (IOException e) {
      process.destroyForcibly(); // its end is reported by the reader
    }
  }

  /// Takes note of an answer.
  ///
  /// @throws IllegalStateException if it is not for the seed that was next
  void answered(SeedOutcome outcome, long nowNanos) {
    Long expected = handedOut.peek();
    if (expected == null || expected != outcome.seed()) {
      throw new IllegalStateException(
          "worker %d answered seed %s and not %s".formatted(number, outcome.seedText(), expected));
    }
    handedOut.remove();
    busySinceNanos = nowNanos;
  }

  /// Ends it if the seed it is at has taken longer than `bound`.
  void endIfStuck(long nowNanos, long boundNanos) {
    if (!handedOut.isEmpty() && nowNanos - busySinceNanos > boundNanos && !stuck) {
      stuck = true;
      process.destroyForcibly();
    }
  }

  /// Whether it was ended for taking too long.
  boolean wasStuck() {
    return stuck;
  }

  /// The last lines of its standard error.
  String errorText() {
    synchronized (errors) {
      return String.join("\n", errors);
    }
  }

  /// Lets it end by itself once it has answered everything.
  void finish() {
    try {
      orders.close();
    } catch (IOException e) {
      process.destroyForcibly(); // it was dead or dying
    }
  }

  /// Ends it at once.
  void kill() {
    process.destroyForcibly();
  }

  private void readAnswers(Consumer<Event> events) {
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        events.accept(event(line));
      }
    } catch (IOException e) {
      process.destroyForcibly(); // a broken pipe: nothing more will come
    } finally {
      events.accept(new Event.Ended(this, exitCode()));
    }
  }

  private Event event(String line) {
    try {
      return new Event.Answered(this, WorkerProtocol.decode(line));
    } catch (IllegalArgumentException e) {
      return new Event.Babbled(this, line);
    }
  }

  private int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return -1;
    }
  }

  private void readErrors() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (errors) {
          if (errors.size() == STDERR_LINES_MAX) {
            errors.removeFirst();
          }
          errors.addLast(line);
        }
      }
    } catch (IOException e) {
      // The process has ended; what was read is all there is.
    }
  }
}
