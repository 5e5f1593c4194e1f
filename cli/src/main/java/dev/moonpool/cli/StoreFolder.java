package dev.moonpool.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder where a cluster on this machine keeps its state and its nodes' logs: the user's, or a
/// temporary one that is removed in the end.
final class StoreFolder implements AutoCloseable {
  private final Path folder;
  private final boolean temporary;

  private StoreFolder(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /// Takes the user's folder, or makes one.
  ///
  /// @throws CommandException if it is not there or cannot be written to
  static StoreFolder open(Optional<Path> given) {
    if (given.isPresent()) {
      checkWritable(given.get());
      return new StoreFolder(given.get(), false);
    }
    try {
      return new StoreFolder(Files.createTempDirectory("moonpool-bank-"), true);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT, "cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  /// @throws CommandException if the folder is not there or cannot be written to
  static void checkWritable(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "there is no folder %s for the state store: make it, or name another".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "the folder %s for the state store cannot be written to".formatted(folder));
    }
  }

  /// The file that the nodes share.
  Path store() {
    return folder.resolve("bank.db");
  }

  /// The folder if it is removed in the end, so that anything may be left there.
  Optional<Path> temporary() {
    return temporary ? Optional.of(folder) : Optional.empty();
  }

  /// What the node of this number complains into.
  Path log(int node) {
    return folder.resolve("node-" + node + ".log");
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("moonpool: the temporary folder " + folder + " is left: " + e);
    }
  }
}
