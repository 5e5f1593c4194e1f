package dev.moonpool.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Which file is at a path: its device and number, as the file system has them.
///
/// An open file stays the same when it is renamed, deleted or replaced at its path; what is written
/// to it then is not found under the path again. A look costs a few microseconds.
///
/// @param path where it is
/// @param key its number, or null where the file system has none
record FileIdentity(Path path, @Nullable Object key) {
  /// The file that is at `path` now.
  ///
  /// @throws NoSuchFileException if there is none
  static FileIdentity of(Path path) throws IOException {
    return new FileIdentity(path, keyOf(path));
  }

  /// What is wrong with the path, or null if this file is still there.
  @Nullable String change() {
    try {
      Object now = keyOf(path);
      return key == null || key.equals(now)
          ? null
          : path.getFileName() + " was replaced by another file";
    } catch (NoSuchFileException e) {
      return path.getFileName() + " was deleted or renamed, or its folder was";
    } catch (IOException e) {
      return path.getFileName() + " cannot be looked at: " + e;
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
