package dev.moonpool.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds a Python 2.7, in which the Autobahn suite is written.
final class PythonTwo {
  private static final List<String> NAMES = List.of("python2.7", "python2", "python");

  private PythonTwo() {}

  /// The one that is wanted, or the first that is found.
  ///
  /// @throws CommandException if there is none
  static Path find(Optional<Path> wanted) throws InterruptedException {
    List<Path> candidates = wanted.map(List::of).orElseGet(PythonTwo::candidates);
    for (Path candidate : candidates) {
      if (isPythonTwo(candidate)) {
        return candidate;
      }
    }
    throw new CommandException(
        ExitCode.ENVIRONMENT,
        wanted.isPresent()
            ? wanted.get() + " is no Python 2.7"
            : "no Python 2.7 found (looked at "
                + String.join(", ", NAMES)
                + " on the PATH and at pyenv's); the suite is written in it: install one, for"
                + " example \"pyenv install 2.7.18\", or name one with --python");
  }

  private static List<Path> candidates() {
    List<Path> found = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : NAMES) {
        found.add(Path.of(folder.isEmpty() ? "." : folder, name));
      }
    }
    String home = System.getProperty("user.home");
    Path pyenv = Path.of(System.getenv().getOrDefault("PYENV_ROOT", home + "/.pyenv"), "versions");
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(pyenv, "2.7*")) {
      versions.forEach(version -> found.add(version.resolve("bin/python2.7")));
    } catch (IOException e) {
      return found; // there is no pyenv
    }
    return found;
  }

  private static boolean isPythonTwo(Path python) throws InterruptedException {
    if (!Files.isExecutable(python)) {
      return false;
    }
    try {
      Process asked =
          new ProcessBuilder(python.toString(), "-c", "import sys; print(sys.version_info[:2])")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return asked.waitFor() == 0 && answer.equals("(2, 7)");
    } catch (IOException e) {
      return false; // a script without an interpreter, for example
    }
  }
}
