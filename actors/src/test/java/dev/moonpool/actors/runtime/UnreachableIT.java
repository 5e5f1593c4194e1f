package dev.moonpool.actors.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.actors.api.NotSentException;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.messaging.Connection;
import dev.moonpool.foundation.system.SystemProviders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A client whose nodes cannot be reached is told what was tried last and why it failed, and one
/// line of the log says so too.
@Tag("field-O4")
class UnreachableIT {
  /// Shorter than the directory's own patience, so that the call ends while it is still tried.
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final LoggedLines lines =
      LoggedLines.of(Logger.getLogger(Connection.class.getName()), Level.WARNING);
  private SystemProviders system;

  @BeforeEach
  void start() {
    system = SystemProviders.start(2);
  }

  @AfterEach
  void stop() {
    lines.close();
    system.close();
  }

  @Test
  void call_nothingListensThere_namesTheAddressAndTheRefusal() throws Exception {
    NodeAddress nowhere = freeAddress();
    assertToldAndLogged(nowhere, "cannot be reached", "Connection refused");
  }

  @Test
  void call_anotherServiceListensThere_saysSo() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      system.providers().tasks().start("web", () -> answerAsAWebServer(web));
      assertToldAndLogged(
          NodeAddress.parse("127.0.0.1:" + web.getLocalPort()),
          "does another service listen there?");
    }
  }

  @Test
  void call_aSilentServiceListensThere_saysThatItIsBeingDialed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      NodeAddress address = NodeAddress.parse("127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(() -> call(address, "test", SHORT))
          .isInstanceOf(NotSentException.class)
          .hasMessageContaining(address + " is being dialed");
    }
  }

  @Test
  void call_theNodeIsOfAnotherNamespace_namesBoth() throws Exception {
    NodeAddress address = freeAddress();
    try (ActorRuntime _ = node("other", address.toString(), List.of(address))) {
      assertToldAndLogged(address, "namespace 'test'", "namespace 'other'");
    }
  }

  @Test
  void call_theNodeIsKnownByAnotherName_namesBoth() throws Exception {
    NodeAddress address = freeAddress();
    try (ActorRuntime _ = node("test", address.toString(), List.of(address))) {
      NodeAddress alias = new NodeAddress("localhost", address.port());
      assertToldAndLogged(alias, "dialed " + alias, "this is " + address);
    }
  }

  @Test
  void call_theNodeWasGivenNoNodes_saysThatItIsNotPartOfACluster() throws Exception {
    NodeAddress address = freeAddress();
    try (ActorRuntime _ = node("test", address.toString(), List.of())) {
      assertThatThrownBy(() -> call(address, "test", SHORT))
          .isInstanceOf(NotSentException.class)
          .hasMessageContaining("is not part of a cluster");
    }
  }

  @Test
  void call_untilTheDirectoryGivesUp_saysWhyToo() throws Exception {
    NodeAddress nowhere = freeAddress();
    assertThatThrownBy(() -> call(nowhere, "test", Duration.ofMinutes(1)))
        .isInstanceOf(NotSentException.class)
        .hasMessageContaining("cannot be located")
        .hasMessageContaining("Connection refused");
  }

  private void assertToldAndLogged(NodeAddress address, String... parts) throws Exception {
    assertThatThrownBy(() -> call(address, "test", SHORT))
        .isInstanceOf(NotSentException.class)
        .satisfies(thrown -> assertThat(thrown).hasMessageContainingAll(parts))
        .hasMessageContaining(address.toString());
    assertThat(lines.texts())
        .filteredOn(text -> text.startsWith(address + " cannot be reached"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains(parts[parts.length - 1]));
  }

  private void call(NodeAddress node, String namespace, Duration timeout) throws Exception {
    try (ActorRuntime client =
        ActorRuntime.builder(namespace)
            .providers(system.providers())
            .nodes(List.of(node))
            .know(Probe.TYPE)
            .start()) {
      client.actor(Probe.TYPE, "p").call(new Probe.Peek(), timeout);
    }
  }

  private ActorRuntime node(String namespace, String listen, List<NodeAddress> nodes)
      throws Exception {
    return ActorRuntime.builder(namespace)
        .providers(system.providers())
        .listen(listen)
        .nodes(nodes)
        .host(new Probe.Journal(system.providers().time()).definition())
        .start();
  }

  private static void answerAsAWebServer(ServerSocket web) {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try {
      while (true) {
        try (Socket accepted = web.accept()) {
          accepted.getOutputStream().write(answer);
        }
      }
    } catch (IOException e) {
      if (!web.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static NodeAddress freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return NodeAddress.parse("127.0.0.1:" + socket.getLocalPort());
    }
  }
}
