package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java of the help page about WebSocket connections compiles as it stands there.
final class WebSocketHelpTest {
  private static final String HEAD =
      """
      import dev.moonpool.foundation.Providers;
      import dev.moonpool.foundation.system.SystemProviders;
      import dev.moonpool.websocket.client.*;
      import dev.moonpool.websocket.connection.*;
      import dev.moonpool.websocket.handlers.*;
      import dev.moonpool.websocket.handlers.JsonFields.Name;
      import dev.moonpool.websocket.protocol.*;
      import java.time.Duration;
      import java.util.List;
      import java.util.concurrent.CompletableFuture;

      abstract class Help {
        record PriceOf(String symbol) {}
        record Price(String symbol, long cents) {}

        Providers providers;
        ConnectionConfig config;
        ProtocolHandler<?> handler;

        abstract void use(String text);
        abstract void log(String text);
        abstract void askForWhatWasMissed();
      """;

  @Test
  void examples_ofTheHelpPage_compile(@TempDir Path folder) throws Exception {
    Path page = SourceTree.root().resolve("docs/help/websocket.md");
    Matcher block =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(SourceTree.text(page));
    StringBuilder source = new StringBuilder(HEAD);
    int blocks = 0;
    while (block.find()) {
      source
          .append("void block")
          .append(blocks++)
          .append("() throws Exception {\n")
          .append(block.group(1))
          .append("}\n");
    }
    assertThat(blocks).isEqualTo(4);
    Path file = folder.resolve("Help.java");
    Files.writeString(file, source.append("}\n"));

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
        StringWriter output = new StringWriter()) {
      List<String> options =
          List.of(
              "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(output, manager, null, options, null, manager.getJavaFileObjects(file))
              .call();
      assertThat(compiled).describedAs(output.toString()).isTrue();
    }
  }
}
