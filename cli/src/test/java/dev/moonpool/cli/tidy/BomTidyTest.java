package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The BOM, which has no parent, says what the root pom says.
@Tag("field-O1")
final class BomTidyTest {
  private static final Pattern VERSION =
      Pattern.compile("<(version\\.[a-z-]+|version)>([^<$]+)</\\1>");

  private final String bom = text("bom/pom.xml");
  private final String root = text("pom.xml");

  @Test
  void versions_ofTheBom_areThoseOfTheRootPom() {
    Map<String, String> expected = versions(root);
    Map<String, String> actual = versions(bom);

    assertThat(actual)
        .containsKeys("version", "version.netty", "version.jackson", "version.jackson-annotations");
    assertThat(expected).containsAllEntriesOf(actual);
  }

  @Test
  void floors_ofTheProfile_areWhatARuntimeDemands() {
    String profile = root.substring(root.indexOf("<id>floor</id>"));
    Map<String, String> floor = versions(profile);
    String demanded = text("foundation/src/main/java/dev/moonpool/foundation/LibraryVersions.java");

    for (String name : List.of("version.netty", "version.jackson")) {
      assertThat(demanded).contains("\"" + floor.get(name).replace(".Final", "") + "\"");
      assertThat(demanded).contains("\"" + versions(root).get(name) + "\"");
    }
  }

  @Test
  void modules_thatAreLibraries_areInTheBom() {
    List<String> notLibraries = List.of("examples", "cli");
    Stream<String> libraries =
        SourceTree.shippedModules().stream().filter(module -> !notLibraries.contains(module));
    assertThat(libraries)
        .allSatisfy(
            module -> assertThat(bom).contains("<artifactId>moonpool-" + module + "</artifactId>"));
  }

  /// The first of each name: the root's own version stands before those of its plugins.
  private static Map<String, String> versions(String pom) {
    Map<String, String> versions = new TreeMap<>();
    VERSION
        .matcher(pom)
        .results()
        .forEach(found -> versions.putIfAbsent(found.group(1), found.group(2)));
    return versions;
  }

  private static String text(String name) {
    return SourceTree.text(SourceTree.root().resolve(name));
  }
}
