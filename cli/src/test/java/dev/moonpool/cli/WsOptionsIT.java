package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.kit.AnswerServer;
import dev.moonpool.websocket.kit.NpmPackages;
import dev.moonpool.websocket.kit.ProxyServer;
import dev.moonpool.websocket.kit.ServerProcess;
import dev.moonpool.websocket.kit.TestCertificates;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The options of `ws` that say how to connect and what to send, against servers on real sockets.
@Timeout(120)
class WsOptionsIT {
  private static final String SECRET = "s3cret";

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final SystemProviders system = SystemProviders.start(1);
  private final Providers providers = system.providers();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void certificates() throws Exception {
    certificates = TestCertificates.make(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    system.close();
  }

  @Test
  void ws_optionsThatCannotBe_areUsageAndSayWhatToDo() {
    usage("--ca: tls.trusted cannot be read", "wss://127.0.0.1:1", "--ca", "none.pem");
    usage("--proxy: a proxy speaks http or socks5", "ws://127.0.0.1:1", "--proxy", "ftp://x");
    usage("--proxy: proxy.port is from 1", "ws://127.0.0.1:1", "--proxy", "x:99999");
    usage("a subprotocol is a token", "ws://127.0.0.1:1", "--subprotocol", "a b");
    usage("use --send", "ws://127.0.0.1:1", "--handler", "raw", "--request", "{}");
    usage("leave --subscribe out", "ws://127.0.0.1:1", "--handler", "raw", "--subscribe", "a");
    usage("--field is for", "ws://127.0.0.1:1", "--handler", "raw", "--field", "topic=t");
    usage("--methods is for", "ws://127.0.0.1:1", "--handler", "raw", "--methods", "a,b,c");
  }

  @Test
  void ws_fileOfAuthoritiesThatIsNone_isUsageEvenWithRetry() throws Exception {
    Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
    Ran ran =
        ws("wss://127.0.0.1:" + ServerProcess.freePort(), "--retry", "--ca", nonsense.toString());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(ran.err()).contains(nonsense.toString(), "cannot be used").doesNotContain("--retry");
  }

  @Test
  @Tag("field-WS12")
  void ws_plainMessages_areSentOnceAndPrintedAsTheyAre() throws Exception {
    Ran ran = ws(echo(), "--handler", "raw", "--send", "one", "--send", "{two", "--count", "2");

    assertThat(ran.out()).isEqualTo("one\n{two\n");
    assertThat(ran.err()).contains("sent 3 bytes", "sent 4 bytes").doesNotContain("subscribed");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
  }

  @Test
  void ws_sendWithJson_goesAsItStandsBeforeTheRequests() throws Exception {
    Ran ran =
        ws(
            feed(),
            "--send",
            "{\"op\":\"subscribe\",\"args\":[\"a\"]}",
            "--request",
            "{\"ask\":\"subscriptions\"}");

    assertThat(ran.out()).contains("answer [\"a\"]\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
  }

  @Test
  void ws_plainMessageRightBehindTheUpgrade_isPrintedAndCounted() throws Exception {
    String url = answering(visitor -> visitor.upgrade().text("hello"));
    Ran ran = ws(url, "--handler", "raw", "--count", "1");

    assertThat(ran.out()).isEqualTo("hello\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
  }

  @Test
  void ws_subprotocolsAndCompression_areOfferedAndTaken() throws Exception {
    Ran ran =
        ws(
            feed(),
            "--subprotocol",
            "v2",
            "--subprotocol",
            "v1",
            "--compress",
            "--request",
            "{\"ask\":\"echo\",\"text\":\"" + "a".repeat(1000) + "\"}");
    List<String> heads = new CopyOnWriteArrayList<>();
    String url = answering(visitor -> heads.add(visitor.upgrade().text("hello").head()));
    Ran without = ws(url, "--handler", "raw", "--count", "1", "--compress");

    assertThat(ran.out()).contains("a".repeat(1000));
    assertThat(ran.err()).contains("ready, epoch 1, subprotocol v2\n");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(without.out()).isEqualTo("hello\n");
    assertThat(heads).hasSize(1).first().asString().containsIgnoringCase("permessage-deflate");
  }

  @Test
  void ws_serverWithoutTheSubprotocol_isRefusedByName() throws Exception {
    Ran ran = ws(answering(AnswerServer.Visitor::upgrade), "--subprotocol", "v2");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.err()).contains("chose none of the subprotocols [v2]");
  }

  @Test
  @Tag("field-WS12")
  void ws_ownAuthority_isTrustedOnlyWithCa() throws Exception {
    SslContext context =
        SslContextBuilder.forServer(
                certificates.chain("server").toFile(), certificates.key("server").toFile())
            .build();
    AnswerServer server =
        AnswerServer.listen(
            providers,
            new InetSocketAddress("127.0.0.1", 0),
            Optional.of(() -> context.newHandler(ByteBufAllocator.DEFAULT)),
            visitor -> visitor.upgrade().text("hello"));
    open.add(server);
    String url = "wss://127.0.0.1:" + server.port();
    Ran let =
        ws(url, "--handler", "raw", "--count", "1", "--ca", certificates.chain("ca").toString());
    Ran refused = ws(url, "--handler", "raw", "--count", "1");

    assertThat(let.out()).isEqualTo("hello\n");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(refused.err()).contains("cannot be reached");
  }

  @Test
  @Tag("field-WS12")
  void ws_proxyThatKnowsUs_leadsOnAndItsRefusalIsTold() throws Exception {
    AnswerServer server =
        AnswerServer.listen(providers, visitor -> visitor.upgrade().text("hello"));
    open.add(server);
    ProxyServer proxy =
        ProxyServer.listen(
            providers, new InetSocketAddress("127.0.0.1", server.port()), "me", SECRET);
    open.add(proxy::close);
    String place = "127.0.0.1:" + proxy.port();
    Ran http = proxied("http://me:" + SECRET + "@" + place);
    Ran socks = proxied("socks5://me:" + SECRET + "@" + place);
    Ran refused = proxied("http://me:wrong-" + SECRET + "@" + place);

    assertThat(http.out()).isEqualTo("hello\n");
    assertThat(socks.out()).isEqualTo("hello\n");
    assertThat(proxy.asked()).containsExactly("http far.example:80", "socks far.example:80");
    assertThat(refused.exitCode()).isNotEqualTo(ExitCode.SUCCESS.number());
    assertThat(refused.err()).contains("407");
    assertThat(List.of(http.err(), socks.err(), refused.err()))
        .noneMatch(said -> said.contains(SECRET));
  }

  private static Ran proxied(String proxy) {
    return ws("ws://far.example", "--handler", "raw", "--count", "1", "--proxy", proxy);
  }

  @Test
  @Tag("field-WS10")
  void ws_passwordInTheUrl_isToldToTheServerAndNeverPrinted() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    String good =
        answering(visitor -> told.add(visitor.upgrade().text("hello").field("Authorization")));
    String bad =
        answering(visitor -> visitor.head("HTTP/1.1 401 Unauthorized", "Content-Length: 0"));
    String user = "ws://me:" + SECRET + "@";
    List<Ran> all = new ArrayList<>();
    for (String json : List.of("--json", "--seconds=9")) {
      all.add(ws(good.replace("ws://", user), "--handler", "raw", "--count", "1", json));
      all.add(ws(bad.replace("ws://", user), json));
      all.add(ws(user + "127.0.0.1:" + ServerProcess.freePort(), json));
    }
    all.add(ws(user + "127.0.0.1:99999"));
    all.add(ws("http://me:" + SECRET + "@127.0.0.1"));
    all.add(ws("me:" + SECRET + "@127.0.0.1"));
    all.add(ws("ws://127.0.0.1:1", user + "127.0.0.1"));
    all.add(ws("ws://127.0.0.1:1", "--prxy=http://me:" + SECRET + "@x"));
    all.add(ws("ws://127.0.0.1:1", "--proxy", "ftp://me:" + SECRET + "@x"));
    all.add(ws("ws://127.0.0.1:1", "--header", "Bearer " + SECRET));

    String basic = Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes());
    assertThat(told).containsExactly("Basic " + basic, "Basic " + basic);
    assertThat(all)
        .noneMatch(ran -> (ran.out() + ran.err()).contains(SECRET))
        .noneMatch(ran -> (ran.out() + ran.err()).contains(basic));
    assertThat(all.stream().map(Ran::exitCode))
        .containsExactly(0, 1, 3, 0, 1, 3, 2, 2, 2, 2, 2, 2, 2);
  }

