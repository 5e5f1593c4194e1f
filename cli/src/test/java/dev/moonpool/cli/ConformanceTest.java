package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What surrounds the conformance cases; the cases themselves need a Python 2.7.
@Tag("W18")
class ConformanceTest {
  @TempDir private Path folder;

  @Test
  void report_ofSeveralServers_countsByGroupAndNamesWhatFailed() throws IOException {
    Path one = folder.resolve("one.json");
    Path other = folder.resolve("other.json");
    Files.writeString(
        one,
        """
        {"Moonpool": {
          "9.10": {"behavior": "OK", "behaviorClose": "OK"},
          "9.2": {"behavior": "NON-STRICT", "behaviorClose": "INFORMATIONAL"},
          "1.1.1": {"behavior": "OK", "behaviorClose": "UNCLEAN"}}}
        """);
    Files.writeString(
        other, "{\"Moonpool\": {\"12.1.1\": {\"behavior\": \"OK\", \"behaviorClose\": \"OK\"}}}");
    ConformanceReport report = ConformanceReport.read(List.of(one, other));

    assertThat(report.hasPassed()).isFalse();
    assertThat(report.text().lines())
        .containsExactly(
            "group   cases     OK  NON-STRICT  INFORMATIONAL  failed",
            "1.*         1      0           0              0       1",
            "9.*         2      1           1              0       0",
            "12.*        1      1           0              0       0",
            "all         4      2           1              0       1",
            "case 1.1.1: OK, closed UNCLEAN");
    assertThat(ConformanceReport.read(List.of(other)).hasPassed()).isTrue();
    assertThat(ConformanceReport.read(List.of()).hasPassed()).isFalse();
  }

  @Test
  void python_ofAnotherVersion_isRefusedWithWhatToDo() {
    Path wrong = Path.of("/bin/echo");
    assertThatThrownBy(() -> PythonTwo.find(Optional.of(wrong)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is no Python 2.7");
    assertThatThrownBy(() -> PythonTwo.find(Optional.of(folder.resolve("missing"))))
        .isInstanceOf(CommandException.class);
  }

  @Test
  void suite_thatLeadsOutOfItsFolderOrIsNone_isRefused() throws IOException {
    Path evil = packed("evil.jar", "../evil");
    assertThatThrownBy(() -> ConformanceSuite.unpack(evil, folder.resolve("suite")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("leads out");
    assertThat(folder.resolve("evil")).doesNotExist();
    Path other = packed("other.jar", "readme");
    assertThatThrownBy(() -> ConformanceSuite.unpack(other, folder.resolve("suite")))
        .hasMessageContaining("does not hold");
    Path good = packed("good.jar", "autobahntestsuite/wstest.py");
    assertThat(ConformanceSuite.unpack(good, folder.resolve("suite"))).isDirectory();
  }

  @Test
  void patterns_areForTheSuiteOrForCompression() {
    ConformanceRun.Setup setup =
        new ConformanceRun.Setup(folder, folder, folder, List.of("1.*", "12.1.*", "*", "7.3"), 1);
    assertThat(setup.patterns(false)).containsExactly("1.*", "*", "7.3");
    assertThat(setup.patterns(true)).containsExactly("12.1.*", "*");
  }

  @Test
  void command_withoutASuiteOrWithNonsense_saysSo() {
    assertThat(Ran.command("conformance").exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(Ran.command("conformance", "websocket", "--cases=x").exitCode()).isEqualTo(2);
    assertThat(Ran.command("conformance", "websocket", "--messages=0").exitCode()).isEqualTo(2);
    assertThat(Ran.command("conformance", "websocket").exitCode())
        .isEqualTo(ExitCode.ENVIRONMENT.number());
  }

  private Path packed(String name, String entry) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.closeEntry();
    }
    return jar;
  }
}
