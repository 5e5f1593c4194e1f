package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.runtime.RuntimeBuilder;
import dev.moonpool.websocket.connection.ConnectionConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page of all builder options has a row for each, and none for what is not there.
@Tag("field-O12")
final class BuilderOptionsTidyTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  private final String page =
      SourceTree.text(SourceTree.root().resolve("docs/help/builder-options.md"));

  @Test
  void options_ofARuntime_areThoseOfThePage() {
    assertThat(rows("## A runtime", "## A WebSocket connection"))
        .as("rows of docs/help/builder-options.md")
        .isEqualTo(options(RuntimeBuilder.class));
  }

  @Test
  void options_ofAConnection_areThoseOfThePage() {
    assertThat(rows("## A WebSocket connection", "`build()` checks"))
        .as("rows of docs/help/builder-options.md")
        .isEqualTo(options(ConnectionConfig.Builder.class));
  }

  private Set<String> rows(String from, String to) {
    String part = page.substring(page.indexOf(from), page.indexOf(to));
    return ROW.matcher(part)
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The public methods that return the builder itself.
  private static Set<String> options(Class<?> builder) {
    return Stream.of(builder.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getReturnType() == builder)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
