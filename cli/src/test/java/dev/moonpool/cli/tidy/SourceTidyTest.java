package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/// What the formatter and the compiler do not look at: lengths, leftovers and names in the sources.
final class SourceTidyTest {
  private static final int FILE_LINES_MAX = 800;
  private static final int FILE_LINES_SOFT = 400;
  private static final int METHOD_LINES_MAX = 60;
  private static final int PARAMETERS_MAX = 5;
  private static final int COLUMNS_MAX = 100;

  /// Shipped files that may be longer than the soft limit, and how long at most: they may shrink,
  /// and none may join them without a reason beside it. None may be longer than the hard limit.
  private static final Map<String, Integer> LONG_FILES = new TreeMap<>();

  static {
    String messaging = "actors/src/main/java/dev/moonpool/actors/messaging/";
    // The state machine of one connection, whose every step looks at the same few fields.
    LONG_FILES.put(messaging + "Connection.java", 490);
    // The same of one peer: dialling, settling simultaneous dials, queueing, backing off.
    LONG_FILES.put(messaging + "Peer.java", 500);
    LONG_FILES.put(messaging + "Peers.java", 430);
    // All decisions about one WebSocket connection, whose every event looks at the same few fields.
    LONG_FILES.put("websocket/src/main/java/dev/moonpool/websocket/connection/Session.java", 660);
  }

  @Test
  void files_ofAllModules_areShortEnough() {
    List<String> found = new ArrayList<>();
    for (Path file : allJava()) {
      String name = SourceTree.name(file);
      long lines = SourceTree.text(file).lines().count();
      boolean shipped = name.contains("/src/main/");
      int soft = LONG_FILES.getOrDefault(name, FILE_LINES_SOFT);
      int limit = shipped ? Math.min(soft, FILE_LINES_MAX) : FILE_LINES_MAX;
      if (lines > limit) {
        found.add(name + " has " + lines + " lines, of " + limit + ": split it by concept");
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void lines_ofAllModules_haveAtMost100Columns() {
    List<String> found = new ArrayList<>();
    for (Path file : allJava()) {
      int number = 0;
      for (String line : SourceTree.text(file).lines().toList()) {
        number++;
        int columns = line.codePointCount(0, line.length());
        boolean unbreakable = line.startsWith("import ") || line.contains("://");
        if (columns > COLUMNS_MAX && !unbreakable) {
          found.add(SourceTree.name(file) + ":" + number + " has " + columns + " columns");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void methods_ofAllModules_areShortAndTakeFewParameters() {
    List<String> found = new ArrayList<>();
    for (ParsedFile file : ParsedFile.all(allJava())) {
      boolean shipped = file.path().toString().contains("/src/main/");
      eachMethod(
          file,
          method -> {
            long start = file.positions().getStartPosition(file.unit(), method);
            long end = file.positions().getEndPosition(file.unit(), method);
            if (method.getBody() == null || start < 0 || end < 0) {
              return;
            }
            var lineMap = file.unit().getLineMap();
            long lines = lineMap.getLineNumber(end) - lineMap.getLineNumber(start) + 1;
            String name = file.at(start) + " " + method.getName();
            if (lines > METHOD_LINES_MAX) {
              found.add(name + " has " + lines + " lines, of " + METHOD_LINES_MAX);
            }
            String called = method.getName().toString();
            boolean constructor = called.equals("<init>") || called.equals("of");
            boolean inner = method.getModifiers().getFlags().contains(Modifier.PRIVATE);
            int parameters = method.getParameters().size();
            if (shipped && !constructor && !inner && parameters > PARAMETERS_MAX) {
              found.add(name + " takes " + parameters + " parameters: make a record");
            }
          });
    }
    assertThat(found).isEmpty();
  }

  @Test
  void sources_ofAllModules_holdNoLeftoverMarkers() {
    Pattern marker = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.files()) {
      String name = SourceTree.name(file);
      if (name.endsWith(".java") || name.endsWith(".md") || name.endsWith(".xml")) {
        findEach(marker, file, found, "finish it or write an issue");
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void tests_ofAllModules_neverSleepNorAreSwitchedOff() {
    Pattern banned =
        Pattern.compile(
            "Thread\\.sle"
                + "ep|@Disa"
                + "bled|@Repeated"
                + "Test|\\bassume"
                + "(True|False|That)");
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.javaFiles("test")) {
      findEach(banned, file, found, "wait for a condition with a deadline; a test runs always");
    }
    assertThat(found).isEmpty();
  }

  @Test
  void testClasses_ofAllModules_sayTheirKindInTheirName() {
    List<String> found = new ArrayList<>();
    for (ParsedFile file : ParsedFile.all(SourceTree.javaFiles("test"))) {
      for (var type : file.unit().getTypeDecls()) {
        if (type instanceof ClassTree declared && hasTests(declared)) {
          checkTestName(file, declared, found);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static void checkTestName(ParsedFile file, ClassTree declared, List<String> found) {
    String name = declared.getSimpleName().toString();
    boolean suite = declared.getModifiers().getFlags().contains(Modifier.ABSTRACT);
    boolean named = suite ? name.endsWith("Contract") : name.matches(".*(Test|IT)");
    if (!named) {
      found.add(
          SourceTree.name(file.path())
              + ": "
              + name
              + " holds tests; an abstract suite ends in Contract, others in Test or IT");
    }
  }

  private static boolean hasTests(ClassTree declared) {
    return declared.getMembers().stream()
        .filter(MethodTree.class::isInstance)
        .map(MethodTree.class::cast)
        .flatMap(method -> method.getModifiers().getAnnotations().stream())
        .anyMatch(
            annotation ->
                annotation
                    .getAnnotationType()
                    .toString()
                    .matches("Test|ParameterizedTest|TestFactory|Property|Simulate"));
  }

  private static void findEach(Pattern pattern, Path file, List<String> found, String advice) {
    String text = SourceTree.text(file);
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      long line = text.substring(0, matcher.start()).lines().count();
      found.add(
          SourceTree.name(file) + ":" + Math.max(1, line) + " " + matcher.group() + ": " + advice);
    }
  }

  private static void eachMethod(ParsedFile file, Consumer<MethodTree> visitor) {
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void nothing) {
        visitor.accept(method);
        return super.visitMethod(method, nothing);
      }
    }.scan(file.unit(), null);
  }

  private static List<Path> allJava() {
    List<Path> files = new ArrayList<>(SourceTree.javaFiles("main"));
    files.addAll(SourceTree.javaFiles("test"));
    return files;
  }
}
