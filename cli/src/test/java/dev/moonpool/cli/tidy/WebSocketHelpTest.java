package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      import java.util.Optional;
      import java.util.concurrent.CompletableFuture;
      import tools.jackson.databind.JsonNode;

      abstract class Help {
        record PriceOf(String symbol) {}
        record Price(String symbol, long cents) {}

        Providers providers;
        ConnectionConfig config;
        ProtocolHandler<?> handler;
        ConnectionHandle handle;
        Event.AttemptFailed failed;

        abstract void use(String text);
        abstract void log(String text);
        abstract void askForWhatWasMissed();
      """;

  @Test
  void examples_ofTheHelpPage_compile(@TempDir Path folder) throws Exception {
    Path page = SourceTree.root().resolve("docs/help/websocket.md");
    StringBuilder source = new StringBuilder(HEAD);
    List<String> parts =
        PageCompiler.blocks(SourceTree.text(page)).stream()
            .filter(part -> !part.startsWith("import ") && !part.startsWith("package "))
            .toList();
    for (int i = 0; i < parts.size(); i++) {
      source
          .append("void block")
          .append(i)
          .append("() throws Exception {\n")
          .append(parts.get(i))
          .append("}\n");
    }
    assertThat(parts).hasSize(8);
    Path file = folder.resolve("Help.java");
    Files.writeString(file, source.append("}\n"));

    PageCompiler.compile(List.of(file), folder);
  }
}
