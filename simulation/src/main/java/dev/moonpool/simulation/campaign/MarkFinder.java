package dev.moonpool.simulation.campaign;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds the coverage marks that are in the code, visited or not, by reading class files.
///
/// A mark is the string constant loaded last before a call of `Coverage.reached` or
/// `Coverage.sometimes`; a mark that is computed is not found.
final class MarkFinder {
  private static final String COVERAGE = "dev/moonpool/foundation/Coverage";
  private static final List<String> CALLS = List.of("reached", "sometimes");

  private MarkFinder() {}

  /// The marks in all classes of these packages, and packages below, that are on the class path.
  static SortedSet<String> marksUnder(List<String> packages) {
    SortedSet<String> marks = new TreeSet<>();
    List<String> folders = packages.stream().map(name -> name.replace('.', '/')).toList();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      try {
        read(Path.of(entry), folders, marks);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + entry + " for marks", e);
      }
    }
    return marks;
  }

  private static void read(Path entry, List<String> folders, SortedSet<String> marks)
      throws IOException {
    if (Files.isDirectory(entry)) {
      for (String folder : folders) {
        readFolder(entry.resolve(folder), marks);
      }
    } else if (Files.isRegularFile(entry)) {
      try (FileSystem jar = FileSystems.newFileSystem(entry)) {
        for (String folder : folders) {
          readFolder(jar.getPath(folder), marks);
        }
      }
    }
  }

  private static void readFolder(Path folder, SortedSet<String> marks) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        marksOf(ClassFile.of().parse(Files.readAllBytes(file)), marks);
      }
    }
  }

  private static void marksOf(ClassModel type, SortedSet<String> marks) {
    for (MethodModel method : type.methods()) {
      method.code().ifPresent(code -> marksOf(code, marks));
    }
  }

  private static void marksOf(Iterable<CodeElement> code, SortedSet<String> marks) {
    String last = "";
    for (CodeElement element : code) {
      if (element instanceof ConstantInstruction constant
          && constant.constantValue() instanceof String text) {
        last = text;
      } else if (element instanceof InvokeInstruction call
          && call.owner().asInternalName().equals(COVERAGE)
          && CALLS.contains(call.name().stringValue())
          && !last.isEmpty()) {
        marks.add(last);
      }
    }
  }
}
