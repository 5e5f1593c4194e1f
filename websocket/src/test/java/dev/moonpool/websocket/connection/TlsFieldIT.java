package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.AnswerServer;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ProxyServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.kit.TestCertificates;
import dev.moonpool.websocket.protocol.WsException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that change on disk, proxies before TLS, and names of hosts, over real sockets.
@Timeout(60)
class TlsFieldIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final ServerRules rules = new ServerRules();
  private final List<String> visitors = new CopyOnWriteArrayList<>();
  private SystemProviders system;
  private Providers providers;
  private LineServer server;

  @BeforeAll
  static void certificates() throws Exception {
    certificates = TestCertificates.make(folder);
  }

  @BeforeEach
  void listen() throws Exception {
    system = SystemProviders.start(1);
    providers = system.providers();
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    SslContext context =
        SslContextBuilder.forServer(
                certificates.chain("server").toFile(), certificates.key("server").toFile())
            .trustManager(certificates.chain("ca").toFile())
            .clientAuth(ClientAuth.REQUIRE)
            .build();
    rules.tls = Optional.of(() -> welcoming(context));
    server = LineServer.listen(providers, any, rules, new ServerLog());
  }

  private SslHandler welcoming(SslContext context) {
    SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT);
    handler
        .handshakeFuture()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                visitors.add(handler.engine().getSession().getPeerPrincipal().getName());
              }
            });
    return handler;
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    system.close();
  }

  @Test
  @Tag("field-WS11")
  void certificate_replacedOnDisk_isUsedByTheNextReconnect(@TempDir Path own) throws Exception {
    TlsConfig tls = install(own, "client");
    try (ConnectionHandle handle = connect(tls).handle()) {
      assertThat(handle.request("one", String.class)).isEqualTo("one");
      install(own, "elsewhere");
      assertThat(handle.request("two", String.class)).isEqualTo("two");
      handle.reconnect("for a change");
      assertThat(handle.request("three", String.class)).isEqualTo("three");
    }
    assertThat(visitors).containsExactly("CN=client", "CN=elsewhere");
  }

  @Test
  @Tag("field-WS11")
  void certificate_replacedByNonsense_failsTheAttemptAndDisturbsNobody(@TempDir Path own)
      throws Exception {
    TlsConfig tls = install(own, "client");
    try (ConnectionHandle old = connect(tls).handle()) {
      assertThat(old.request("one", String.class)).isEqualTo("one");
      Files.writeString(own.resolve("own.key"), "nonsense");
      Connection young = connect(tls);
      assertThat(failed(young).cause())
          .isInstanceOf(WsException.Config.class)
          .hasMessageContaining("files of the TLS configuration cannot be used")
          .hasMessageContaining("key " + own.resolve("own.key"));
      Files.delete(own.resolve("own.crt"));
      assertThat(
              CalmWorld.next(providers.time(), young, Event.AttemptFailed.class, PATIENCE).cause())
          .isInstanceOf(WsException.Config.class);
      assertThat(old.request("two", String.class)).isEqualTo("two");
      assertThat(old.epoch()).isEqualTo(new ConnectionEpoch(1));
      install(own, "client");
      try (ConnectionHandle handle = young.handle()) {
        assertThat(handle.request("three", String.class)).isEqualTo("three");
      }
    }
  }

  @Test
  @Tag("field-WS11")
  void tlsSupplier_thatBlocks_isAskedAtEachAttemptBesideTheLoop(@TempDir Path own)
      throws Exception {
    TlsConfig first = install(own.resolve("first"), "client");
    TlsConfig second = install(own.resolve("second"), "elsewhere");
    List<TlsConfig> next = new CopyOnWriteArrayList<>(List.of(first, second));
    try (ConnectionHandle other = connect(first).handle()) {
      assertThat(other.request("ready", String.class)).isEqualTo("ready");
      ConnectionConfig config = config(first, to -> to);
      AttemptSuppliers suppliers =
          AttemptSuppliers.of(config)
              .withTls(
                  () -> {
                    // The only event loop must serve the other connection meanwhile.
                    assertThat(other.requestAsync("meanwhile", String.class).join())
                        .isEqualTo("meanwhile");
                    return next.removeFirst();
                  });
      try (ConnectionHandle handle =
          Connection.connect(providers, config, new LineHandler(false, true), suppliers).handle()) {
        assertThat(handle.request("one", String.class)).isEqualTo("one");
        handle.reconnect("for a change");
        assertThat(handle.request("two", String.class)).isEqualTo("two");
      }
    }
    assertThat(visitors).containsExactly("CN=client", "CN=client", "CN=elsewhere");
  }

  @Test
  @Tag("field-WS11")
  void tls_withFilesThatHaveNotChanged_isMadeOnce(@TempDir Path own) throws Exception {
    TlsConfig tls = install(own, "client");
    Tls made = Tls.of(tls, null);
    assertThat(Tls.of(tls, made)).isSameAs(made);
    assertThat(Tls.of(tls.withCertificate(own.resolve("own.crt"), own.resolve("own.key")), made))
        .isSameAs(made);
    install(own, "elsewhere");
    assertThat(Tls.of(tls, made)).isNotSameAs(made);
    Files.delete(own.resolve("own.crt"));
    assertThatThrownBy(() -> Tls.of(tls, made))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("tls.chain cannot be read: " + own.resolve("own.crt"));
  }

  @Test
  @Tag("field-WS12")
  void proxyBeforeTls_thatRefuses_isToldWithItsStatus(@TempDir Path own) throws Exception {
    TlsConfig tls = install(own, "client");
    try (AnswerServer proxy =
        AnswerServer.listen(
            providers,
            visitor ->
                visitor
                    .head("HTTP/1.1 407 Proxy Authentication Required", "Content-Length: 4")
                    .say("who?"))) {
      ProxyConfig http = ProxyConfig.http("127.0.0.1", proxy.port());
      Event.AttemptFailed failed = failed(connect(tls, to -> to.proxy(http)));
      assertThat(failed.cause())
          .hasMessageContaining("status 407 Proxy Authentication Required")
          .hasMessageContaining("ProxyConfig.withCredentials");
      UpgradeAnswer answer = failed.answer().orElseThrow();
      assertThat(answer.status()).isEqualTo(407);
      assertThat(answer.body()).isEqualTo("who?");
      ProxyConfig socks = ProxyConfig.socks5("127.0.0.1", proxy.port());
      assertThat(failed(connect(tls, to -> to.proxy(socks).connectTimeout(Duration.ofMillis(300)))))
          .isNotNull(); // a proxy of another kind, which waits for HTTP
    }
    ProxyServer strict =
        ProxyServer.listen(
            providers, new InetSocketAddress("127.0.0.1", server.port()), "me", "it's me");
    for (ProxyConfig config :
        List.of(
            ProxyConfig.socks5("127.0.0.1", strict.port()),
            ProxyConfig.http("127.0.0.1", strict.port()).withCredentials("me", "not me"))) {
      assertThat(failed(connect(tls, to -> to.proxy(config))).cause().toString())
          .containsAnyOf("socks5", "407")
          .doesNotContain("TLS control");
    }
    strict.close();
  }

  @Test
  @Tag("field-WS10")
  void host_withUnderlineOrFinalDot_isConnectedTo(@TempDir Path own) throws Exception {
    TlsConfig tls = install(own, "client");
    try (ConnectionHandle handle = connect("wss://localhost.", tls, to -> to).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
    }
    rules.tls = Optional.empty();
    try (ConnectionHandle handle = connect("ws://localhost.", tls, to -> to).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
    }
    ProxyServer proxy =
        ProxyServer.listen(providers, new InetSocketAddress("127.0.0.1", server.port()), "", "");
    for (ProxyConfig config :
        List.of(
            ProxyConfig.http("127.0.0.1", proxy.port()),
            ProxyConfig.socks5("127.0.0.1", proxy.port()))) {
      try (ConnectionHandle handle =
          connect("ws://my_service", tls, to -> to.proxy(config)).handle()) {
        assertThat(handle.request("hello", String.class)).isEqualTo("hello");
      }
    }
    assertThat(proxy.asked())
        .containsExactly("http my_service:" + server.port(), "socks my_service:" + server.port());
    assertThat(failed(connect("ws://my_service", tls, to -> to)).cause())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("my_service");
    proxy.close();
  }

  private static TlsConfig install(Path to, String name) throws IOException {
    Files.createDirectories(to);
    replace(certificates.chain(name), to.resolve("own.crt"));
    replace(certificates.key(name), to.resolve("own.key"));
    return TlsConfig.trusting(certificates.chain("ca"))
        .withCertificate(to.resolve("own.crt"), to.resolve("own.key"));
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private Connection connect(TlsConfig tls) {
    return connect(tls, to -> to);
  }

  private Connection connect(TlsConfig tls, UnaryOperator<ConnectionConfig.Builder> changes) {
    return Connection.connect(providers, config(tls, changes), new LineHandler(false, true));
  }

  private Connection connect(
      String url, TlsConfig tls, UnaryOperator<ConnectionConfig.Builder> changes) {
    ConnectionConfig config = config(url, tls, changes);
    return Connection.connect(providers, config, new LineHandler(false, true));
  }

  private ConnectionConfig config(TlsConfig tls, UnaryOperator<ConnectionConfig.Builder> changes) {
    return config("wss://localhost", tls, changes);
  }

  private ConnectionConfig config(
      String url, TlsConfig tls, UnaryOperator<ConnectionConfig.Builder> changes) {
    ConnectionConfig.Builder config =
        ConnectionConfig.builder(url + ":" + server.port())
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(20), Duration.ofSeconds(1)))
            .connectTimeout(PATIENCE)
            .requestTimeout(PATIENCE)
            .tls(tls);
    return changes.apply(config).build();
  }

  private Event.AttemptFailed failed(Connection connection) throws InterruptedException {
    return CalmWorld.next(providers.time(), connection, Event.AttemptFailed.class, PATIENCE);
  }
}
