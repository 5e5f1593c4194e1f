package dev.moonpool.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for a trial's files, removed at its end; every contender's is on the same disk.
public final class Scratch implements AutoCloseable {
  /// A small state, as an account's: the same bytes for every contender.
  public static final byte[] STATE = "{\"cents\":1234567890}".getBytes(StandardCharsets.UTF_8);

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /// Makes a new folder.
  public static Scratch create() {
    try {
      return new Scratch(Files.createTempDirectory("moonpool-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The path of a file in it.
  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
