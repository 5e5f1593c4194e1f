package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Simulation;
import dev.moonpool.websocket.kit.AnswerServer.Visitor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an HTTP proxy answers is told as what it is.
@Tag("field-WS12")
class ProxyAnswerSimTest {
  private static final String REQUIRED = "HTTP/1.1 407 Proxy Authentication Required";

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(407, v -> v.head(REQUIRED, "Proxy-Authenticate: Basic", "Content-Length: 0")),
        refusal(407, v -> v.head(REQUIRED, "Content-Length: 100000").say("x".repeat(100_000))),
        refusal(407, v -> v.head("HTTP/1.1 103 Early Hints").head(REQUIRED).say("who?")),
        refusal(403, v -> v.head("HTTP/1.0 403 Forbidden").say("not there").close()),
        refusal(502, v -> v.head("HTTP/1.1 502 Bad Gateway", "Content-Length: 4").say("gone")));
  }

  private static Arguments refusal(int status, Consumer<Visitor> script) {
    return Arguments.of(status, script);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void proxy_thatRefuses_isToldWithStatusAndFields(int status, Consumer<Visitor> script) {
    AnswerWorld.run(
        List.of(script::accept),
        world -> {
          Event.AttemptFailed failed = world.failure(config());
          assertThat(failed.answer().orElseThrow().status()).isEqualTo(status);
          assertThat(failed.cause())
              .isInstanceOf(UpgradeRefused.class)
              .hasMessageContaining("the proxy process-0:" + Simulation.PORT)
              .hasMessageContaining("CONNECT feed.invalid:81 with status " + status);
          assertThat(world.server(0).requests().getFirst())
              .startsWith("CONNECT feed.invalid:81 HTTP/1.1");
        });
  }

  @Test
  void proxy_thatSaysNothing_isNamed() {
    AnswerWorld.run(
        List.of(Visitor::close),
        world ->
            assertThat(world.failure(config()).cause())
                .hasMessageContaining("the proxy process-0")
                .hasMessageContaining("did not connect to feed.invalid:81"));
  }

  @Test
  void proxyChoice_byUrl_isAskedForTheRedirectToo() {
    AnswerWorld.run(
        List.of(
            visitor ->
                visitor.head(
                    "HTTP/1.1 302 Found", "Location: ws://feed.invalid:81/", "Content-Length: 0"),
            visitor -> visitor.head("HTTP/1.1 407 No", "Content-Length: 0")),
        world -> {
          ProxyConfig proxy = ProxyConfig.http("process-1", Simulation.PORT);
          ProxyChoice onlyInvalid =
              url -> url.host().equals("feed.invalid") ? Optional.of(proxy) : Optional.empty();
          Event.AttemptFailed failed =
              world.failure(ConnectionConfig.builder(AnswerWorld.url(0)).proxy(onlyInvalid));
          assertThat(failed.answer().orElseThrow().status()).isEqualTo(407);
          assertThat(world.server(0).requests()).hasSize(1);
          assertThat(world.server(1).requests()).hasSize(1);
        });
  }

  private static ConnectionConfig.Builder config() {
    return ConnectionConfig.builder("ws://feed.invalid:81/")
        .proxy(ProxyConfig.http("process-0", Simulation.PORT));
  }
}
