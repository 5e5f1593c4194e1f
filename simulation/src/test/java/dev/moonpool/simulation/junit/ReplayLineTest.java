package dev.moonpool.simulation.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines that replay a seed, for each build tool and folder.
@Tag("field-O6")
class ReplayLineTest {
  @TempDir private Path folder;

  @Test
  void of_mavenWithWrapper_namesTheNestedClassInQuotes() throws IOException {
    file("pom.xml");
    file("mvnw");

    assertThat(line(folder, folder))
        .isEqualTo(
            "./mvnw test -Dtest='com.acme.Outer$Inner#bids' -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dmoonpool.seed=0x6 -Dmoonpool.expect=ab-cd");
  }

  @Test
  void of_mavenModuleBelow_namesTheModule() throws IOException {
    file("pom.xml");
    file("mvnw");
    file("service/pom.xml");

    assertThat(line(folder, folder.resolve("service")))
        .startsWith("./mvnw -pl service -am test -Dtest=");
    assertThat(line(folder.resolve("service"), folder.resolve("service")))
        .startsWith("../mvnw test -Dtest=");
  }

  @Test
  void of_mavenWithoutWrapperFromAbove_namesItsPom() throws IOException {
    file("service/pom.xml");

    assertThat(line(folder, folder.resolve("service")))
        .startsWith("mvn -f service/pom.xml test -Dtest=");
  }

  @Test
  void of_gradle_givesTheSeedByTheEnvironment() throws IOException {
    file("settings.gradle.kts");
    file("gradlew");
    file("service/build.gradle.kts");

    assertThat(line(folder, folder.resolve("service")))
        .isEqualTo(
            "MOONPOOL_SEED=0x6 MOONPOOL_EXPECT=ab-cd ./gradlew service:test"
                + " --tests 'com.acme.Outer$Inner.bids' --rerun");
    assertThat(line(folder.resolve("service"), folder.resolve("service")))
        .contains("../gradlew test --tests");
  }

  @Test
  void of_noBuildTool_saysWhatToRun() {
    assertThat(line(folder, folder))
        .isEqualTo(
            "run com.acme.Outer$Inner#bids with -Dmoonpool.seed=0x6 -Dmoonpool.expect=ab-cd");
  }

  @Test
  void of_shellElsewhere_isForTheModulesFolder() throws IOException {
    file("service/pom.xml");
    file("service/mvnw");

    assertThat(line(folder.resolve("other"), folder.resolve("service")))
        .startsWith("./mvnw test -Dtest=");
  }

  private static String line(Path shell, Path module) {
    return new ReplayLine(shell, module).of("com.acme.Outer$Inner", "bids", "0x6", "ab-cd");
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