  @Test
  @Tag("field-WS10")
  void ws_verbose_logsNoPasswordEither(@TempDir Path own) throws Exception {
    String url = "ws://me:" + SECRET + "@127.0.0.1:" + ServerProcess.freePort();
    try (WsProcess running = start(own, Map.of(), url, "-v", "--retry", "--seconds", "3")) {
      assertThat(running.awaitEnd()).isEqualTo(ExitCode.SUCCESS.number());
      assertThat(String.join(" ", running.lines()))
          .contains("attempt 1 failed")
          .doesNotContain(SECRET);
    }
  }

  @Test
  @Tag("field-WS12")
  void ws_proxyOfTheEnvironment_isUsedOnlyWhenAskedFor(@TempDir Path own) throws Exception {
    String url = answering(visitor -> visitor.upgrade().text("hello"));
    int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    ProxyServer proxy =
        ProxyServer.listen(providers, new InetSocketAddress("127.0.0.1", port), "", "");
    open.add(proxy::close);
    Map<String, String> environment =
        Map.of("http_proxy", "127.0.0.1:" + proxy.port(), "no_proxy", "127.0.0.1");
    List<List<String>> said = new ArrayList<>();
    for (String[] more :
        List.of(
            new String[] {"ws://far.example", "--proxy", "env"},
            new String[] {url, "--proxy", "env"},
            new String[] {url})) {
      List<String> all = new ArrayList<>(List.of(more));
      all.addAll(List.of("--handler", "raw", "--count", "1"));
      try (WsProcess running = start(own, environment, all.toArray(String[]::new))) {
        assertThat(running.awaitEnd()).isEqualTo(ExitCode.SUCCESS.number());
        said.add(running.lines());
      }
    }
    assertThat(said).allMatch(lines -> lines.contains("hello"));
    assertThat(proxy.asked()).containsExactly("http far.example:80");
  }

