package dev.moonpool.foundation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("field-O1")
class LibraryVersionsTest {
  private static final String ANNOTATIONS = "com.fasterxml.jackson.core/jackson-annotations";
  private static final String DATABIND = "tools.jackson.core/jackson-databind";

  @TempDir private Path classPath;

  @ParameterizedTest
  @CsvSource({"4.1.128.Final", "4.2.14.Final", "5.0.0.Final"})
  void netty_outsideTheTestedLine_isNamedWithItsRemedy(String version) throws IOException {
    state("io.netty/netty-common", version);

    assertThat(netty())
        .singleElement()
        .asString()
        .contains("netty-common", version, "4.2.15 or newer", "netty.version", "moonpool-bom");
  }

  @ParameterizedTest
  @CsvSource({"4.2.15.Final", "4.2.18.Final", "4.2.19.Final", "4.3.0.Final"})
  void netty_fromTheFloorOn_passes(String version) throws IOException {
    state("io.netty/netty-common", version);

    assertThat(netty()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3.2.2, 2.21, 2.22", "3.1.4, 2.19.2, 2.21", "3.2.2, 2.20, 2.22"})
  void annotations_olderThanJacksonNeeds_areNamed(String jackson, String version, String needed)
      throws IOException {
    state(DATABIND, jackson);
    state(ANNOTATIONS, version);

    assertThat(jackson())
        .singleElement()
        .asString()
        .contains("jackson-annotations", "is " + version, needed + " or newer");
  }

  @ParameterizedTest
  @CsvSource({"3.1.4, 2.21", "3.1.7, 2.21", "3.2.2, 2.22", "3.1.4, 2.22"})
  void jackson_withFittingAnnotations_passes(String jackson, String version) throws IOException {
    state(DATABIND, jackson);
    state(ANNOTATIONS, version);

    assertThat(jackson()).isEmpty();
  }

  @Test
  void jackson_belowTheFloor_isNamed() throws IOException {
    state(DATABIND, "3.0.1");

    assertThat(jackson()).singleElement().asString().contains("3.0.1", "jackson-bom.version");
  }

  @Test
  void versions_thatNoJarStates_pass() throws IOException {
    state("io.netty/netty-common", "unknown");

    assertThat(netty()).isEmpty();
    assertThat(jackson()).isEmpty();
  }

  @Test
  void versions_ofThisBuild_pass() {
    assertThatCode(LibraryVersions::requireNetty).doesNotThrowAnyException();
    assertThatCode(LibraryVersions::requireJackson).doesNotThrowAnyException();
  }

  private void state(String artifact, String version) throws IOException {
    Path file = classPath.resolve("META-INF/maven/" + artifact + "/pom.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "version=" + version + "\n");
  }

  private List<String> netty() throws IOException {
    try (URLClassLoader loader = loader()) {
      return LibraryVersions.nettyMistakes(loader);
    }
  }

  private List<String> jackson() throws IOException {
    try (URLClassLoader loader = loader()) {
      return LibraryVersions.jacksonMistakes(loader);
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
  }
}
