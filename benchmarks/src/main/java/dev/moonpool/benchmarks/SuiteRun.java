package dev.moonpool.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One JMH run over everything that was asked for, and its report.
final class SuiteRun {
  /// What every measured JVM is started with: the launcher's own flags, and a fixed heap so that no
  /// contender pays for growing it.
  static final List<String> JVM_FLAGS =
      List.of(
          "-Xms2g",
          "-Xmx2g",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djdk.trackAllThreads=false",
          "-Dslf4j.internal.verbosity=ERROR");

  private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(300);

  private final RunOptions options;
  private final PrintStream out;

  SuiteRun(RunOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /// Measures, prints the table, writes the file.
  ///
  /// @return the exit code
  int run() {
    Optional<Path> json = options.json();
    if (json.isPresent() && !isWritable(json.get())) {
      System.err.println("moonpool bench: cannot write to " + json.get());
      return 2;
    }
    Trials trials = Trials.of(options.groups());
    out.println(Environment.here().heading(options.suite(), trials.count(), options.quick()));
    Collection<RunResult> results;
    try {
      results = new Runner(jmh(), output(trials)).run();
    } catch (RunnerException e) {
      System.err.println("moonpool bench: " + e.getMessage());
      return 1;
    }
    Scores scores = Scores.of(results);
    out.println();
    out.print(new Table(options.suite().targets(), scores).text());
    int missing = trials.count() - results.size();
    if (missing > 0) {
      out.printf("%n%d of %d trials gave no result; see above.%n", missing, trials.count());
    }
    boolean written = json.isEmpty() || write(json.get(), scores);
    return missing == 0 && written ? 0 : 1;
  }

  private org.openjdk.jmh.runner.options.Options jmh() {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .jvmArgs(JVM_FLAGS.toArray(String[]::new))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .shouldFailOnError(false);
    options.groups().forEach(group -> builder.include(group.pattern()));
    if (options.quick()) {
      builder.warmupTime(QUICK_ITERATION).measurementTime(QUICK_ITERATION);
    }
    return builder.build();
  }

  private OutputFormat output(Trials trials) {
    return options.verbose()
        ? OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL)
        : new Progress(out, trials.count());
  }

  private boolean write(Path file, Scores scores) {
    try {
      Files.writeString(file, new JsonReport(options.suite().targets(), scores).text());
      out.println("figures written to " + file);
      return true;
    } catch (IOException e) {
      System.err.println("moonpool bench: cannot write " + file + ": " + e);
      return false;
    }
  }

  private static boolean isWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return !Files.isDirectory(file)
        && (Files.exists(file)
            ? Files.isWritable(file)
            : folder != null && Files.isWritable(folder));
  }
}
