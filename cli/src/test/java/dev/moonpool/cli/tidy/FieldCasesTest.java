package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page about field cases names each case that has a test, and the test classes that show it.
final class FieldCasesTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| ((?:F|WS|O)\\d{1,2}) \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern TAG = Pattern.compile("field-((?:F|WS|O)\\d{1,2})");

  @Test
  void page_ofFieldCases_namesTheTestsOfEachCase() {
    assertThat(named()).isEqualTo(tagged());
  }

  private static Map<String, List<String>> named() {
    Map<String, List<String>> rows = new TreeMap<>();
    Matcher row = ROW.matcher(SourceTree.text(SourceTree.root().resolve("docs/field-cases.md")));
    while (row.find()) {
      rows.put(row.group(1), List.of(row.group(2).split(", ")));
    }
    return rows;
  }

  private static Map<String, List<String>> tagged() {
    Map<String, TreeSet<String>> found = new TreeMap<>();
    RequirementsTest.tags()
        .forEach(
            (tag, classes) -> {
              Matcher matcher = TAG.matcher(tag);
              if (matcher.matches()) {
                found.computeIfAbsent(matcher.group(1), row -> new TreeSet<>()).addAll(classes);
              }
            });
    Map<String, List<String>> rows = new TreeMap<>();
    found.forEach((row, classes) -> rows.put(row, List.copyOf(classes)));
    return rows;
  }
}
