package dev.moonpool.actors.runtime;

import dev.moonpool.actors.runtime.Probe.Note;
import dev.moonpool.actors.runtime.Probe.Slow;
import dev.moonpool.foundation.Time;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A user's program with one runtime, as a process of its own, for tests. It prints `ready` when it
/// may be told to end, and its probe's journal when that has been told to end.
final class ExitProcess {
  private ExitProcess() {}

  /// Runs `role`: `waits`, `hangs`, `exits`, `closes`, `refuses`, or one of [Quitter]'s.
  static java.lang.Process spawn(String role) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ExitProcess.class.getName(),
            role)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// What it prints.
  static BufferedReader output(java.lang.Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /// The process's entry.
  public static void main(String[] arguments) throws Exception {
    String role = arguments[0];
    Time time = SystemProviders.start(1).providers().time();
    Probe.Journal journal = new Printing(time);
    ActorRuntime runtime =
        ActorRuntime.builder("test")
            .host(journal.definition(), Quitter.DEFINITION)
            .shutdownTimeout(shutdownTimeout(role))
            .hookTimeout(Duration.ofHours(1))
            .shutdownAtExit(!role.equals("refuses"))
            .start();
    Quitter.runtime = runtime;
    runtime.actor(Probe.TYPE, "p").call(new Note("noted"));
    switch (role) {
      case "hangs" -> runtime.actor(Probe.TYPE, "q").send(new Slow("slow", Duration.ofHours(1)));
      case "closes" -> runtime.close();
      default -> {}
    }
    System.out.println("ready");
    if (role.equals("exits")) {
      System.exit(3);
    } else if (role.contains("-in-")) {
      runtime.actor(Quitter.Quit.TYPE, role).send(new Quitter.Quit.Now(role));
    }
    new CountDownLatch(1).await();
  }

  private static Duration shutdownTimeout(String role) {
    if (role.contains("-in-")) {
      return Duration.ofHours(1); // so a test that waits for it fails
    }
    return Duration.ofSeconds(role.equals("hangs") ? 1 : 20);
  }

  /// A journal that is printed as it is written.
  private static final class Printing extends Probe.Journal {
    Printing(Time time) {
      super(time);
    }

    @Override
    void add(String entry) {
      System.out.println(entry);
    }
  }

  /// All that the process prints until it ends.
  static List<String> rest(BufferedReader output) {
    return output.lines().toList();
  }
}