  @Test
  void ws_environmentThatNamesNoProxy_isUsageThatNamesTheVariable(@TempDir Path own)
      throws Exception {
    Map<String, String> environment = Map.of("https_proxy", "ftp://me:" + SECRET + "@x");
    try (WsProcess running = start(own, environment, "wss://127.0.0.1:1", "--proxy", "env")) {
      assertThat(running.awaitEnd()).isEqualTo(ExitCode.USAGE.number());
      assertThat(running.lines())
          .singleElement()
          .asString()
          .startsWith("moonpool: --proxy: environment variable https_proxy: ")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void ws_toldToEndWhileItCannotConnect_ends(@TempDir Path own) throws Exception {
    String url = "ws://127.0.0.1:" + ServerProcess.freePort();
    try (WsProcess running = start(own, Map.of(), url, "--retry", "--send", "x")) {
      running.await("an attempt", lines -> lines.toString().contains("attempt 1 failed"));
      running.tellToEnd();
      assertThat(running.awaitEnd()).as("as the shell knows it").isPositive();
      assertThat(running.lines().toString())
          .contains("closed: ")
          .doesNotContain("sent 1 bytes", "bug");
    }
  }

  @Test
  void ws_toldToEndWhileTheServerAnswersNothing_ends(@TempDir Path own) throws Exception {
    String url = answering(AnswerServer.Visitor::upgrade); // and not even a close
    try (WsProcess running =
        start(own, Map.of(), url, "--handler", "raw", "--send", "a".repeat(100_000))) {
      running.await("the message", lines -> lines.contains("sent 100000 bytes"));
      running.tellToEnd();
      assertThat(running.awaitEnd()).as("as the shell knows it").isPositive();
      assertThat(running.lines().toString()).contains("closed: ").doesNotContain("bug");
    }
  }

  // ---- servers

  private String answering(AnswerServer.Script script) throws Exception {
    AnswerServer server = AnswerServer.listen(providers, script);
    open.add(server);
    return "ws://127.0.0.1:" + server.port();
  }

  private String feed() throws Exception {
    int port = ServerProcess.freePort();
    open.add(ServerProcess.start(NpmPackages.feed(port)));
    return "ws://127.0.0.1:" + port;
  }

  private String echo() throws Exception {
    int port = ServerProcess.freePort();
    open.add(ServerProcess.start(NpmPackages.echo(port)));
    return "ws://127.0.0.1:" + port;
  }

  // ---- runs

  private WsProcess start(Path own, Map<String, String> environment, String... arguments)
      throws Exception {
    return WsProcess.start(providers, own.resolve("out"), environment, arguments);
  }

  private static Ran ws(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ws"));
    all.addAll(List.of(arguments));
    return Ran.command(all.toArray(String[]::new));
  }

  private static void usage(String said, String... arguments) {
    Ran ran = ws(arguments);
    assertThat(ran.err()).startsWith("moonpool: ").contains(said).hasLineCount(1);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
  }
}
