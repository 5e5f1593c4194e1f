package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void version_asked_namesVersionAndJava() {
    Ran ran = Ran.command("--version");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(ran.out()).startsWith("moonpool 0.").contains("Java 25");
  }

  @Test
  void help_asked_listsTheLaunchersCommandsToo() {
    Ran ran = Ran.command("--help");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(ran.out()).contains("  test ", "  bench ", "  fmt ", "Exit status:");
  }

  @Test
  void unknownCommand_given_isOneLineAndUsage() {
    Ran ran = Ran.command("zzz");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).startsWith("moonpool: Unmatched argument").contains("--help");
  }

  @Test
  void nothing_given_showsHelpOnStandardError() {
    Ran ran = Ran.command();

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).contains("Usage: moonpool");
    assertThat(ran.out()).isEmpty();
  }
}
