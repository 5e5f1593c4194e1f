package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.cli.tidy.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The launcher and `mvnw`, each in a tree of its own with a JDK and a Maven that only say what
/// they were asked.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LauncherIT {
  private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir private Path temporary;
  private Path tree;
  private Path jdk;

  @BeforeEach
  void plantTree() throws IOException {
    tree = Files.createDirectories(temporary.resolve("a tree"));
    jdk = temporary.resolve("a jdk");
    Files.copy(SourceTree.root().resolve("moonpool"), tree.resolve("moonpool"));
    write("pom.xml", "<project/>");
    write("cli/pom.xml", "<project/>");
    write("cli/src/main/java/A.java", "class A {}");
    write(".mvn/jvm.config", "");
    script(
        tree.resolve("mvnw"),
        """
        echo "$@" >> mvn.log
        [ -f fail ] && { echo '[ERROR] A.java:[1,1] is wrong'; exit 1; }
        mkdir -p cli/target/classes && printf 'lib.dir' > cli/target/class-path
        """);
    write("jdk/release", "JAVA_VERSION=\"25.0.3\"\n");
    Files.move(tree.resolve("jdk"), jdk);
    script(jdk.resolve("bin/java"), "echo \"java in $PWD:\"; printf '%s\\n' \"$@\"");
    script(jdk.resolve("bin/javac"), "echo javac 25");
    try (var files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(PAST));
      }
    }
  }

  @Test
  void launcher_firstRun_buildsAndStartsTheCommand() throws Exception {
    Ran ran = launch("bank", "--name", "two words");

    assertThat(ran.exitCode()).describedAs(ran.output()).isZero();
    assertThat(ran.output()).contains("first run").contains("dev.moonpool.cli.Main\nbank\n");
    assertThat(ran.output()).contains("--name\ntwo words").contains("java.base/java.lang");
    assertThat(ran.output()).contains("java in " + temporary);
    assertThat(ran.output()).contains(tree + "/cli/target/classes:lib.dir");
  }

  @Test
  void launcher_nothingChanged_buildsOnce() throws Exception {
    launch("bank");
    Ran second = launch("bank");

    assertThat(second.output()).doesNotContain("building");
    assertThat(Files.readAllLines(tree.resolve("mvn.log"))).hasSize(1);
  }

  @Test
  void launcher_sourceChanged_buildsAgain() throws Exception {
    launch("bank");
    Files.setLastModifiedTime(
        tree.resolve("cli/src/main/java/A.java"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(launch("bank").output()).contains("building Moonpool…");
    assertThat(Files.readAllLines(tree.resolve("mvn.log"))).hasSize(2);
  }

  @Test
  void launcher_buildFails_showsTheErrorAndStartsNothing() throws Exception {
    write("fail", "");
    Ran ran = launch("bank");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.output()).contains("A.java:[1,1] is wrong").doesNotContain("java in");
    assertThat(tree.resolve("target/launcher.lock")).doesNotExist();
  }

  @Test
  void launcher_throughASymbolicLink_findsItsTree() throws Exception {
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, tree.resolve("moonpool"));

    assertThat(run(List.of(link.toString(), "bank")).output()).contains("dev.moonpool.cli.Main");
  }

  @Test
  void launcher_lockOfADeadProcess_isTakenOver() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    write("target/launcher.lock/pid", Long.toString(gone.pid()));

    assertThat(launch("bank").exitCode()).isZero();
  }

  @Test
  void test_reportsOfSomeModules_areAddedUp() throws Exception {
    report("one", 5, 0, 0, 0);
    report("two", 4, 1, 2, 0);
    Ran ran = launch("test");

    assertThat(ran.output().strip()).endsWith("6 passed, 3 failed");
    assertThat(ran.exitCode()).isEqualTo(1);
  }

  @Test
  void test_allPassed_answersZero() throws Exception {
    report("one", 5, 0, 0, 0);
    Ran ran = launch("test");

    assertThat(ran.output().strip()).endsWith("5 passed, 0 failed");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void mvnw_oldMavenOnThePath_saysWhatToInstall() throws Exception {
    Path bin = temporary.resolve("bin");
    script(bin.resolve("mvn"), "echo Apache Maven 3.6.3");
    Ran ran = runMvnw(bin);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.output()).contains("3.8 or newer").contains("MVNW_REPOURL");
  }

  @Test
  void mvnw_newMavenOnThePath_runsIt() throws Exception {
    Path bin = temporary.resolve("bin");
    script(bin.resolve("mvn"), "echo Apache Maven 3.9.9; echo asked for $*");

    assertThat(runMvnw(bin).output()).contains("asked for clean");
  }

  private Ran launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tree.resolve("moonpool").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Ran runMvnw(Path bin) throws Exception {
    Path mvnw = SourceTree.root().resolve("mvnw");
    return run(
        List.of(mvnw.toString(), "clean"), Map.of("PATH", bin + ":" + System.getenv("PATH")));
  }

  private Ran run(List<String> command) throws Exception {
    return run(command, Map.of("JAVA_HOME", jdk.toString()));
  }

  private Ran run(List<String> command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(temporary.toFile());
    builder.environment().remove("MAVEN_HOME");
    builder.environment().remove("MVNW_REPOURL");
    builder.environment().put("HOME", temporary.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), output);
  }

  private void report(String module, int tests, int failures, int errors, int skipped)
      throws IOException {
    // What Maven would write: the launcher removes older reports first.
    String text =
        "<testsuite name=\"T\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">"
            .formatted(tests, errors, skipped, failures);
    Files.writeString(
        tree.resolve("mvnw"),
        "\nmkdir -p %s/target/surefire-reports\necho '%s' > %s/target/surefire-reports/TEST-T.xml\n"
            .formatted(module, text, module),
        StandardOpenOption.APPEND);
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ran(int exitCode, String output) {}
}
