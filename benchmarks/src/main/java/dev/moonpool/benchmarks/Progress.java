package dev.moonpool.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/// A line for each trial, with its figure and the time left; what JMH says in between is shown only
/// where a trial fails.
final class Progress implements OutputFormat {
  private static final int LINES_KEPT_MAX = 40;

  private final PrintStream out;
  private final int trials;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private final Instant begun = Instant.now();
  private int started;

  Progress(PrintStream out, int trials) {
    this.out = out;
    this.trials = trials;
  }

  @Override
  public void startBenchmark(BenchmarkParams params) {
    started++;
    lastLines.clear();
    out.printf("[%2d/%d] %-66s ", started, trials, Scores.Key.of(params));
    out.flush();
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    if (result == null) {
      out.println("FAILED");
      lastLines.forEach(each -> out.println("        " + each));
      return;
    }
    out.printf("%-22s %s%n", Score.of(result).text(), timeLeft());
  }

  private String timeLeft() {
    long perTrialMillis = Duration.between(begun, Instant.now()).toMillis() / started;
    long seconds = perTrialMillis * (trials - started) / 1_000;
    return seconds >= 90 ? "%d min left".formatted((seconds + 30) / 60) : seconds + " s left";
  }

  @Override
  public void print(String text) {
    line.append(text);
    int end = line.indexOf("\n");
    while (end >= 0) {
      keep(line.substring(0, end));
      line.delete(0, end + 1);
      end = line.indexOf("\n");
    }
  }

  @Override
  public void println(String text) {
    print(text + "\n");
  }

  @Override
  public void write(int character) {
    print(String.valueOf((char) character));
  }

  @Override
  public void write(byte[] text) {
    print(new String(text, java.nio.charset.StandardCharsets.UTF_8));
  }

  private void keep(String text) {
    if (!text.isBlank()) {
      lastLines.addLast(text);
      if (lastLines.size() > LINES_KEPT_MAX) {
        lastLines.removeFirst();
      }
    }
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int number) {}

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int number, IterationResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void verbosePrintln(String text) {}

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {}
}
