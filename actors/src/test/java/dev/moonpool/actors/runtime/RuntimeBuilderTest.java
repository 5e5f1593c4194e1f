package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.runtime.Account.Balance;
import dev.moonpool.actors.runtime.Account.Deposit;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.store.InMemoryStateStore;
import dev.moonpool.foundation.store.StateStore;
import dev.moonpool.foundation.store.StateStoreProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("A45")
class RuntimeBuilderTest {
  private static final NodeAddress HERE = new NodeAddress("client-0", 7000);
  private static final NodeAddress THERE = new NodeAddress("process-0", 7000);

  @Test
  void start_manyMistakes_namesThemAllInOneError() {
    String message =
        refused(
            ActorRuntime.builder("my/cluster")
                .listen("nowhere")
                .advertise("host:99999")
                .host(Probe.TYPE.create(context -> "incomplete"))
                .host(Account.DEFINITION, Account.DEFINITION)
                .callTimeout(Duration.ZERO)
                .hookTimeout(Duration.ofSeconds(-1))
                .shutdownTimeout(Duration.ofDays(1_000_000))
                .pendingCallsMax(0)
                .payloadBytesMax(-1));

    assertThat(message)
        .startsWith("the runtime cannot start:")
        .contains("'my/cluster'")
        .contains("'nowhere'")
        .contains("'host:99999'")
        .contains("callTimeout")
        .contains("hookTimeout")
        .contains("-1 s")
        .contains("shutdownTimeout")
        .contains("pendingCallsMax")
        .contains("-1")
        .contains("actor type 'account' is hosted twice");
    int requests = Probe.TYPE.requests().size();
    assertThat(message.lines().filter(line -> line.contains("has no handler"))).hasSize(requests);
    assertThat(message.lines()).hasSize(1 + requests + 9);
  }

  @Test
  void start_againAfterMistakes_namesEachOnce() {
    RuntimeBuilder builder = ActorRuntime.builder("bank").callTimeout(Duration.ZERO);

    assertThat(refused(builder)).isEqualTo(refused(builder));
  }

  @Test
  void start_nothingToDo_saysWhatIsMissing() {
    assertThat(refused(ActorRuntime.builder("bank"))).contains("host(…)").contains("nodes(…)");
  }

  @Test
  void start_emptyNamespace_isRefused() {
    assertThat(refused(ActorRuntime.builder("").host(Account.DEFINITION)))
        .contains("namespace")
        .contains("empty");
  }

  @Test
  void start_advertisedWithoutListening_isRefused() {
    assertThat(refused(ActorRuntime.builder("bank").host(Account.DEFINITION).advertise("a:80")))
        .contains("advertise(a:80) needs listen");
  }

  @Test
  void start_clusterThatDoesNotNameThisNode_isRefused() {
    assertThat(
            refused(
                ActorRuntime.builder("bank")
                    .host(Account.DEFINITION)
                    .listen("a:80")
                    .nodes(List.of(HERE, THERE))))
        .contains("a:80")
        .contains("client-0:7000");
  }

  @Test
  void start_hostInAClusterWithoutListening_isRefused() {
    assertThat(
            refused(
                ActorRuntime.builder("bank").host(Account.DEFINITION).nodes(List.of(HERE, THERE))))
        .contains("needs listen");
  }

  @Test
  void start_nodeNamedTwice_isRefused() {
    assertThat(refused(ActorRuntime.builder("bank").nodes(List.of(HERE, THERE, HERE))))
        .contains("twice")
        .contains("client-0:7000");
  }

  @Test
  void start_onlyNamespaceAndActors_worksOnDefaults() throws Exception {
    try (ActorRuntime node = ActorRuntime.builder("bank").host(Account.DEFINITION).start()) {
      assertThat(node.actor(Account.TYPE, "alice").call(new Deposit(5))).isEqualTo(new Balance(5));
      assertThat(node.identity().address().host()).startsWith("client-");
      assertThat(node.metrics().remoteCalls()).isZero();
    }
  }

  @Test
  void start_severalNodesOnMemory_warnsThatStatesWillBeLost() {
    List<String> warnings = new ArrayList<>();
    LocalWorld.runOnce(
        world -> {
          RuntimeBuilder builder =
              ActorRuntime.builder("test")
                  .providers(world.context().providers())
                  .host(Account.DEFINITION)
                  .listen(HERE.toString())
                  .nodes(List.of(HERE, THERE));
          warnings.addAll(warningsOf(builder));
          warnings.addAll(warningsOf(builder.store(world.store())));
        });

    assertThat(warnings).singleElement().asString().contains("2 nodes").contains("memory");
  }

  @Test
  void start_twoModulesOfferAStore_isAMistakeAmongTheOthersUnlessOneIsGiven(@TempDir Path folder)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(StateStoreProvider.class.getName()),
        List.of(OneOffer.class.getName(), OtherOffer.class.getName()));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader both = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(both);
      RuntimeBuilder builder = ActorRuntime.builder("bank").host(Account.DEFINITION);
      builder.pendingCallsMax(0);
      assertThat(refused(builder))
          .contains(OneOffer.class.getName())
          .contains(OtherOffer.class.getName())
          .contains("store(…)")
          .contains("pendingCallsMax");
      assertThat(refused(builder.store(InMemoryStateStore.create()))).doesNotContain("Offer");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void start_clientOnly_hostsNothingAndListensNowhere() {
    LocalWorld.runOnce(
        world -> {
          try (ActorRuntime client = world.node().nodes(List.of(THERE)).start()) {
            assertThat(client.metrics().activations()).isZero();
            assertThat(client.identity().address().host()).startsWith("client-");
          }
        });
  }

  /// A module's offer of a store.
  public static class OneOffer implements StateStoreProvider {
    @Override
    public Optional<StateStore> open(Providers providers, String namespace) {
      return Optional.of(InMemoryStateStore.create());
    }
  }

  /// Another module's.
  public static final class OtherOffer extends OneOffer {}

  private static List<String> warningsOf(RuntimeBuilder builder) throws Exception {
    List<String> warnings = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getLevel() == Level.WARNING) {
              warnings.add(MessageFormat.format(entry.getMessage(), entry.getParameters()));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(DefaultStore.class.getName());
    logger.addHandler(handler);
    logger.setLevel(Level.WARNING);
    try {
      builder.start().shutdown();
    } finally {
      logger.setLevel(null);
      logger.removeHandler(handler);
    }
    return warnings;
  }

  private static String refused(RuntimeBuilder builder) {
    return catchThrowableOfType(IllegalArgumentException.class, builder::start).getMessage();
  }
}
