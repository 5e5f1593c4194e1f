package dev.moonpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the command line means, and what it says of mistakes.
final class RunOptionsTest {
  @Test
  void parse_actorsAlone_measuresEverything() {
    RunOptions options = RunOptions.parse(new String[] {"actors"});

    assertThat(options.groups()).containsExactly(BenchmarkGroup.values());
    assertThat(options.quick()).isFalse();
    assertThat(options.json()).isEmpty();
  }

  @Test
  void parse_everyOption_takesEach() {
    String[] arguments = {
      "actors", "--quick", "--verbose", "--only", "remote, one-way", "--json", "a.json"
    };

    RunOptions options = RunOptions.parse(arguments);

    assertThat(options.quick()).isTrue();
    assertThat(options.verbose()).isTrue();
    assertThat(options.groups()).containsExactly(BenchmarkGroup.REMOTE, BenchmarkGroup.ONE_WAY);
    assertThat(options.json()).contains(Path.of("a.json"));
  }

  @Test
  void parse_help_needsNothingElse() {
    assertThat(RunOptions.parse(new String[] {"--help"}).help()).isTrue();
  }

  @Test
  void parse_mistakes_sayWhatThereIs() {
    assertThatThrownBy(() -> RunOptions.parse(new String[] {}))
        .hasMessage("say what to measure: actors");
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"actors", "--fast"}))
        .hasMessageContaining("--fast")
        .hasMessageContaining("there is: actors");
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"actors", "--only", "everything"}))
        .hasMessageContaining("'everything'")
        .hasMessageContaining("one-way");
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"actors", "--json"}))
        .hasMessage("--json needs a value");
  }
}
