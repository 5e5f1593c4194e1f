package dev.moonpool.simulation.junit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The line that runs one seed of one test again, for the build tool and the folder from which the
/// test was started.
final class ReplayLine {
  private static final List<String> GRADLE =
      List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");

  /// Where the command line stands, as far as this process knows.
  private final Path shell;

  /// The folder of the module whose test it is: build tools start tests there.
  private final Path module;

  ReplayLine(Path shell, Path module) {
    this.module = module.toAbsolutePath().normalize();
    Path told = shell.toAbsolutePath().normalize();
    // A shell elsewhere, such as a desktop's, is not where anybody reads the line.
    this.shell = this.module.startsWith(told) ? told : this.module;
  }

  static String of(Class<?> type, String method, String seed, String expected) {
    Path module = Path.of(System.getProperty("user.dir"));
    Path shell = parentFolder();
    String line =
        new ReplayLine(shell == null ? top(module) : shell, module)
            .of(type.getName(), method, seed, expected);
    return shell == null ? "cd " + top(module) + " && " + line : line;
  }

  /// The folder of the process that has started this one, which is the build tool and stands where
  /// its user stands; null where the system does not tell. The variable `PWD` names the module.
  private static @Nullable Path parentFolder() {
    try {
      long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
      return Path.of("/proc/" + parent + "/cwd").toRealPath();
    } catch (IOException e) {
      return null;
    }
  }

  /// The outermost folder above the module that has a build file as well.
  private static Path top(Path module) {
    Path top = module;
    while (top.getParent() != null && Files.exists(top.getParent().resolve("pom.xml"))) {
      top = top.getParent();
    }
    return top;
  }

  /// @param type the class's name as the JVM writes it, `Outer$Inner` for a nested one
  String of(String type, String method, String seed, String expected) {
    if (Files.exists(module.resolve("pom.xml"))) {
      return maven(type, method, seed, expected);
    }
    if (GRADLE.stream().anyMatch(file -> Files.exists(module.resolve(file)))) {
      return gradle(type, method, seed, expected);
    }
    return "run %s#%s with -D%s=%s -D%s=%s"
        .formatted(type, method, SimulatePlan.ONE_SEED, seed, Expected.PROPERTY, expected);
  }

  private String maven(String type, String method, String seed, String expected) {
    String relative = shell.relativize(module).toString();
    String where = "";
    if (!module.equals(shell)) {
      boolean reactor = Files.exists(shell.resolve("pom.xml"));
      where = reactor ? " -pl " + relative + " -am" : " -f " + relative + "/pom.xml";
    }
    return "%s%s test -Dtest='%s#%s' -Dsurefire.failIfNoSpecifiedTests=false -D%s=%s -D%s=%s"
        .formatted(
            tool("mvnw", "mvn"),
            where,
            type,
            method,
            SimulatePlan.ONE_SEED,
            seed,
            Expected.PROPERTY,
            expected);
  }

  /// Gradle hands no properties on to its tests, only the environment.
  private String gradle(String type, String method, String seed, String expected) {
    String relative = shell.relativize(module).toString().replace(File.separatorChar, ':');
    String task = relative.isEmpty() ? "test" : relative + ":test";
    return "MOONPOOL_SEED=%s MOONPOOL_EXPECT=%s %s %s --tests '%s.%s' --rerun"
        .formatted(seed, expected, tool("gradlew", "gradle"), task, type, method);
  }

  /// The wrapper where the shell stands or above, else the tool itself.
  private String tool(String wrapper, String plain) {
    for (Path folder = shell; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(wrapper))) {
        Path script = shell.relativize(folder).resolve(wrapper);
        return folder.equals(shell) ? "./" + wrapper : script.toString();
      }
    }
    return plain;
  }
}
