package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The files beside the code: that they are there, say what they should, and point nowhere false.
final class DocumentTidyTest {
  private static final List<String> TEXT_ENDINGS =
      List.of(".java", ".md", ".xml", ".config", ".properties", ".sql", ".txt", ".yml", ".json");

  private static final String WRAPPER = ".mvn/wrapper/maven-wrapper.properties";
  private static final String CENTRAL = "repo.ma" + "ven";

  @Test
  void changelog_atTheRoot_keepsItsShape() {
    List<String> lines =
        SourceTree.text(SourceTree.root().resolve("CHANGELOG.md")).lines().toList();
    Pattern version = Pattern.compile("## (Unreleased|\\d+\\.\\d+\\.\\d+ – \\d{4}-\\d{2}-\\d{2})");
    Pattern kind = Pattern.compile("### (Added|Changed|Deprecated|Removed|Fixed|Security)");
    List<String> found = new ArrayList<>();
    for (String line : lines) {
      boolean heading = line.startsWith("##");
      if (heading && !version.matcher(line).matches() && !kind.matcher(line).matches()) {
        found.add("CHANGELOG.md: " + line);
      }
    }
    assertThat(found).isEmpty();
    assertThat(lines).first().isEqualTo("# Changelog");
    assertThat(lines.stream().filter(line -> line.startsWith("## ")))
        .first()
        .isEqualTo("## Unreleased");
  }

  @Test
  void files_ofTheTree_nameNoMachineAndNoRegistry() {
    Pattern places =
        Pattern.compile(
            "(/ho"
                + "me/|/Us"
                + "ers/|/ro"
                + "ot/|/wo"
                + "rk/|/tm"
                + "p/)[A-Za-z]"
                + "|repo1?\\.ma"
                + "ven|arti"
                + "factory|jf"
                + "rog|sona"
                + "type|ne"
                + "xus",
            Pattern.CASE_INSENSITIVE);
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.files()) {
      String name = SourceTree.name(file);
      if (TEXT_ENDINGS.stream().anyMatch(name::endsWith) || !name.contains(".")) {
        Matcher matcher = places.matcher(SourceTree.text(file));
        while (matcher.find()) {
          if (name.equals(WRAPPER) && matcher.group().equals(CENTRAL)) {
            continue; // the stock file of the Maven wrapper, with the public repository in it
          }
          found.add(name + " says " + matcher.group() + ": it holds on one machine only");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void links_betweenDocuments_leadSomewhere() {
    Pattern link = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    List<String> found = new ArrayList<>();
    for (Path file : SourceTree.files()) {
      if (file.toString().endsWith(".md")) {
        Matcher matcher = link.matcher(SourceTree.text(file));
        while (matcher.find()) {
          String target = matcher.group(1);
          if (!target.contains(":") && !Files.exists(file.getParent().resolve(target))) {
            found.add(SourceTree.name(file) + " links to " + target + ", which is not there");
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void dependencies_ofAllModules_haveADecisionRecord() {
    String records =
        SourceTree.files().stream()
            .filter(file -> SourceTree.name(file).startsWith("docs/decisions/"))
            .map(SourceTree::text)
            .collect(Collectors.joining("\n"));
    Pattern dependency =
        Pattern.compile(
            "<(?:dependency|plugin)>\\s*(?:<!--.*?-->\\s*)?<groupId>([^<]+)</groupId>\\s*"
                + "<artifactId>([^<]+)</artifactId>",
            Pattern.DOTALL);
    TreeSet<String> found = new TreeSet<>();
    for (Path file : SourceTree.files()) {
      if (file.endsWith("pom.xml")) {
        Matcher matcher = dependency.matcher(SourceTree.text(file));
        while (matcher.find()) {
          String artifact = matcher.group(1) + ":" + matcher.group(2);
          boolean own = artifact.startsWith("dev.moonpool:");
          if (!own && !records.contains(artifact)) {
            found.add(artifact + " has no record in docs/decisions that names it");
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void readme_atTheRoot_namesTheCommands() {
    String readme = SourceTree.text(SourceTree.root().resolve("README.md"));
    assertThat(readme)
        .contains("./moonpool bank", "./moonpool test", "./moonpool simulate", "./moonpool bench");
  }
}
