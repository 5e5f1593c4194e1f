package dev.moonpool.cli;

import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Talks to a WebSocket server, and goes on through its restarts.
@Command(
    name = "ws",
    header = "Talks to a WebSocket server, and goes on through its restarts.",
    description = {
      "Subscribes, asks, and prints what comes: messages, answers and gaps on standard output,",
      "states on standard error. After a loss it connects again and restores its subscriptions.",
      "Ends when all requests are answered if there is no topic, else with Ctrl-C, --count or",
      "--seconds."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "New blocks of an Ethereum node:",
      "  moonpool ws ws://127.0.0.1:8545 --handler jsonrpc --subscribe newHeads",
      "A question to a server that calls its ids req_id:",
      "  moonpool ws wss://feed.example --field request-id=req_id --request '{\"ask\":\"time\"}'",
      "Plain messages to a server whose certificate is signed by ca.pem, through a proxy:",
      "  moonpool ws wss://echo.example --handler raw --send hello --ca ca.pem --proxy env",
      "",
      "Exit status: 0 ended as told, 1 the server refused who we are, a topic or a request, or",
      "closed for good, 2 wrong usage or a file that cannot be used, 3 it cannot be reached."
    })
final class WsCommand implements Callable<Integer> {
  private static final int DAY = 86_400;

  @Parameters(index = "0", paramLabel = "URL", description = "Where to: ws://… or wss://…")
  private String url = "";

  @Option(
      names = "--subscribe",
      paramLabel = "TOPIC",
      description = "Subscribes to this topic; may be repeated.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--send",
      paramLabel = "TEXT",
      description = {
        "Sends this message as it stands once connected, before asking; may be",
        "repeated. Not sent again after a loss."
      })
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--request",
      paramLabel = "JSON",
      description = "Asks this and prints the answer; may be repeated.")
  private List<String> requests = new ArrayList<>();

  @Option(
      names = "--handler",
      paramLabel = "NAME",
      description = {
        "What the server speaks: json, jsonrpc, or raw for plain messages,",
        "which are all printed. Default: ${DEFAULT-VALUE}"
      })
  private String handler = "json";

  @Option(
      names = "--field",
      paramLabel = "NAME=TEXT",
      description = "With json: what the server calls its request-id, topic, operation and so on.")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "METHOD",
      description = "With jsonrpc: the methods that subscribe, unsubscribe and notify.")
  private List<String> methods = new ArrayList<>();

  @Mixin private WsConnectOptions connecting = new WsConnectOptions();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after this many messages of topics. Default: no limit")
  private Optional<Long> count = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Ends after this time, 1 to 86400. Default: no limit")
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--retry",
      description = "Goes on trying if even the first attempt to connect fails.")
  private boolean retry;

  @Option(names = "--json", description = "Prints everything as lines of JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    count.ifPresent(given -> Arguments.checkRange("--count", given, 1, Long.MAX_VALUE));
    seconds.ifPresent(given -> Arguments.checkRange("--seconds", given, 1, DAY));
    WsDialect dialect = WsDialect.named(handler, fields, methods);
    WsRun.Plan plan =
        new WsRun.Plan(
            connecting.config(url),
            dialect.topics(topics.stream().map(WsCommand::topic).toList()),
            texts.stream().map(WsMessage::text).toList(),
            requests.stream().map(dialect::request).toList(),
            count,
            seconds.map(Duration::ofSeconds),
            retry);
    WsPrinter printer = new WsPrinter(System.out, System.err, json, dialect.isPlain());
    try (SystemProviders system = SystemProviders.start(1)) {
      return new WsRun(system.providers(), plan, printer).run(dialect.handler()).number();
    }
  }

  private static Topic topic(String name) {
    try {
      return new Topic(name);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--subscribe: " + e.getMessage(), e);
    }
  }
}
