package dev.moonpool.cli.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of this tree, leaving out what a build makes.
public final class SourceTree {
  private static final List<String> SHIPPED =
      List.of(
          "foundation", "simulation", "actors", "jdbc", "websocket", "testkit", "examples", "cli");

  private SourceTree() {}

  /// The folder of the root pom.
  public static Path root() {
    Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "no folder with .mvn above " + Path.of("").toAbsolutePath() + ": run inside the tree");
    }
    return folder;
  }

  /// The modules that users depend on or run.
  static List<String> shippedModules() {
    return SHIPPED;
  }

  /// All Java files of main code, or of tests, in all modules.
  static List<Path> javaFiles(String sourceSet) {
    String within = "/src/" + sourceSet + "/java/";
    return files().stream()
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> file.toString().contains(within))
        .toList();
  }

  /// The packages that the modules offer to everybody.
  static Set<String> exportedPackages() {
    Pattern exports = Pattern.compile("^\\s*exports\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);
    Set<String> packages = new TreeSet<>();
    for (Path file : javaFiles("main")) {
      if (file.endsWith("module-info.java")) {
        Matcher matcher = exports.matcher(text(file));
        while (matcher.find()) {
          packages.add(matcher.group(1));
        }
      }
    }
    return packages;
  }

  /// Every file that could be committed, in a stable order.
  static List<Path> files() {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName().toString();
              boolean skipped = List.of("target", ".git", ".idea", ".vscode").contains(name);
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root(), e);
    }
    return found.stream().sorted().toList();
  }

  /// A file's path as people write it: from the root, with slashes.
  static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  /// A file's text.
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
