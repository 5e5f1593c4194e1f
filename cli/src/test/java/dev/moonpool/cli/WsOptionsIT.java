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
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);
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
  void ws_toldToEndWhileItCannotConnect_ends(@TempDir Path own) throws Exception {
    Path out = own.resolve("out");
    Process running =
        new ProcessBuilder(
                command("ws://127.0.0.1:" + ServerProcess.freePort(), "--retry", "--send", "x"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      await(out, "a failed attempt", "attempt 1 failed");
      running.destroy();
      assertThat(running.waitFor()).as("as the shell knows it").isPositive();
      assertThat(Files.readString(out)).contains("closed: ").doesNotContain("sent", "bug");
    } finally {
      running.destroyForcibly();
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

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "ws"));
    command.addAll(List.of(arguments));
    return command;
  }

  private void await(Path out, String what, String text) throws Exception {
    long start = providers.time().nanoTime();
    while (!Files.readString(out).contains(text)) {
      if (providers.time().nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError(
            "waited %s for %s; it said %s".formatted(PATIENCE, what, Files.readString(out)));
      }
      providers.time().sleep(Duration.ofMillis(50));
    }
  }
}
