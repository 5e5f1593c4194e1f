package dev.moonpool.websocket.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.system.SystemProviders;
import dev.moonpool.websocket.connection.BackoffPolicy;
import dev.moonpool.websocket.connection.Connection;
import dev.moonpool.websocket.connection.ConnectionConfig;
import dev.moonpool.websocket.connection.ConnectionHandle;
import dev.moonpool.websocket.connection.Subscription;
import dev.moonpool.websocket.kit.NpmPackages;
import dev.moonpool.websocket.kit.ServerProcess;
import dev.moonpool.websocket.protocol.Topic;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// JSON-RPC with a real Ethereum node, which answers out of order and names subscriptions itself.
@Tag("W20")
@Timeout(300)
class EthereumNodeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Topic HEADS = new Topic("newHeads");

  private int port;
  private ServerProcess node;
  private SystemProviders system;
  private Providers providers;
  private Connection connection;
  private ConnectionHandle handle;

  @BeforeEach
  void connect() throws Exception {
    port = ServerProcess.freePort();
    node = ServerProcess.start(NpmPackages.ethereumNode(port));
    system = SystemProviders.start(1);
    providers = system.providers();
    ConnectionConfig config =
        ConnectionConfig.builder("ws://127.0.0.1:" + port)
            .backoff(BackoffPolicy.DEFAULT.withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .build();
    connection =
        Connection.connect(providers, config, JsonRpcHandler.withNumberIds(JsonRpcTopics.ETHEREUM));
    handle = connection.handle();
    handle.awaitReady(PATIENCE);
  }

  @AfterEach
  void close() {
    if (connection != null) {
      handle.close();
      system.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @Test
  @Tag("W10")
  void calls_manyAtOnce_areAnsweredEachWithItsOwn() throws Exception {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String data = "0x%064x".formatted(i);
      answers.add(
          handle.requestAsync(
              JsonRpcCall.of("web3_sha3", i % 2 == 0 ? "0x00" : data), String.class));
    }
    String ofZero = "0xbc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a";
    for (int i = 0; i < answers.size(); i++) {
      String answer = providers.time().await(answers.get(i), PATIENCE, "answer " + i);
      assertThat(answer.equals(ofZero)).as("answer " + i).isEqualTo(i % 2 == 0);
    }
    assertThat(handle.request(JsonRpcCall.of("eth_chainId"), String.class)).isEqualTo("0x7a69");
  }

  @Test
  @Tag("W7")
  void call_ofAnUnknownMethod_isARemoteErrorWithItsCode() {
    assertThatThrownBy(() -> handle.request(JsonRpcCall.of("eth_nothing"), String.class))
        .isInstanceOfSatisfying(
            WsException.Remote.class, error -> assertThat(error.code()).isEqualTo(-32602));
  }

  @Test
  void batch_ofCalls_isAnsweredWithValuesAndErrors() throws Exception {
    JsonRpcBatch batch =
        JsonRpcBatch.of(
            JsonRpcCall.of("eth_blockNumber"),
            JsonRpcCall.of("eth_nothing"),
            JsonRpcCall.of("eth_chainId"));

    JsonRpcAnswers answers = handle.request(batch, JsonRpcAnswers.class);

    assertThat(answers.value(0, String.class)).isEqualTo("0x0");
    assertThat(answers.error(1))
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(-32602));
    assertThat(answers.value(2, String.class)).isEqualTo("0x7a69");
  }

  @Test
  @Tag("W12")
  @Tag("W14")
  void subscriptions_overARestartOfTheNode_areRestoredOnceEach() throws Exception {
    Topic logs = new Topic("logs {\"address\":\"0x0000000000000000000000000000000000000001\"}");
    try (Subscription heads = handle.subscribe(HEADS);
        Subscription events = handle.subscribe(logs)) {
      mine();
      mine();
      assertThat(head(heads)).isEqualTo("0x1");
      assertThat(head(heads)).isEqualTo("0x2");

      node.close();
      node = ServerProcess.start(NpmPackages.ethereumNode(port));

      assertThat(heads.poll(PATIENCE)).get().isInstanceOf(Subscription.Gap.class);
      assertThat(events.poll(PATIENCE)).get().isInstanceOf(Subscription.Gap.class);
      handle.awaitReady(PATIENCE);
      mine();
      mine();
      mine();
      assertThat(List.of(head(heads), head(heads), head(heads)))
          .as("each block once: the node holds one subscription")
          .containsExactly("0x1", "0x2", "0x3");
    }
    assertThat(handle.metrics().strayUpdates()).isZero();
    assertThat(handle.metrics().strayReplies()).isZero();
  }

  @Test
  @Tag("W11")
  void subscription_closed_endsTheNodesSending() throws Exception {
    handle.subscribe(HEADS).close();
    try (Subscription again = handle.subscribe(HEADS)) {
      mine();
      assertThat(head(again)).isEqualTo("0x1");
    }
    handle.subscribe(new Topic("newPendingTransactions")).close();
    assertThatThrownBy(() -> handle.subscribe(new Topic("nothingOfThatName")))
        .isInstanceOf(WsException.SubscriptionFailed.class);
    mine();
    assertThat(handle.metrics().strayUpdates()).isZero();
    assertThat(handle.metrics().unreadable()).isZero();
  }

  private void mine() throws InterruptedException {
    handle.request(JsonRpcCall.of("evm_mine"), JsonNode.class);
  }

  /// The number of the next block that is told.
  private static String head(Subscription heads) throws Exception {
    Subscription.Item item =
        heads.poll(PATIENCE).orElseThrow(() -> new AssertionError("no block within " + PATIENCE));
    String text = ((Subscription.Message) item).message().text();
    JsonNode told = new Json().mapper().readTree(text);
    return told.path("params").path("result").path("number").asString();
  }
}
