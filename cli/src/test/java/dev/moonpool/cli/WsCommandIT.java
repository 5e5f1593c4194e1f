package dev.moonpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.client.WsClient;
import dev.moonpool.websocket.handlers.GenericJsonHandler;
import dev.moonpool.websocket.handlers.JsonFields;
import dev.moonpool.websocket.handlers.JsonRpcCall;
import dev.moonpool.websocket.handlers.JsonRpcHandler;
import dev.moonpool.websocket.handlers.JsonRpcTopics;
import dev.moonpool.websocket.kit.NpmPackages;
import dev.moonpool.websocket.kit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The `ws` command against servers that are not ours, as real processes.
@Tag("W23")
@Timeout(300)
class WsCommandIT {
  private final SystemProviders system = SystemProviders.start(1);
  private final Providers providers = system.providers();
  private ServerProcess server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    system.close();
  }

  @Test
  void ws_badArguments_areUsageAndStartNothing() {
    usage("begins with ws://", "http://127.0.0.1");
    usage("brackets in a url hold an IPv6 address", "ws://[");
    usage("--handler is json, jsonrpc or raw", "ws://127.0.0.1:1", "--handler", "xml");
    usage("--request is a JSON object", "ws://127.0.0.1:1", "--request", "[1]");
    usage("--request is no JSON", "ws://127.0.0.1:1", "--request", "{");
    usage(
        "--request is a call",
        "ws://127.0.0.1:1",
        "--handler",
        "jsonrpc",
        "--request",
        "{\"x\":1}");
    usage("--header is NAME:VALUE", "ws://127.0.0.1:1", "--header", "secret");
    usage("is set by the upgrade itself", "ws://127.0.0.1:1", "--header", "Host: x");
    usage("--field knows no 'colour'", "ws://127.0.0.1:1", "--field", "colour=red");
    usage("--field is for", "ws://127.0.0.1:1", "--handler", "jsonrpc", "--field", "topic=t");
    usage("--methods is for", "ws://127.0.0.1:1", "--methods", "a,b,c");
    usage("--count is from 1", "ws://127.0.0.1:1", "--count", "0");
    usage("Missing required parameter", "--count", "1");
  }

  @Test
  void ws_portWithoutServer_isOneLineThatSaysSo() throws IOException {
    String url = "ws://127.0.0.1:" + ServerProcess.freePort();
    Ran ran = Ran.command("ws", url, "--json");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.ENVIRONMENT.number());
    assertThat(ran.err())
        .startsWith("moonpool: " + url + "/ cannot be reached: ")
        .contains("Connection refused")
        .contains("--retry")
        .hasLineCount(1);
  }

  @Test
  void ws_upgradeUnauthorized_saysHowToSayWhoOneIs() throws Exception {
    String url = feed("good");
    Ran refused = Ran.command("ws", url, "--request", "{\"ask\":\"echo\",\"text\":\"hi\"}");
    Ran let =
        Ran.command(
            "ws",
            url,
            "--header",
            "Authorization: Bearer good",
            "--request",
            "{\"ask\":\"echo\",\"text\":\"hi\"}");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE.number());
    assertThat(refused.err()).contains("401 Unauthorized").contains("--header 'Authorization");
    assertThat(let.out()).isEqualTo("answer \"hi\"\n");
    assertThat(let.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
  }

  @Test
  void ws_requests_areAnsweredAsTextAndJson() throws Exception {
    String url = feed("");
    String echo = "{\"ask\":\"echo\",\"text\":{\"a\":1}}";
    Ran text = Ran.command("ws", url, "--request", echo, "--request", "{\"ask\":\"why\"}");
    Ran json =
        Ran.command("ws", url, "--json", "--request", echo, "--request", "{\"ask\":\"why\"}");

    assertThat(text.out()).isEqualTo("answer {\"a\":1}\n");
    assertThat(text.err()).contains("connecting to " + url, "ready, epoch 1", "error 404");
    assertThat(text.exitCode()).isEqualTo(ExitCode.FAILURE.number());
    assertThat(json.out().lines().map(WsCommandIT::kind))
        .containsExactly("connecting", "ready", "answer", "error", "lost", "closed");
    assertThat(json.out()).contains("\"answer\":{\"a\":1}", "\"code\":404");
    assertThat(json.err()).isEmpty();
  }

  @Test
  void ws_topicRefused_isOneLineWithTheServersWords() throws Exception {
    Ran ran =
        Ran.command(
            "ws",
            feed(""),
            "--field",
            "subscribed=subscribed",
            "--field",
            "refused=refused",
            "--subscribe",
            "secret.plan");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILURE.number());
    assertThat(ran.err())
        .contains("moonpool: no subscription to secret.plan: secret.plan is not for you");
  }

  @Test
  void ws_topicRefusedForGoodAfterALoss_isNotRestoredAndFails(@TempDir Path folder)
      throws Exception {
    List<String> lines = refusedAfterALoss(folder, "--subscribe", "a");

    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith("a is not restored: ")
                    && line.contains("a is gone")
                    && line.endsWith("; not tried again"))
        .anyMatch(line -> line.startsWith("moonpool: ") && line.contains("a is gone"));
  }

  @Test
  void ws_oneOfTwoTopicsRefusedForGood_isAnEventThatNamesIt(@TempDir Path folder) throws Exception {
    List<String> lines =
        refusedAfterALoss(folder, "--json", "--subscribe", "a", "--subscribe", "b");

    assertThat(lines.stream().filter(line -> kind(line).equals("not-restored")))
        .singleElement()
        .asString()
        .contains("\"topic\":\"a\"", "a is gone")
        .doesNotContain("nextMillis");
  }

  /// What is said by a run whose topic `a` is gone for good when the server comes again.
  private List<String> refusedAfterALoss(Path folder, String... arguments) throws Exception {
    int port = ServerProcess.freePort();
    server = ServerProcess.start(NpmPackages.feed(port));
    List<String> all = new ArrayList<>(List.of("ws://127.0.0.1:" + port));
    all.addAll(List.of("--field", "subscribed=subscribed", "--field", "refused=refused"));
    all.addAll(List.of(arguments));
    long topics = all.stream().filter("--subscribe"::equals).count();
    try (WsProcess running = start(folder, all.toArray(String[]::new))) {
      running.await(
          "the topics",
          lines -> lines.stream().filter(line -> line.contains("subscribed")).count() == topics);
      server.close();
      List<String> command = new ArrayList<>(NpmPackages.feed(port));
      command.addAll(List.of("", "a"));
      server = ServerProcess.start(command);

      assertThat(running.awaitEnd()).isEqualTo(ExitCode.FAILURE.number());
      return running.lines();
    }
  }

  @Test
  void ws_seconds_endIt() throws Exception {
    Ran ran = Ran.command("ws", feed(""), "--subscribe", "a", "--seconds", "1");

    assertThat(ran.exitCode()).isEqualTo(ExitCode.SUCCESS.number());
    assertThat(ran.err()).contains("subscribed to a", "closed: 1000");
  }

  @Test
  void ws_readerGone_ends(@TempDir Path folder) throws Exception {
    String url = feed("");
    List<String> shell = new ArrayList<>(List.of("bash", "-c", "\"$@\" | head -n 1", "ws"));
    shell.addAll(WsProcess.command(url, "--json", "--subscribe", "a"));
    Process running =
        new ProcessBuilder(shell)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try (WsClient other = client(url)) {
      for (int i = 0; running.isAlive(); i++) {
        assertThat(i).as("messages told without a reader").isLessThan(500);
        other.request(Map.of("ask", "publish", "topic", "a", "data", i), JsonNode.class);
        providers.time().sleep(Duration.ofMillis(100));
      }
      assertThat(Files.readAllLines(folder.resolve("out"))).hasSize(1);
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  @Tag("W14")
  void ws_feedKilledAndRestarted_tellsTheGapAndHoldsEachTopicOnce(@TempDir Path folder)
      throws Exception {
    int port = ServerProcess.freePort();
    server = ServerProcess.start(NpmPackages.feed(port));
    String url = "ws://127.0.0.1:" + port;
    try (WsProcess running =
        start(folder, url, "--json", "--subscribe", "one", "--subscribe", "two")) {
      running.await("both topics", lines -> count(lines, "subscribed") == 2);
      server.close();
      running.await("the loss", lines -> count(lines, "lost") == 1);
      server = ServerProcess.start(NpmPackages.feed(port));
      running.await("the gaps", lines -> count(lines, "gap") == 2);

      try (WsClient other = client(url)) {
        JsonNode held = other.request(Map.of("ask", "subscriptions"), JsonNode.class);
        assertThat(held.valueStream().map(JsonNode::asString)).containsExactly("one", "two");
        other.request(Map.of("ask", "publish", "topic", "one", "data", 7), JsonNode.class);
        running.await("news", lines -> count(lines, "message") == 1);
      }
      running.tellToEnd();
      running.await("the end", lines -> count(lines, "closed") == 1);
      assertThat(running.awaitEnd())
          .as("as the shell knows a process that was told to end")
          .isPositive();
    }
  }

  @Test
  @Tag("W20")
  void ws_ethereumNodeKilledAndRestarted_tellsTheGapAndEachBlockOnce(@TempDir Path folder)
      throws Exception {
    int port = ServerProcess.freePort();
    server = ServerProcess.start(NpmPackages.ethereumNode(port));
    String url = "ws://127.0.0.1:" + port;
    try (WsProcess running =
        start(
            folder,
            url,
            "--json",
            "--handler",
            "jsonrpc",
            "--subscribe",
            "newHeads",
            "--request",
            "{\"method\":\"eth_chainId\"}",
            "--count",
            "3")) {
      running.await("the answer", lines -> count(lines, "answer") == 1);
      mine(url, 1);
      running.await("a block", lines -> count(lines, "message") == 1);
      server.close();
      server = ServerProcess.start(NpmPackages.ethereumNode(port));
      running.await("the gap", lines -> count(lines, "gap") == 1);
      mine(url, 2);
      running.await("the end by --count", lines -> count(lines, "closed") == 1);

      assertThat(running.awaitEnd()).isZero();
      List<String> lines = running.lines();
      assertThat(
              lines.stream().filter(line -> kind(line).equals("message")).map(WsCommandIT::block))
          .as("a new chain, and each block once")
          .containsExactly("0x1", "0x1", "0x2");
      assertThat(lines.stream().filter(line -> line.contains("0x7a69"))).hasSize(1);
    }
  }

  private String feed(String token) throws Exception {
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>(NpmPackages.feed(port));
    if (!token.isEmpty()) {
      command.add(token);
    }
    server = ServerProcess.start(command);
    return "ws://127.0.0.1:" + port;
  }

  private WsClient client(String url) throws InterruptedException {
    return WsClient.connect(providers, url, new GenericJsonHandler(JsonFields.DEFAULT));
  }

  private void mine(String url, int blocks) throws InterruptedException {
    try (WsClient miner =
        WsClient.connect(providers, url, JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM))) {
      for (int i = 0; i < blocks; i++) {
        miner.request(JsonRpcCall.of("evm_mine"), JsonNode.class);
      }
    }
  }

  private static void usage(String said, String... arguments) {
    List<String> all = new ArrayList<>(List.of("ws"));
    all.addAll(List.of(arguments));
    Ran ran = Ran.command(all.toArray(String[]::new));
    assertThat(ran.err()).startsWith("moonpool: ").contains(said);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE.number());
  }

  private WsProcess start(Path folder, String... arguments) throws IOException {
    return WsProcess.start(providers, folder.resolve("out"), Map.of(), arguments);
  }

  private static long count(List<String> lines, String kind) {
    return lines.stream().filter(line -> kind(line).equals(kind)).count();
  }

  private static String kind(String line) {
    return line.replaceFirst("^\\{\"kind\":\"([a-z-]+)\".*$", "$1");
  }

  private static String block(String line) {
    return line.replaceFirst("^.*\"number\":\"(0x[0-9a-f]+)\".*$", "$1");
  }
}
