package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void version_asked_namesVersionAndJava() {
    Ran ran = run("--version");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(ran.out()).startsWith("moonpool 0.").contains("Java 25");
  }

  @Test
  void help_asked_listsTheLaunchersCommandsToo() {
    Ran ran = run("--help");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(ran.out()).contains("  test ", "  bench ", "  fmt ", "Exit status:");
  }

  @Test
  void unknownCommand_given_isOneLineAndUsage() {
    Ran ran = run("zzz");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).startsWith("moonpool: Unmatched argument").contains("--help");
  }

  @Test
  void nothing_given_showsHelpOnStandardError() {
    Ran ran = run();

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).contains("Usage: moonpool");
    assertThat(ran.out()).isEmpty();
  }

  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(String... args) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Main.run(args);
      return new Ran(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }
}
