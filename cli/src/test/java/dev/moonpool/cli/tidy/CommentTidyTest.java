package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// Documentation comments: every exported member has one, every package says how to read it.
final class CommentTidyTest {
  private static final List<String> HEADS =
      List.of(
          "**Purpose.**",
          "**Entry type.**",
          "**The way through.**",
          "**Threads.**",
          "**Invariants.**");
  private static final int WORDS_MIN = 45;
  private static final int WORDS_MAX = 190;

  @Test
  void packages_ofShippedModules_saySomethingUnderFiveHeads() {
    Set<Path> packages = new TreeSet<>();
    for (Path file : SourceTree.javaFiles("main")) {
      if (!file.endsWith("module-info.java") && !inModule(file, "benchmarks")) {
        packages.add(file.getParent());
      }
    }
    List<String> found = new ArrayList<>();
    for (Path folder : packages) {
      checkPackage(folder.resolve("package-info.java"), found);
    }
    assertThat(found).isEmpty();
  }

  private static void checkPackage(Path info, List<String> found) {
    String name = SourceTree.name(info);
    if (!Files.exists(info)) {
      found.add(name + " is missing");
      return;
    }
    String text = SourceTree.text(info);
    for (String head : HEADS) {
      if (!text.contains(head)) {
        found.add(name + " lacks the head " + head);
      }
    }
    long words =
        text.lines()
            .filter(line -> line.startsWith("///"))
            .flatMap(line -> Pattern.compile("\\s+").splitAsStream(line.substring(3).strip()))
            .filter(word -> !word.isEmpty())
            .count();
    if (words < WORDS_MIN || words > WORDS_MAX) {
      found.add(name + " has " + words + " words, of " + WORDS_MIN + " to " + WORDS_MAX);
    }
  }

  @Test
  void modules_thatShip_areNullMarked() {
    List<String> found = new ArrayList<>();
    for (String module : SourceTree.shippedModules()) {
      Path sources = SourceTree.root().resolve(module).resolve("src/main/java");
      Path info = sources.resolve("module-info.java");
      if (Files.isDirectory(sources)
          && (!Files.exists(info) || !SourceTree.text(info).contains("NullMarked"))) {
        found.add(SourceTree.name(info) + " is missing, or is not @NullMarked");
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void comments_ofShippedModules_referToWhatIsThere() throws IOException {
    List<Path> files =
        SourceTree.javaFiles("main").stream()
            .filter(file -> !file.endsWith("module-info.java") && !inModule(file, "benchmarks"))
            .toList();
    assertThat(ParsedFile.brokenComments(files)).isEmpty();
  }

  @Test
  void exportedMembers_ofShippedModules_haveAComment() {
    Set<String> exported = SourceTree.exportedPackages();
    List<Path> files =
        SourceTree.javaFiles("main").stream()
            .filter(file -> !file.endsWith("module-info.java"))
            .toList();
    List<String> found = new ArrayList<>();
    for (ParsedFile file : ParsedFile.all(files)) {
      if (exported.contains(file.packageName())) {
        for (Tree type : file.unit().getTypeDecls()) {
          if (type instanceof ClassTree declared) {
            checkType(file, new TreePath(new TreePath(file.unit()), declared), false, found);
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static void checkType(
      ParsedFile file, TreePath path, boolean inInterface, List<String> found) {
    ClassTree type = (ClassTree) path.getLeaf();
    if (!visible(type.getModifiers(), inInterface)) {
      return;
    }
    checkComment(file, path, type.getSimpleName().toString(), found);
    boolean nestedInInterface = type.getKind() == Tree.Kind.INTERFACE;
    for (Tree member : type.getMembers()) {
      TreePath at = new TreePath(path, member);
      switch (member) {
        case ClassTree nested -> checkType(file, at, nestedInInterface, found);
        case MethodTree method -> {
          boolean ofRecord = type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
          if (visible(method.getModifiers(), nestedInInterface)
              && !overrides(method)
              && !ofRecord) {
            checkComment(file, at, type.getSimpleName() + "." + method.getName(), found);
          }
        }
        case VariableTree field -> {
          boolean component = type.getKind() == Tree.Kind.RECORD && !isStatic(field);
          if (visible(field.getModifiers(), nestedInInterface) && !component) {
            checkComment(file, at, type.getSimpleName() + "." + field.getName(), found);
          }
        }
        default -> {}
      }
    }
  }

  private static void checkComment(
      ParsedFile file, TreePath path, String name, List<String> found) {
    String comment = file.trees().getDocComment(path);
    long start = file.positions().getStartPosition(file.unit(), path.getLeaf());
    if (start >= 0 && (comment == null || comment.isBlank())) {
      found.add(file.at(start) + " " + name + " is exported and has no comment");
    }
  }

  private static boolean visible(ModifiersTree modifiers, boolean inInterface) {
    Set<Modifier> flags = modifiers.getFlags();
    return flags.contains(Modifier.PUBLIC)
        || flags.contains(Modifier.PROTECTED)
        || (inInterface && !flags.contains(Modifier.PRIVATE));
  }

  /// What overrides has its comment where it was declared.
  private static boolean overrides(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static boolean isStatic(VariableTree field) {
    return field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  private static boolean inModule(Path file, String module) {
    return SourceTree.name(file).startsWith(module + "/");
  }
}
