package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.handlers.RawHandler;
import dev.moonpool.websocket.kit.AnswerServer.Visitor;
import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The upgrade's answer is judged by its head, whatever body follows and whatever came before.
@Tag("field-WS6")
class UpgradeAnswerSimTest {
  private static final String TOO_MANY = "HTTP/1.1 429 Too Many Requests";
  private static final String AFTER = "Retry-After: 7";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String LARGE = "x".repeat(100_000);
  private static final Duration MOMENT = Duration.ofMillis(100);

  static Stream<Arguments> bodies() {
    return Stream.of(
        refusal("100 kB", true, v -> v.head(TOO_MANY, AFTER, "Content-Length: 100000").say(LARGE)),
        refusal("chunked", true, v -> v.head(TOO_MANY, AFTER, CHUNKED).say("186a0\r\n" + LARGE)),
        refusal(
            "no chunks", true, v -> v.head(TOO_MANY, AFTER, CHUNKED).say("garbage\r\n" + LARGE)),
        refusal("no length", true, v -> v.head(TOO_MANY, AFTER).say(LARGE)),
        refusal("too short", true, v -> v.head(TOO_MANY, AFTER, "Content-Length: 9").say("short")),
        refusal("whole", false, v -> v.head(TOO_MANY, AFTER, "Content-Length: 2").say("no")),
        refusal("none", false, v -> v.head(TOO_MANY, AFTER, "Content-Length: 0")),
        refusal(
            "closed", false, v -> v.head(TOO_MANY, AFTER, "Content-Length: 2").say("no").close()));
  }

