package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("field-O10")
class OpennessTest {
  @TempDir Path folder;

  @Test
  void check_recordOfAClosedModule_saysWhatToOpen() throws Exception {
    Class<?> account = load("module closed.bank {}", "record");

    assertThat(PayloadTypes.ofStates(account))
        .singleElement()
        .asString()
        .contains("module closed.bank")
        .contains("'opens bank to tools.jackson.databind;'");
  }

  @Test
  void check_hiddenRecordOfAnExportedPackage_saysWhatToOpen() throws Exception {
    Class<?> account = load("module closed.bank { exports bank; }", "record");

    assertThat(PayloadTypes.ofPayloads(account)).hasSize(1);
  }

  @Test
  void check_publicRecordOfAnExportedPackage_isAccepted() throws Exception {
    Class<?> account = load("module closed.bank { exports bank; }", "public record");

    assertThat(PayloadTypes.ofStates(account)).isEmpty();
    Object value = account.getConstructor(long.class).newInstance(5L);
    RoundTrip.holds(account, value);
  }

  @Test
  void check_recordOfAnOpenPackage_isAccepted() throws Exception {
    Class<?> account = load("module closed.bank { opens bank; }", "record");

    assertThat(PayloadTypes.ofStates(account)).isEmpty();
  }

  private Class<?> load(String module, String kind) throws ClassNotFoundException {
    CompiledTypes.into(
        folder,
        Map.of(
            "module-info.java",
            module,
            "bank/Account.java",
            "package bank; %s Account(long cents) {}".formatted(kind)));
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("closed.bank"));
    return ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(ModuleLayer.boot()), getClass().getClassLoader())
        .layer()
        .findLoader("closed.bank")
        .loadClass("bank.Account");
  }
}
