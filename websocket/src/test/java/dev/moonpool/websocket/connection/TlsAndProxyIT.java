package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.LineHandler;
import dev.moonpool.websocket.kit.LineServer;
import dev.moonpool.websocket.kit.ProxyServer;
import dev.moonpool.websocket.kit.ServerLog;
import dev.moonpool.websocket.kit.ServerRules;
import dev.moonpool.websocket.kit.TestCertificates;
import dev.moonpool.websocket.protocol.WsException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.DomainWildcardMappingBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections over TLS and through proxies, over real sockets on the loopback.
@Tag("W3")
@Timeout(60)
class TlsAndProxyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final ServerRules rules = new ServerRules();
  private final ServerLog log = new ServerLog();
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
    server = LineServer.listen(providers, any, rules, log);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    system.close();
  }

  @Test
  void tls_authorityIsTrusted_isReadyAndComesBack() throws Exception {
    serve("server", ClientAuth.NONE);
    TlsConfig trusting = TlsConfig.trusting(certificates.chain("ca"));
    try (ConnectionHandle handle = connect("wss://localhost", to -> to.tls(trusting)).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
      handle.reconnect("for a change");
      assertThat(handle.request("again", String.class)).isEqualTo("again");
    }
    TlsConfig same = TlsConfig.of(trustingContext());
    try (ConnectionHandle handle = connect("wss://127.0.0.1", to -> to.tls(same)).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
    }
  }

  @Test
  void tls_serverIsNotTrusted_isNotSpokenTo() throws Exception {
    serve("stranger", ClientAuth.NONE);
    TlsConfig trusting = TlsConfig.trusting(certificates.chain("ca"));
    assertThat(failure("wss://localhost", to -> to.tls(trusting))).contains("certification path");
    assertThat(failure("wss://localhost", UnaryOperator.identity())).contains("certification path");
    assertThat(log.accepted()).isZero();
  }

  @Test
  void tls_serverIsSomebodyElse_isNotSpokenTo() throws Exception {
    serve("elsewhere", ClientAuth.NONE);
    TlsConfig trusting = TlsConfig.trusting(certificates.chain("ca"));
    assertThat(failure("wss://localhost", to -> to.tls(trusting))).contains("localhost");
    TlsConfig same = TlsConfig.of(trustingContext());
    assertThat(failure("wss://localhost", to -> to.tls(same))).contains("localhost");
    assertThat(failure("wss://127.0.0.1", to -> to.tls(same))).contains("127.0.0.1");
  }

  @Test
  void tls_serverWantsToKnowUs_isShownOurCertificate() throws Exception {
    serve("server", ClientAuth.REQUIRE);
    TlsConfig nobody = TlsConfig.trusting(certificates.chain("ca"));
    assertThat(failure("wss://localhost", to -> to.tls(nobody))).isNotEmpty();
    assertThat(log.accepted()).isZero();
    TlsConfig known =
        nobody.withCertificate(certificates.chain("client"), certificates.key("client"));
    try (ConnectionHandle handle = connect("wss://localhost", to -> to.tls(known)).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
    }
  }

  @Test
  void tls_serverHasManyNames_isToldWhichIsMeant() throws Exception {
    SslContext context = context("server", ClientAuth.NONE);
    List<String> names = new CopyOnWriteArrayList<>();
    rules.tls =
        Optional.of(
            () ->
                new SniHandler(new DomainWildcardMappingBuilder<>(context).build()) {
                  @Override
                  protected io.netty.handler.ssl.SslHandler newSslHandler(
                      SslContext chosen, ByteBufAllocator allocator) {
                    names.add(hostname());
                    return super.newSslHandler(chosen, allocator);
                  }
                });
    TlsConfig trusting = TlsConfig.trusting(certificates.chain("ca"));
    try (ConnectionHandle handle = connect("wss://localhost", to -> to.tls(trusting)).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
    }
    assertThat(names).containsExactly("localhost");
  }

  @Test
  void tls_filesThatAreMissing_areNamedAtOnce() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> TlsConfig.trusting(missing).withCertificate(missing, missing))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("tls.trusted cannot be read");
    assertThatThrownBy(
            () ->
                new TlsConfig(
                    Optional.empty(), Optional.of(folder), Optional.empty(), Optional.empty()))
        .hasMessageContaining("tls.chain and tls.key go together");
  }

  @Test
  void tls_fileThatIsNoCertificate_failsTheAttempt() {
    TlsConfig nonsense = TlsConfig.trusting(certificates.key("ca"));
    assertThat(failure("wss://localhost", to -> to.tls(nonsense)))
        .contains("TLS configuration", "ca.key");
  }

  @Test
  void proxy_ofEitherKind_isLedThroughWithTheServersName() throws Exception {
    ProxyServer proxy = proxy("", "");
    ProxyConfig http = ProxyConfig.http("localhost", proxy.port());
    ProxyConfig socks = ProxyConfig.socks5("127.0.0.1", proxy.port());
    for (ProxyConfig config : List.of(http, socks)) {
      try (ConnectionHandle handle =
          connect("ws://feed.invalid", to -> to.proxy(config)).handle()) {
        assertThat(handle.request("hello", String.class)).isEqualTo("hello");
      }
    }
    assertThat(proxy.asked())
        .containsExactly(
            "http feed.invalid:" + server.port(), "socks feed.invalid:" + server.port());
    proxy.close();
  }

  @Test
  void proxy_thatWantsToKnowUs_isTold() throws Exception {
    ProxyServer proxy = proxy("me", "it's me");
    for (ProxyConfig config :
        List.of(
            ProxyConfig.http("127.0.0.1", proxy.port()),
            ProxyConfig.socks5("127.0.0.1", proxy.port()))) {
      assertThat(failure("ws://feed.invalid", to -> to.proxy(config))).contains("proxy");
      ProxyConfig wrong = config.withCredentials("me", "not me");
      assertThat(failure("ws://feed.invalid", to -> to.proxy(wrong))).contains("proxy");
      ProxyConfig right = config.withCredentials("me", "it's me");
      try (ConnectionHandle handle = connect("ws://feed.invalid", to -> to.proxy(right)).handle()) {
        assertThat(handle.request("hello", String.class)).isEqualTo("hello");
      }
      assertThat(right.toString()).doesNotContain("it's me");
    }
    proxy.close();
  }

  @Test
  void proxy_underTls_seesOnlyTheName() throws Exception {
    serve("server", ClientAuth.NONE);
    ProxyServer proxy = proxy("", "");
    TlsConfig trusting = TlsConfig.trusting(certificates.chain("ca"));
    ProxyConfig through = ProxyConfig.http("127.0.0.1", proxy.port());
    try (ConnectionHandle handle =
        connect("wss://localhost", to -> to.tls(trusting).proxy(through)).handle()) {
      assertThat(handle.request("hello", String.class)).isEqualTo("hello");
    }
    assertThat(proxy.asked()).containsExactly("http localhost:" + server.port());
    proxy.close();
  }

  @Test
  @Tag("W9")
  void proxy_thatDoesNotAnswer_isGivenUpInTime() throws Exception {
    ConnectionConfig.Builder config =
        ConnectionConfig.builder("ws://feed.invalid")
            .connectTimeout(Duration.ofMillis(200))
            .backoff(BackoffPolicy.DEFAULT.withAttemptsMax(0))
            .proxy(ProxyConfig.socks5("127.0.0.1", server.port())); // waits for HTTP
    Connection connection =
        Connection.connect(providers, config.build(), new LineHandler(false, true));
    assertThat(connection.stream().poll(PATIENCE))
        .hasValueSatisfying(event -> assertThat(event).isInstanceOf(Event.AttemptFailed.class));
    connection.handle().close();
  }

  @Test
  void config_withLineBreaks_isRefused() {
    assertThatThrownBy(() -> ProxyConfig.http("host\r\nX: y", 0))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("proxy.host")
        .hasMessageContaining("proxy.port");
    assertThatThrownBy(() -> ProxyConfig.http("host", 1).withCredentials("a:b", "c"))
        .hasMessageContaining("no colon");
    assertThatThrownBy(() -> ConnectionConfig.builder("ws://host").header("X", "a\r\nY: b").build())
        .isInstanceOf(WsException.Config.class);
    assertThatThrownBy(() -> ConnectionConfig.builder("ws://host/\r\nX: y").build())
        .isInstanceOf(WsException.Config.class);
    assertThatThrownBy(() -> ConnectionConfig.builder("ws://host").subprotocol("a\r\nb").build())
        .isInstanceOf(WsException.Config.class);
  }

  private void serve(String name, ClientAuth auth) throws Exception {
    SslContext context = context(name, auth);
    rules.tls = Optional.of(() -> context.newHandler(ByteBufAllocator.DEFAULT));
  }

  private static SslContext context(String name, ClientAuth auth) throws Exception {
    return SslContextBuilder.forServer(
            certificates.chain(name).toFile(), certificates.key(name).toFile())
        .trustManager(certificates.chain("ca").toFile())
        .clientAuth(auth)
        .build();
  }

  private static SSLContext trustingContext() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificates.keyStore().getCertificate("ca"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private ProxyServer proxy(String user, String password) throws Exception {
    InetSocketAddress target = new InetSocketAddress("127.0.0.1", server.port());
    return ProxyServer.listen(providers, target, user, password);
  }

  private Connection connect(String url, UnaryOperator<ConnectionConfig.Builder> changes) {
    ConnectionConfig.Builder config =
        ConnectionConfig.builder(url + ":" + server.port())
            .backoff(
                BackoffPolicy.DEFAULT
                    .withDelays(Duration.ofMillis(20), Duration.ofSeconds(1))
                    .withAttemptsMax(2))
            .requestTimeout(PATIENCE);
    return Connection.connect(
        providers, changes.apply(config).build(), new LineHandler(false, true));
  }

  /// Why the first attempt fails, with all that is behind it.
  private String failure(String url, UnaryOperator<ConnectionConfig.Builder> changes) {
    Connection connection = connect(url, changes);
    try (ConnectionHandle handle = connection.handle()) {
      for (Event event : connection.stream()) {
        if (event instanceof Event.AttemptFailed(long attempt, Throwable cause, Duration next)) {
          StringBuilder text = new StringBuilder();
          for (Throwable at = cause; at != null; at = at.getCause()) {
            text.append(at).append('\n');
          }
          return text.toString();
        }
        if (event instanceof Event.Connected) {
          throw new AssertionError(handle + " is connected");
        }
      }
      throw new AssertionError("no attempt has failed");
    }
  }
}
