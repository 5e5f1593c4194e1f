package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.websocket.kit.AnswerServer.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Redirects are followed within limits, or shown with where they lead.
@Tag("field-WS10")
class RedirectSimTest {
  private static final String OTHER = AnswerWorld.url(1).replace("ws://", "http://");

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_toAnotherServer_isFollowedInTheSameAttempt(int status) {
    AnswerWorld.run(
        List.of(to(status, OTHER + "/new?a=b#top"), visitor -> visitor.upgrade()),
        world -> {
          Connection connection = world.connect(config("/old"));
          world.next(connection, Event.Connected.class);
          assertThat(world.server(1).requests().getFirst()).startsWith("GET /new?a=b HTTP/1.1");
          assertThat(connection.handle().metrics().reconnects()).isZero();
          connection.handle().close();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, c, /a/c",
    "/a/b, ../c?d, /c?d",
    "/a/b, /c d, /c%20d",
    "/a/b?x, ?y, /a/b?y",
    "/a/, //process-0:7000/z, /z",
    "/ü, /ö, /%C3%B6",
  })
  void redirect_asARelativeUrl_isResolved(String from, String location, String target) {
    AnswerWorld.run(
        List.of(
            visitor -> {
              if (visitor.number() == 1) {
                to(302, latin1(location).replace("7000", port())).answer(visitor);
              } else {
                visitor.upgrade();
              }
            }),
        world -> {
          Connection connection = world.connect(config(from));
          world.next(connection, Event.Connected.class);
          assertThat(world.server(0).requests().get(1)).startsWith("GET " + target + " HTTP/1.1");
          connection.handle().close();
        });
  }

  @Test
  void redirect_toAnotherServer_tellsItNothingThatIsMeantForTheFirst() {
    AnswerWorld.run(
        List.of(
            visitor -> {
              if (visitor.number() == 1) {
                to(307, "/here").answer(visitor);
              } else {
                to(307, "http://other:word@process-1:" + port() + "/there").answer(visitor);
              }
            },
            visitor -> visitor.upgrade()),
        world -> {
          ConnectionConfig.Builder config =
              ConnectionConfig.builder(AnswerWorld.url(0).replace("//", "//me:secret@"));
          Connection connection = world.connect(config.header("X-Key", "k"));
          world.next(connection, Event.Connected.class);
          assertThat(world.server(0).requests())
              .hasSize(2)
              .allMatch(head -> head.contains("Basic bWU6c2VjcmV0") && head.contains("X-Key: k"));
          assertThat(world.server(1).requests().getFirst())
              .doesNotContainIgnoringCase("authorization")
              .doesNotContainIgnoringCase("x-key");
          connection.handle().close();
        });
  }

  @Test
  void redirect_toAnotherServerThatWouldNeedCredentials_isRefusedByName() {
    AnswerWorld.run(
        List.of(to(302, OTHER), visitor -> visitor.upgrade()),
        world -> {
          Connection connection = world.connect(config("/"), Optional.of("secret"));
          assertThat(world.next(connection, Event.AttemptFailed.class).cause())
              .isInstanceOf(UpgradeRefused.class)
              .hasMessageContaining("another server, which is not told the credentials")
              .hasMessageContaining("process-1");
          assertThat(world.server(1).requests()).isEmpty();
          connection.handle().close();
        });
  }

  @Test
  void redirects_inALoop_areNamed() {
    AnswerWorld.run(
        List.of(to(302, OTHER), to(302, AnswerWorld.url(0))),
        world -> {
          Event.AttemptFailed failed = world.failure(config("/"));
          assertThat(failed.cause())
              .hasMessageContaining("a loop")
              .hasMessageContaining("process-1");
          assertThat(failed.answer().orElseThrow().status()).isEqualTo(302);
          assertThat(world.server(0).requests()).hasSize(1);
        });
  }

  @Test
  void redirects_beyondTheLimit_areNamed() {
    AnswerWorld.run(
        List.of(visitor -> to(302, "/" + visitor.number()).answer(visitor)),
        world -> {
          assertThat(world.failure(config("/")).cause())
              .hasMessageContaining("Location /6: one more than the 5 redirects");
          assertThat(world.server(0).requests()).hasSize(6);
          assertThat(world.failure(config("/").redirects(new Redirects(1, false))).cause())
              .hasMessageContaining("one more than the 1 redirects");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "301, /next, redirects are not followed",
    "300, /next, this status is not followed",
    "304, ws://me:secret@elsewhere/, this status is not followed",
  })
  void redirect_thatIsNotFollowed_isShownWithItsLocation(int status, String to, String why) {
    AnswerWorld.run(
        List.of(to(status, to)),
        world -> {
          Event.AttemptFailed failed = world.failure(config("/").redirects(Redirects.NONE));
          assertThat(failed.cause())
              .hasMessageContaining("status " + status)
              .hasMessageContaining("Location ")
              .hasMessageContaining(why);
          assertThat(String.valueOf(failed.cause().getMessage())).doesNotContain("secret");
          assertThat(failed.answer().orElseThrow().field("Location")).contains(to);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"mailto:me@example", "http://", "http://[", "ftp://example/"})
  void redirect_toWhatIsNoServer_isShown(String to) {
    AnswerWorld.run(
        List.of(to(302, to)),
        world ->
            assertThat(world.failure(config("/")).cause())
                .hasMessageContaining("no URL of a WebSocket server"));
  }

  @Test
  void nextAttempt_afterARedirect_beginsAtTheConfiguredUrl() {
    AnswerWorld.run(
        List.of(to(308, OTHER), visitor -> visitor.upgrade().close()),
        world -> {
          Connection connection = world.connect(config("/"));
          world.next(connection, Event.Disconnected.class);
          world.next(connection, Event.Connected.class);
          assertThat(world.server(0).requests()).hasSizeGreaterThanOrEqualTo(2);
          connection.handle().close();
        });
  }

  private static Script to(int status, String location) {
    return visitor ->
        visitor.head("HTTP/1.1 " + status + " Moved", "Location: " + location, "Content-Length: 0");
  }

  private static String port() {
    return AnswerWorld.url(0).replaceFirst(".*:", "");
  }

  private static String latin1(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ConnectionConfig.Builder config(String target) {
    return ConnectionConfig.builder(AnswerWorld.url(0) + target);
  }
}
