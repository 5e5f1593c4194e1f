package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Which test shows which requirement: tests carry the row's id as a tag.
final class RequirementsTest {
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]*)\"\\)");
  private static final Pattern ROW = Pattern.compile("([ASCW]|field-(?:F|WS|O)?)(\\d{1,2})");

  /// No row: chooses the JVM in which a test runs.
  private static final String MODEL_CHECK = "lincheck";

  private static final Map<String, Integer> LAST_ROW =
      Map.of(
          "A",
          50,
          "S",
          20,
          "C",
          60,
          "W",
          24,
          "field-",
          15,
          "field-F",
          15,
          "field-WS",
          12,
          "field-O",
          14);

  /// What users of other libraries report; those after these are about HTTP.
  private static final int FIELD_FAILURES_OF_WEBSOCKET = 13;

  @Test
  void tags_ofAllTests_nameKnownRows() {
    List<String> found = new ArrayList<>();
    tags()
        .forEach(
            (row, files) -> {
              Matcher matcher = ROW.matcher(row);
              boolean known =
                  matcher.matches()
                      && Integer.parseInt(matcher.group(2)) >= 1
                      && Integer.parseInt(matcher.group(2)) <= LAST_ROW.get(matcher.group(1));
              if (!known) {
                found.add("@Tag(\"" + row + "\") in " + files + " names no requirement");
              }
            });
    assertThat(found).isEmpty();
  }

  @Test
  void coverage_ofRequirements_isWrittenDown() throws IOException {
    StringBuilder report = new StringBuilder();
    tags()
        .forEach(
            (row, files) ->
                report.append(row).append('\t').append(String.join(", ", files)).append('\n'));
    Path target = Files.createDirectories(SourceTree.root().resolve("cli/target"));
    Files.writeString(target.resolve("requirements.txt"), report);

    System.out.println("requirements with tests: " + String.join(" ", tags().keySet()));
    assertThat(target.resolve("requirements.txt")).exists();
  }

  /// The WebSocket module is to be shown row by row, and failure by failure.
  @Test
  void rows_ofWebSocket_haveATestEach() {
    List<String> missing = new ArrayList<>();
    Map<String, TreeSet<String>> tags = tags();
    for (int row = 1; row <= LAST_ROW.get("W"); row++) {
      require("W" + row, tags, missing);
    }
    for (int failure = 1; failure <= FIELD_FAILURES_OF_WEBSOCKET; failure++) {
      require("field-" + failure, tags, missing);
    }
    assertThat(missing).as("without a test").isEmpty();
  }

  private static void require(String row, Map<String, TreeSet<String>> tags, List<String> missing) {
    if (!tags.containsKey(row)) {
      missing.add(row);
    }
  }

  static Map<String, TreeSet<String>> tags() {
    Map<String, TreeSet<String>> tags = new TreeMap<>();
    for (Path file : SourceTree.javaFiles("test")) {
      Matcher matcher = TAG.matcher(SourceTree.text(file));
      while (matcher.find()) {
        if (matcher.group(1).equals(MODEL_CHECK)) {
          continue;
        }
        String name = file.getFileName().toString().replace(".java", "");
        tags.computeIfAbsent(matcher.group(1), row -> new TreeSet<>()).add(name);
      }
    }
    return tags;
  }
}