  private static Arguments refusal(String name, boolean cut, Consumer<Visitor> script) {
    return Arguments.of(name, cut, script);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void refusal_withAnyBody_keepsRetryAfter(String name, boolean cut, Consumer<Visitor> script) {
    AnswerWorld.run(
        List.of(script::accept),
        world -> {
          Event.AttemptFailed failed = world.failure(config());
          assertThat(failed.nextDelay()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
          UpgradeAnswer answer = failed.answer().orElseThrow();
          assertThat(answer.status()).isEqualTo(429);
          assertThat(answer.reason()).isEqualTo("Too Many Requests");
          assertThat(answer.field("retry-after")).contains("7");
          assertThat(answer.body()).hasSizeLessThanOrEqualTo(UpgradeAnswer.BODY_BYTES_MAX);
          assertThat(answer.isBodyCut()).isEqualTo(cut);
          assertThat(failed.cause()).hasMessageContaining("429 Too Many Requests");
        });
  }

  @Test
  void refusal_withABodyInLaterPackets_bringsTheBody() {
    AnswerWorld.run(
        List.of(
            visitor -> {
              visitor.head("HTTP/1.1 400 Bad Request", "Content-Length: 12");
              visitor.say("no such ").say("feed");
            }),
        world -> {
          UpgradeAnswer answer = world.failure(config()).answer().orElseThrow();
          assertThat(answer.body()).isEqualTo("no such feed");
          assertThat(answer.isBodyCut()).isFalse();
        });
  }

  @Test
  void refusal_withADate_isObservedAsWell() {
    AtomicReference<String> date = new AtomicReference<>();
    AnswerWorld.run(
        List.of(
            visitor ->
                visitor
                    .head("HTTP/1.1 503 Busy", "Retry-After: " + date.get(), "Content-Length: 9999")
                    .say("wait")),
        world -> {
          date.set(
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  world.now().plusSeconds(30).atZone(ZoneOffset.UTC)));
          assertThat(world.failure(config()).nextDelay())
              .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        });
  }

  @Test
  void refusal_whoseRetryAfterCannotBeRead_isRetriedAsUsual() {
    AnswerWorld.run(
        List.of(visitor -> visitor.head(TOO_MANY, "Retry-After: soon", "Content-Length: 0")),
        world -> assertThat(world.failure(config()).nextDelay()).isLessThan(Duration.ofSeconds(2)));
  }

  @Test
  void unauthorized_withoutLengthOnAnOpenSocket_isAuthAtOnce() {
    for (String status : List.of("401 Unauthorized", "403 Forbidden")) {
      AnswerWorld.run(
          List.of(visitor -> visitor.head("HTTP/1.1 " + status, AFTER).say("who are you?")),
          world -> {
            long began = world.nowNanos();
            Event.AttemptFailed failed = world.failure(config());
            assertThat(Duration.ofNanos(world.nowNanos() - began)).isLessThan(MOMENT);
            assertThat(failed.cause()).isInstanceOf(WsException.Auth.class);
            assertThat(failed.answer().orElseThrow().statusLine()).isEqualTo(status);
            assertThat(failed.nextDelay()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
          });
    }
  }

  @Test
  void unauthorized_withABodyThatNeverComes_isAuthSoon() {
    AnswerWorld.run(
        List.of(visitor -> visitor.head("HTTP/1.1 401 Unauthorized", "Content-Length: 5000")),
        world -> {
          long began = world.nowNanos();
          assertThat(world.failure(config()).cause()).isInstanceOf(WsException.Auth.class);
          assertThat(Duration.ofNanos(world.nowNanos() - began))
              .isLessThan(AnswerHandler.BODY_WITHIN.plus(MOMENT));
        });
  }

  @Test
  void upgrade_withManyFields_connectsWithinTheLimit() {
    String[] nine = {"Set-Cookie: " + "a".repeat(4_500), "Set-Cookie: " + "b".repeat(4_500)};
    AnswerWorld.run(
        List.of(visitor -> visitor.upgrade(nine)),
        world -> {
          Connection connection = world.connect(config());
          world.next(connection, Event.Connected.class);
          UpgradeAnswer answer = connection.handle().upgradeAnswer().orElseThrow();
          assertThat(answer.status()).isEqualTo(101);
          assertThat(answer.fieldValues("set-cookie")).hasSize(2);
          assertThat(answer.toString()).doesNotContain("aaaa");
          connection.handle().close();
        });
  }

  @Test
  void upgrade_withFieldsBeyondTheLimit_isRefusedByName() {
    String field = "X-Long: " + "a".repeat(70_000);
    AnswerWorld.run(
        List.of(visitor -> visitor.upgrade(field)),
        world -> {
          assertThat(world.failure(config()).cause())
              .isInstanceOf(UpgradeRefused.class)
              .hasMessageContaining("longer than 65536 bytes; upgradeHeadBytesMax allows more");
          Connection connection = world.connect(config().upgradeHeadBytesMax(100_000));
          world.next(connection, Event.Connected.class);
          connection.handle().close();
        });
  }

  @Test
  void upgrade_behindAnswersThatOnlyInform_connects() {
    AnswerWorld.run(
        List.of(
            visitor -> {
              visitor.head("HTTP/1.1 100 Continue");
              visitor.head("HTTP/1.1 103 Early Hints", "Link: </a.css>; rel=preload");
              visitor.upgrade().text("hello");
            }),
        world -> {
          Connection connection = world.connect(config());
          try (ConnectionHandle handle = connection.handle();
              Subscription messages = handle.subscribe(RawHandler.MESSAGES)) {
            assertThat(messages.poll(Duration.ofSeconds(10)).orElseThrow().toString())
                .contains("hello");
          }
        });
  }

  @Test
  void answersThatOnlyInform_withoutEnd_areRefused() {
    AnswerWorld.run(
        List.of(
            visitor -> {
              for (int i = 0; i < 17; i++) {
                visitor.head("HTTP/1.1 103 Early Hints");
              }
            }),
        world ->
            assertThat(world.failure(config()).cause())
                .hasMessageContaining("more than 16 answers that only inform"));
  }

  @Test
  void answer_thatIsNoHttp_isNamed() {
    AnswerWorld.run(
        List.of(visitor -> visitor.say("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
        world -> assertThat(world.failure(config()).cause()).hasMessageContaining("is no HTTP"));
  }

  private static ConnectionConfig.Builder config() {
    return ConnectionConfig.builder(AnswerWorld.url(0));
  }
}
