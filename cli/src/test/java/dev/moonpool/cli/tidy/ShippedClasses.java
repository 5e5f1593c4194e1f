package dev.moonpool.cli.tidy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The compiled main classes of the modules that ship.
final class ShippedClasses {
  private ShippedClasses() {}

  /// Reads them from each module's build folder; what they call of other people's is known by name.
  static JavaClasses all() {
    List<Path> folders =
        SourceTree.shippedModules().stream()
            .map(module -> SourceTree.root().resolve(module).resolve("target/classes"))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }
}
