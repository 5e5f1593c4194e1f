package dev.moonpool.websocket.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Servers from npm, installed once into the tree's own target folder.
///
/// The versions are those of `npm/package.json` among the test resources. Where node or npm is not
/// there, or nothing can be installed, the test that asks is given up with a message that says so.
public final class NpmPackages {
  private static final List<String> FILES = List.of("package.json", "feed.mjs", "echo.mjs");
  private static final int INSTALL_SECONDS = 240;

  private NpmPackages() {}

  /// How to start the feed on the package `ws`: what it speaks is in `npm/feed.mjs`.
  public static List<String> feed(int port) throws Exception {
    return List.of("node", installed().resolve("feed.mjs").toString(), Integer.toString(port));
  }

  /// How to start a server that says every message back.
  public static List<String> echo(int port) throws Exception {
    return List.of("node", installed().resolve("echo.mjs").toString(), Integer.toString(port));
  }

  /// How to start an Ethereum node that makes a block only when it is told to.
  public static List<String> ethereumNode(int port) throws Exception {
    Path modules = installed().resolve("node_modules/@foundry-rs");
    try (Stream<Path> folders = Files.list(modules)) {
      Path program =
          folders
              .map(folder -> folder.resolve("bin/anvil"))
              .filter(Files::isExecutable)
              .findFirst()
              .orElse(null);
      if (program == null) {
        return Assumptions.abort(
            "npm has no anvil for this platform: nothing is tested against it");
      }
      return List.of(program.toString(), "--no-mining", "--port", Integer.toString(port));
    }
  }

  private static synchronized Path installed() throws Exception {
    Path folder = root().resolve("target/npm");
    Path done = folder.resolve("node_modules/.done");
    Files.createDirectories(folder);
    boolean changed = false;
    for (String name : FILES) {
      changed |= copy(name, folder.resolve(name)) && name.equals("package.json");
    }
    if (changed || !Files.exists(done)) {
      install(folder);
      Files.writeString(done, "");
    }
    return folder;
  }

  private static void install(Path folder) throws Exception {
    for (String program : List.of("node", "npm")) {
      if (!isThere(program)) {
        Assumptions.abort(program + " is not on the path: nothing is tested against npm's servers");
      }
    }
    Path log = folder.resolve("install.log");
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--ignore-scripts")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      Assumptions.abort("npm could not install its servers, see " + log);
    }
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// Whether it has changed.
  private static boolean copy(String name, Path file) throws IOException {
    try (InputStream resource = NpmPackages.class.getResourceAsStream("/npm/" + name)) {
      byte[] text = resource.readAllBytes();
      if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), text)) {
        return false;
      }
      Path whole = Files.createTempFile(file.getParent(), name, "");
      Files.write(whole, text);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
      return true;
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
