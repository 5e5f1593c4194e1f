package dev.moonpool.cli.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// One Java file as the compiler's parser sees it; nothing is resolved.
record ParsedFile(Path path, CompilationUnitTree unit, Trees trees) {
  /// Parses all these files at once.
  static List<ParsedFile> all(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      Trees trees = Trees.instance(task);
      List<ParsedFile> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        parsed.add(new ParsedFile(Path.of(unit.getSourceFile().toUri()), unit, trees));
      }
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot parse the sources", e);
    }
  }

  /// What the compiler's own check of documentation comments finds wrong in these files: references
  /// that lead nowhere, broken markup. Missing comments are not looked for here.
  static List<String> brokenComments(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  found,
                  List.of(
                      "-proc:none",
                      "-Xdoclint:all,-missing",
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      task.analyze();
      return found.getDiagnostics().stream()
          .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
          .map(Object::toString)
          .toList();
    }
  }

  /// The compiler's map from trees to offsets.
  SourcePositions positions() {
    return trees.getSourcePositions();
  }

  /// `file:line` of an offset.
  String at(long offset) {
    return SourceTree.name(path) + ":" + unit.getLineMap().getLineNumber(offset);
  }

  /// The name of the package.
  String packageName() {
    return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
  }
}
