package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.cli.tidy.SourceTree;
import java.io.BufferedReader;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a tree of its own, with a JDK and a Maven that only say what they were asked.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LauncherIT {
  private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir private Path temporary;
  private Path tree;
  private Path jdk;
  private Path maven;

  @BeforeEach
  void plantTree() throws IOException {
    tree = Files.createDirectories(temporary.resolve("a tree"));
    jdk = temporary.resolve("a jdk");
    Files.copy(SourceTree.root().resolve("moonpool"), tree.resolve("moonpool"));
    write("pom.xml", "<project/>");
    write("cli/pom.xml", "<project/>");
    write("cli/src/main/java/A.java", "class A {}");
    write(".mvn/jvm.config", "");
    maven = temporary.resolve("bin/mvn");
    script(
        maven,
        """
        [ "$1" = --version ] && { echo 'Apache Maven 3.9.9'; exit; }
        echo "$@" >> mvn.log
        [ -f fail ] && { cat fail; exit 1; }
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
    write("fail", "[ERROR] A.java:[1,1] is wrong");
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
  void maven_tooOldOnThePath_givesWayToTheWrapper() throws Exception {
    script(maven, "echo Apache Maven 3.6.3");
    script(tree.resolve("mvnw"), "mkdir -p cli/target/classes; printf lib > cli/target/class-path");

    assertThat(launch("bank").exitCode()).isZero();
    assertThat(tree.resolve("cli/target/class-path")).hasContent("lib");
  }

  @Test
  void install_anyTree_installsWhatShips() throws Exception {
    Ran ran = launch("install", "-Dmaven.repo.local=elsewhere");

    assertThat(ran.exitCode()).describedAs(ran.output()).isZero();
    assertThat(ran.output()).contains("moonpool-bom");
    assertThat(Files.readString(tree.resolve("mvn.log")))
        .contains("install -DskipTests", "!benchmarks", "-Dmaven.repo.local=elsewhere");
  }

  @Test
  @Tag("field-O9")
  void launcher_targetOfAnotherUser_saysWhyAndWhatToDo() throws Exception {
    Files.createDirectories(tree.resolve("target"));
    allow("r-xr-xr-x");
    Ran ran = launchAsNobody();

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.output())
        .contains("cannot write to " + tree + "/target", "Permission denied", "run as that user")
        .doesNotContain("another launcher");
  }

  @Test
  @Tag("field-O9")
  void launcher_treeOfAnotherUser_saysWhyAndWhatToDo() throws Exception {
    allow("r-xr-xr-x");
    Ran ran = launchAsNobody();

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.output()).contains("cannot make the folder", "Permission denied", "writable");
  }

  @Test
  @Tag("field-O9")
  void launcher_targetThatIsAFile_saysSo() throws Exception {
    write("target", "");
    Ran ran = launch("bank");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.output()).contains("cannot make the folder " + tree + "/target");
  }

  @Test
  @Tag("field-O9")
  void launcher_buildOfAnotherUser_isWaitedFor() throws Exception {
    // Process 1 is alive and takes no signals of ours.
    write("target/launcher.lock/pid", "1");
    allow("rwxrwxrwx");
    Process process = start(asNobody(List.of(tree.resolve("moonpool").toString(), "bank")), jdk());
    try (BufferedReader lines = process.inputReader()) {
      String first = lines.readLine();
      assertThat(first).contains("another launcher (process 1, user ").contains("waiting for it");
      assertThat(tree.resolve("mvn.log")).doesNotExist();
      Files.delete(tree.resolve("target/launcher.lock/pid"));
      Files.delete(tree.resolve("target/launcher.lock"));
      assertThat(lines.lines().toList()).contains("bank");
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  @Tag("field-O9")
  void launcher_lockWithoutAProcess_isTakenOver() throws Exception {
    Files.createDirectories(tree.resolve("target/launcher.lock"));

    assertThat(launch("bank").exitCode()).isZero();
  }

  @Test
  @Tag("field-O9")
  void launcher_movedTree_isBuiltAgain() throws Exception {
    launch("bank");
    Path old = tree;
    tree = temporary.resolve("another tree");
    Files.move(old, tree);
    Ran moved = launch("bank");

    assertThat(moved.output())
        .contains("this tree was built as " + old)
        .contains(tree + "/cli/target/classes:lib.dir");
    assertThat(Files.readAllLines(tree.resolve("mvn.log"))).hasSize(2);
    assertThat(launch("bank").output()).doesNotContain("was built as");
  }

  @Test
  @Tag("field-O9")
  void launcher_unwritableRepository_saysWhyWithoutEscapeCodes() throws Exception {
    write(
        "fail",
        "\u001b[0m\u001b[0m[\u001b[1;31mERROR\u001b[m] Could not create local repository at"
            + " /a/b/.m2/repository -> [Help 1]\n");
    Ran ran = launch("bank");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.output())
        .contains("[ERROR] Could not create local repository at /a/b/.m2/repository\n")
        .contains("MAVEN_OPTS=-Dmaven.repo.local=")
        .doesNotContain("\u001b[0m");
  }

  @Test
  @Tag("field-O9")
  void launcher_moduleOfAnotherUser_saysWhatToMakeWritable() throws Exception {
    write("fail", "[ERROR] " + tree + "/cli/target/classes/A.class: Permission denied\n");

    assertThat(launch("bank").output()).contains("make the tree writable for");
  }

  /// Sets the permissions of everything in the temporary folder; files may always be run.
  private void allow(String permissions) throws IOException {
    try (var files = Files.walk(temporary)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  private Ran launchAsNobody() throws Exception {
    return run(asNobody(List.of(tree.resolve("moonpool").toString(), "bank")));
  }

  /// The command as a user for whom permissions count and to whom process 1 does not belong: this
  /// one, unless it is the superuser.
  private static List<String> asNobody(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      whole.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    }
    whole.addAll(command);
    return whole;
  }

  private Ran launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tree.resolve("moonpool").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Ran run(List<String> command) throws Exception {
    Process process = start(command, jdk());
    String output = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), output);
  }

  private Map<String, String> jdk() {
    return Map.of("JAVA_HOME", jdk.toString());
  }

  private Process start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(temporary.toFile());
    builder.environment().remove("MAVEN_HOME");
    builder.environment().put("PATH", maven.getParent() + ":" + System.getenv("PATH"));
    builder.environment().put("HOME", temporary.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private void report(String module, int tests, int failures, int errors, int skipped)
      throws IOException {
    // What Maven would write: the launcher removes older reports first.
    String text =
        "<testsuite name=\"T\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">"
            .formatted(tests, errors, skipped, failures);
    Files.writeString(
        maven,
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
