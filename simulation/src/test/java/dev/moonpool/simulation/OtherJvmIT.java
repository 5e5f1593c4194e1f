package dev.moonpool.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts other JVMs.
class OtherJvmIT {
  private static final int SEEDS = 20;

  @TempDir Path folder;

  /// Prints the hash of each seed.
  public static void main(String[] arguments) {
    hashes().forEach(System.out::println);
  }

  @Test
  @Tag("S1")
  @Tag("S20")
  void run_withoutAnyFlagInAnotherJvm_opensTheJdkFromInsideAndGivesTheSameHashes()
      throws Exception {
    assertThat(fork(List.of())).isEqualTo(hashes());
  }

  @Test
  @Tag("S1")
  void run_interpretedWithAnotherCollector_givesTheSameHashes() throws Exception {
    assertThat(fork(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC"))).isEqualTo(hashes());
  }

  private static List<String> hashes() {
    List<String> hashes = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SeedOutcome outcome =
          Worlds.passed(SimulationSpeed.echo(seed, Topology.parse("2x2"), Profile.CHAOS, 50));
      hashes.add(Long.toHexString(outcome.traceHash()));
    }
    return hashes;
  }

  private List<String> fork(List<String> flags) throws Exception {
    Path output = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OtherJvmIT.class.getName());
    java.lang.Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("the other JVM ends within two minutes").isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(folder.resolve("err"), StandardCharsets.UTF_8))
        .isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}
