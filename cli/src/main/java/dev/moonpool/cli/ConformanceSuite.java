package dev.moonpool.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks the Autobahn suite, which comes packed with all that it needs.
final class ConformanceSuite {
  private static final String MARK = ".unpacked";

  private ConformanceSuite() {}

  /// Unpacks it, unless that was done before.
  ///
  /// @return `folder`
  /// @throws CommandException if it is no suite, or cannot be unpacked
  static Path unpack(Path jar, Path folder) {
    try {
      Path mark = folder.resolve(MARK);
      if (Files.exists(mark)
          && Files.getLastModifiedTime(mark).compareTo(Files.getLastModifiedTime(jar)) >= 0) {
        return folder;
      }
      Files.createDirectories(folder);
      try (ZipInputStream packed = new ZipInputStream(Files.newInputStream(jar))) {
        ZipEntry entry = packed.getNextEntry();
        while (entry != null) {
          unpack(packed, entry, folder);
          entry = packed.getNextEntry();
        }
      }
      if (!Files.exists(folder.resolve("autobahntestsuite/wstest.py"))) {
        throw new CommandException(ExitCode.ENVIRONMENT, jar + " does not hold the Autobahn suite");
      }
      Files.writeString(mark, "");
      return folder;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT, "the suite %s cannot be unpacked: %s".formatted(jar, e), e);
    }
  }

  private static void unpack(ZipInputStream packed, ZipEntry entry, Path folder)
      throws IOException {
    Path to = folder.resolve(entry.getName()).normalize();
    if (!to.startsWith(folder)) {
      throw new IOException("the entry " + entry.getName() + " leads out of the folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(to);
    } else {
      Files.createDirectories(to.getParent() == null ? folder : to.getParent());
      Files.copy(packed, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
