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

    assertThat(options.groups()).containsExactlyElementsOf(Suite.ACTORS.groups());
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
  void parse_websocket_hasGroupsOfItsOwn() {
    RunOptions all = RunOptions.parse(new String[] {"websocket"});
    RunOptions some = RunOptions.parse(new String[] {"websocket", "--only", "echo,fan-out"});

    assertThat(all.suite()).isEqualTo(Suite.WEBSOCKET);
    assertThat(all.groups())
        .containsExactly(BenchmarkGroup.ECHO, BenchmarkGroup.REQUESTS, BenchmarkGroup.FAN_OUT);
    assertThat(some.groups()).containsExactly(BenchmarkGroup.ECHO, BenchmarkGroup.FAN_OUT);
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"websocket", "--only", "one-way"}))
        .hasMessageContaining("'one-way'")
        .hasMessageContaining("fan-out");
  }

  @Test
  void parse_help_needsNothingElse() {
    assertThat(RunOptions.parse(new String[] {"--help"}).help()).isTrue();
  }

  @Test
  void parse_mistakes_sayWhatThereIs() {
    assertThatThrownBy(() -> RunOptions.parse(new String[] {}))
        .hasMessage("say what to measure: actors or websocket");
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"actors", "--fast"}))
        .hasMessageContaining("--fast")
        .hasMessageContaining("there are: actors, websocket");
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"actors", "--only", "everything"}))
        .hasMessageContaining("'everything'")
        .hasMessageContaining("one-way");
    assertThatThrownBy(() -> RunOptions.parse(new String[] {"actors", "--json"}))
        .hasMessage("--json needs a value");
  }
}
