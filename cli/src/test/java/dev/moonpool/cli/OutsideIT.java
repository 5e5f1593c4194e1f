package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.cli.tidy.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The project in `examples/outside`, copied elsewhere: built against the artifacts of this tree,
/// its planted race found, and the failure replayed with the line that the failure prints.
@Tag("field-O1")
@Tag("field-O11")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class OutsideIT {
  private static final String RACE = "AUCTION_RACE";
  private static final Pattern REPLAY = Pattern.compile("replay: (.*-Dmoonpool\\.seed=0x\\w+.*)");
  private static final Pattern VIOLATED = Pattern.compile("INVARIANT VIOLATED: .*price never.*");

  @TempDir private Path temporary;

  @AfterEach
  void unlink() throws IOException {
    ScratchRepository.unlink(temporary.resolve("repository"));
  }

  @Test
  void project_copiedElsewhere_passesFindsItsRaceAndReplaysIt() throws Exception {
    Path project = temporary.resolve("auction");
    copy(SourceTree.root().resolve("examples/outside"), project);
    ScratchRepository.create(temporary.resolve("repository"));

    Ran clean = run(project, "mvn -B -ntp test", false);
    assertThat(clean.exitCode()).describedAs(clean.output()).isZero();
    assertThat(clean.output()).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");

    Ran planted = run(project, "mvn -B -ntp test -Dtest=LotSimTest", true);
    assertThat(planted.exitCode()).describedAs(planted.output()).isNotZero();
    Matcher line = REPLAY.matcher(planted.output());
    assertThat(line.find()).describedAs(planted.output()).isTrue();

    Ran replayed = run(project, line.group(1), true);
    assertThat(replayed.exitCode()).describedAs(replayed.output()).isNotZero();
    assertThat(violation(replayed)).isEqualTo(violation(planted));
  }

  /// The failure with its virtual time and step, the same for equal runs.
  private static String violation(Ran ran) {
    Matcher violated = VIOLATED.matcher(ran.output());
    assertThat(violated.find()).describedAs(ran.output()).isTrue();
    return violated.group();
  }

  /// Runs a line of a shell, whose Maven is the installed one, or else the wrapper of this tree.
  private Ran run(Path project, String line, boolean race) throws Exception {
    Path bin = temporary.resolve("bin");
    Path wrapper = SourceTree.root().resolve("mvnw");
    if (!Files.exists(bin)) {
      script(bin.resolve("mvn"), wrapper, "mvn");
      script(project.resolve("mvnw"), bin.resolve("mvn"), "no-other-maven");
    }
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
    builder.directory(project.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "-XX:TieredStopAtLevel=1 -Dmaven.repo.local=" + temporary.resolve("repository"));
    builder.environment().remove(RACE);
    if (race) {
      builder.environment().put(RACE, "planted");
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), output);
  }

  /// A program that runs another of this name on the path that is not in its own folder, or else
  /// the given one.
  private static void script(Path file, Path otherwise, String name) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        #!/bin/sh
        PATH=${PATH#*:}
        if command -v %s >/dev/null; then exec %s "$@"; fi
        exec "%s" "$@"
        """
            .formatted(name, name, otherwise));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(path -> !path.toString().contains("/target")).toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    assertThat(List.of(to.resolve("pom.xml"), to.resolve("README.md"))).allMatch(Files::exists);
  }

  private record Ran(int exitCode, String output) {}
}
