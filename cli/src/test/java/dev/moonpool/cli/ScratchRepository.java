package dev.moonpool.cli;

import dev.moonpool.cli.tidy.SourceTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A local Maven repository of one test's own: with the artifacts of this tree as they are compiled
/// now, and everything else that the user's repository has.
final class ScratchRepository {
  private static final List<String> LIBRARIES =
      List.of("foundation", "simulation", "actors", "websocket", "testkit");
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private ScratchRepository() {}

  /// Makes one in this folder.
  static void create(Path repository) throws IOException {
    Path users = usersRepository();
    linkAll(users, repository, "dev");
    linkAll(users.resolve("dev"), repository.resolve("dev"), "moonpool");
    Path own = Files.createDirectories(repository.resolve("dev/moonpool"));
    Path root = SourceTree.root();
    copyPom(root.resolve("pom.xml"), own, "moonpool");
    copyPom(root.resolve("bom/pom.xml"), own, "moonpool-bom");
    for (String module : LIBRARIES) {
      String name = "moonpool-" + module;
      Path folder = copyPom(root.resolve(module).resolve("pom.xml"), own, name);
      pack(
          root.resolve(module).resolve("target/classes"),
          folder.resolve(name + "-" + VERSION + ".jar"));
    }
  }

  /// Removes the links, so that what clears the folder meets none.
  static void unlink(Path repository) throws IOException {
    try (Stream<Path> entries = Files.walk(repository)) {
      for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static Path usersRepository() {
    String named = System.getProperty("maven.repo.local", "");
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(named);
  }

  /// Links to each entry of a folder but one, which gets a folder of its own.
  private static void linkAll(Path from, Path to, String but) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith(but)) {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
      }
    }
  }

  private static Path copyPom(Path pom, Path own, String artifact) throws IOException {
    Path folder = Files.createDirectories(own.resolve(artifact).resolve(VERSION));
    Files.copy(pom, folder.resolve(artifact + "-" + VERSION + ".pom"));
    return folder;
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, out);
      }
    }
  }
}
