package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real process that is told to end.
@Tag("A46")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExitIT {
  private static final int KILLED_BY_SIGTERM = 128 + 15;

  @Test
  void sigterm_runtimeOfAUsersProgram_endsItsActorsWithTheirHooks() throws Exception {
    assertThat(ended("waits", KILLED_BY_SIGTERM))
        .containsExactly("p up", "noted", "ready", "p down NODE_SHUTDOWN");
  }

  @Test
  void sigterm_handlerNeverEnds_processEndsWithinTheShutdownTimeout() throws Exception {
    assertThat(ended("hangs", KILLED_BY_SIGTERM)).contains("p down NODE_SHUTDOWN");
  }

  @Test
  void exit_runtimeOfAUsersProgram_endsItsActorsWithTheirHooks() throws Exception {
    assertThat(ended("exits", 3)).endsWith("ready", "p down NODE_SHUTDOWN");
  }

  @Test
  void sigterm_afterClose_hooksDoNotRunAgain() throws Exception {
    assertThat(ended("closes", KILLED_BY_SIGTERM))
        .containsExactly("p up", "noted", "p down NODE_SHUTDOWN", "ready");
  }

  @Test
  void sigterm_programThatSeesToItself_isLeftToIt() throws Exception {
    assertThat(ended("refuses", KILLED_BY_SIGTERM)).endsWith("ready");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exits-in-handler",
        "exits-in-called-handler",
        "exits-in-timer",
        "exits-in-on-activate",
        "exits-in-on-deactivate",
        "exits-in-interleaving",
        "closes-in-handler"
      })
  @Tag("field-F8")
  void exit_byAnActorOfTheProcess_endsWithoutWaitingForItsTurn(String role) throws Exception {
    assertThat(ended(role, 7))
        .as("what the other actor's hook printed")
        .contains("p down NODE_SHUTDOWN");
  }

  /// What a process in this role prints, which is told to end once it is ready.
  private static List<String> ended(String role, int status) throws Exception {
    java.lang.Process process = ExitProcess.spawn(role);
    try (BufferedReader output = ExitProcess.output(process)) {
      List<String> before = new ArrayList<>();
      String line = output.readLine();
      while (line != null && !line.equals("ready")) {
        before.add(line);
        line = output.readLine();
      }
      assertThat(line).as("%s after %s", role, before).isEqualTo("ready");
      before.add(line);
      if (status == KILLED_BY_SIGTERM) {
        process.toHandle().destroy(); // the handle leaves the pipe open
      }
      before.addAll(ExitProcess.rest(output));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the child ends").isTrue();
      assertThat(process.exitValue()).isEqualTo(status);
      return before;
    } finally {
      process.destroyForcibly();
    }
  }
}
