package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.jdbc.SqliteStateStoreProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of the README compiles and runs as it stands there.
final class ReadmeIT {
  private static final String IMPORTS =
      """
      package bank;

      import bank.Account.*;
      import dev.moonpool.actors.api.*;
      import dev.moonpool.actors.runtime.ActorRuntime;
      import java.time.Duration;

      """;

  @Test
  void example_ofTheReadme_compilesAndRuns(@TempDir Path folder) throws Exception {
    String example = example();
    int uses = example.indexOf("\ntry (");
    assertThat(uses).describedAs("the example ends in a try block").isPositive();
    String types = example.substring(0, uses);
    String body = example.substring(uses).replace(":7001", ":" + freePort());
    String answer =
        body.replaceFirst("alice\\.call\\(new Withdraw", "return alice.call(new Withdraw");
    assertThat(answer).describedAs("the example withdraws").isNotEqualTo(body);
    Path source = folder.resolve("Account.java");
    Files.writeString(
        source,
        IMPORTS
            + types
            + "\nclass Use { public static Object run() throws Exception {"
            + answer
            + "\n} }\n");

    PageCompiler.compile(List.of(source), folder);

    System.setProperty(SqliteStateStoreProvider.FOLDER_PROPERTY, folder.toString());
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      var run = loader.loadClass("bank.Use").getDeclaredMethod("run");
      run.setAccessible(true);
      assertThat(run.invoke(null)).hasToString("Balance[cents=70]");
      assertThat(run.invoke(null)).hasToString("Balance[cents=140]"); // it was stored
    } finally {
      System.clearProperty(SqliteStateStoreProvider.FOLDER_PROPERTY);
    }
  }

  private static String example() {
    List<String> blocks =
        PageCompiler.blocks(SourceTree.text(SourceTree.root().resolve("README.md")));
    assertThat(blocks).describedAs("the Java examples of the README").isNotEmpty();
    return blocks.getFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
