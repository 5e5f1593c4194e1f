package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of a named module that is not open to Jackson.
@Tag("field-O10")
class ClosedModuleTest {
  private static final String HINT =
      "add 'opens shut to tools.jackson.databind;' to the module-info.java of shut";

  private final GenericJsonHandler json = new GenericJsonHandler(JsonFields.DEFAULT);
  private Class<?> price;

  @BeforeEach
  void loadModule(@TempDir Path folder) throws Exception {
    Path type = Files.createDirectories(folder.resolve("shut")).resolve("Price.java");
    Files.writeString(type, "package shut; record Price(long cents) {}");
    Path module = folder.resolve("module-info.java");
    Files.writeString(module, "module shut {}");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String out = folder.resolve("out").toString();
    assertThat(compiler.run(null, null, null, "-d", out, type.toString(), module.toString()))
        .isZero();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(Path.of(out)), ModuleFinder.of(), Set.of("shut"));
    price =
        boot.defineModulesWithOneLoader(configuration, getClass().getClassLoader())
            .findLoader("shut")
            .loadClass("shut.Price");
  }

  @Test
  void value_ofAClosedModule_saysWhatToOpen() {
    var answer = json.parse(WsMessage.text("{\"id\":\"1\",\"result\":{\"cents\":4}}"));

    assertThatThrownBy(() -> json.value(answer, price))
        .isInstanceOf(WsException.Serialization.class)
        .hasMessageContaining(HINT);
  }

  @Test
  void value_ofAnotherForm_givesNoHint() {
    var answer = json.parse(WsMessage.text("{\"id\":\"1\",\"result\":[]}"));

    assertThatThrownBy(() -> json.value(answer, Integer.class))
        .isInstanceOf(WsException.Serialization.class)
        .hasMessageNotContaining("opens");
  }
}
