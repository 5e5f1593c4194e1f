package dev.moonpool.foundation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The versions of Netty and Jackson on the class path, compared with those that are tested.
///
/// A framework's BOM sets versions without a word, and a version that is too old shows as a missing
/// class, far from its cause. So a runtime and a connection ask here before they load anything of
/// either library. The versions are read from what Maven puts into each jar; a library whose jar
/// does not say its version passes. Usable from any thread; reads the jars once.
public final class LibraryVersions {
  private static final String REMEDY =
      "import dev.moonpool:moonpool-bom before the BOM of your framework, or set ";

  private static final List<Library> NETTY =
      List.of(
          new Library("io.netty", "netty-common", "4.2.15", "4.2.18.Final", "netty.version"),
          new Library("io.netty", "netty-transport", "4.2.15", "4.2.18.Final", "netty.version"),
          new Library("io.netty", "netty-handler", "4.2.15", "4.2.18.Final", "netty.version"));

  private static final Library DATABIND =
      new Library(
          "tools.jackson.core", "jackson-databind", "3.1.4", "3.2.2", "jackson-bom.version");

  private static final List<Library> JACKSON =
      List.of(
          new Library(
              "tools.jackson.core", "jackson-core", "3.1.4", "3.2.2", "jackson-bom.version"),
          DATABIND);

  /// Jackson 3 shares its annotations with Jackson 2: 3.1 needs 2.21, 3.2 needs 2.22, and so on.
  private static final int ANNOTATIONS_AHEAD = 20;

  private static final Pattern PARTS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  private LibraryVersions() {}

  /// Demands that the Netty on the class path can carry the network.
  ///
  /// @throws IllegalStateException if it cannot; the message says what was found, what is needed
  /// and
  ///     which property to set
  public static void requireNetty() {
    demandNone(Checked.NETTY_MISTAKES);
  }

  /// Demands that the Jackson on the class path, its annotations included, can write and read
  /// messages and states.
  ///
  /// @throws IllegalStateException if it cannot; the message says what was found, what is needed
  /// and
  ///     which property to set
  public static void requireJackson() {
    demandNone(Checked.JACKSON_MISTAKES);
  }

  private static void demandNone(List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new IllegalStateException(String.join("\n", mistakes));
    }
  }

  /// What is wrong with the Netty that this loader sees.
  static List<String> nettyMistakes(ClassLoader loader) {
    return mistakes(loader, NETTY);
  }

  /// What is wrong with the Jackson that this loader sees.
  static List<String> jacksonMistakes(ClassLoader loader) {
    List<String> found = new ArrayList<>(mistakes(loader, JACKSON));
    Optional<Version> databind = DATABIND.version(loader);
    if (databind.isPresent() && found.isEmpty()) {
      int minor = databind.get().minor() + ANNOTATIONS_AHEAD;
      Library annotations =
          new Library(
              "com.fasterxml.jackson.core",
              "jackson-annotations",
              "2." + minor,
              "2." + minor,
              "the version of jackson-annotations");
      found.addAll(mistakes(loader, List.of(annotations)));
    }
    return found;
  }

  private static List<String> mistakes(ClassLoader loader, List<Library> libraries) {
    List<String> found = new ArrayList<>();
    for (Library library : libraries) {
      Optional<Version> version = library.version(loader);
      if (version.isPresent() && !version.get().reaches(parse(library.floor()).orElseThrow())) {
        found.add(
            "%s on the class path is %s, and Moonpool needs %s or newer: %s%s to %s"
                .formatted(
                    library.artifact(),
                    version.get().text(),
                    library.floor(),
                    REMEDY,
                    library.property(),
                    library.newest()));
      }
    }
    return found;
  }

  private static Optional<Version> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int patch = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return Optional.of(
        new Version(
            text, Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), patch));
  }

  private record Version(String text, int major, int minor, int patch) {
    /// Tests for the same major version and at least this minor version and patch.
    boolean reaches(Version floor) {
      return major == floor.major
          && (minor > floor.minor || (minor == floor.minor && patch >= floor.patch));
    }
  }

  /// One artifact.
  ///
  /// @param group its group id
  /// @param artifact its artifact id
  /// @param floor the oldest version that is tested
  /// @param newest the newest version that is tested
  /// @param property what frameworks call the property that sets it
  private record Library(
      String group, String artifact, String floor, String newest, String property) {
    /// The version that the jar states; empty if there is no jar or it states none.
    Optional<Version> version(ClassLoader loader) {
      String name = "META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
      Properties properties = new Properties();
      try (InputStream content = loader.getResourceAsStream(name)) {
        if (content == null) {
          return Optional.empty();
        }
        properties.load(content);
      } catch (IOException e) {
        return Optional.empty();
      }
      return parse(properties.getProperty("version", ""));
    }
  }

  /// Reads the jars at the first question.
  private static final class Checked {
    private static final List<String> NETTY_MISTAKES = nettyMistakes(loader());
    private static final List<String> JACKSON_MISTAKES = jacksonMistakes(loader());

    private static ClassLoader loader() {
      ClassLoader own = LibraryVersions.class.getClassLoader();
      return own == null ? ClassLoader.getSystemClassLoader() : own;
    }
  }
}
