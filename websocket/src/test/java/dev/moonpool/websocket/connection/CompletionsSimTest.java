package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.WsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What users attach to futures may block, and disturbs no other future.
@Tag("field-WS1")
class CompletionsSimTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void completion_joinsAnotherRequest_getsItsAnswer() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          ConnectionHandle handle = connection.handle();
          CompletableFuture<String> both =
              handle
                  .requestAsync("a", String.class)
                  .thenApply(a -> a + handle.requestAsync("b", String.class).join());

          assertThat(await(world, both)).isEqualTo("ab");
          world.end(connection);
        });
  }

  @Test
  void completion_joinsARequestWhoseCompletionJoinsAnother_getsAllAnswers() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          assertThat(await(world, nested(connection.handle(), 20))).isEqualTo("x".repeat(21));
          world.end(connection);
        });
  }

  @Test
  void completions_thatNeverReturn_disturbNoOtherFuture() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          ConnectionHandle handle = connection.handle();
          CompletableFuture<Void> never = new CompletableFuture<>();
          List<CompletableFuture<Void>> stuck = new ArrayList<>();
          List<CompletableFuture<String>> others = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            stuck.add(handle.requestAsync("s" + i, String.class).thenAccept(a -> never.join()));
            others.add(handle.requestAsync("o" + i, String.class));
          }

          for (int i = 0; i < 50; i++) {
            assertThat(await(world, others.get(i))).isEqualTo("o" + i);
          }
          assertThat(stuck).noneMatch(CompletableFuture::isDone);
          never.complete(null);
          world.end(connection);
        });
  }

  @Test
  void completion_thatNeverReturns_leavesTimeoutsAndCloseInOrder() {
    CalmWorld.run(
        world -> {
          world.rules.ignores = "unanswered";
          Connection connection = world.ready();
          ConnectionHandle handle = connection.handle();
          CompletableFuture<Void> never = new CompletableFuture<>();
          var stuck = handle.requestAsync("a", String.class).thenAccept(a -> never.join());
          var late = handle.requestAsync("unanswered", String.class, SECOND);
          var open = handle.requestAsync("unanswered", String.class, Duration.ofMinutes(1));

          assertThatThrownBy(() -> await(world, late))
              .hasCauseInstanceOf(WsException.RequestTimeout.class);
          world.end(connection);
          assertThatThrownBy(() -> await(world, open))
              .hasCauseInstanceOf(WsException.ConnectionClosed.class);
          assertThat(stuck).isNotDone();
          never.complete(null);
        });
  }

  @Test
  void completion_thatThrows_disturbsNoOtherFuture() {
    CalmWorld.run(
        world -> {
          Connection connection = world.ready();
          ConnectionHandle handle = connection.handle();
          var broken =
              handle
                  .requestAsync("a", String.class)
                  .thenAccept(
                      a -> {
                        throw new AssertionError("a completion that throws");
                      });
          var other = handle.requestAsync("b", String.class);

          assertThat(await(world, other)).isEqualTo("b");
          assertThatThrownBy(() -> await(world, broken)).hasCauseInstanceOf(AssertionError.class);
          world.end(connection);
        });
  }

  @Test
  void completions_thatReturnAtOnce_shareATask() {
    CalmWorld.run(
        world -> {
          List<Thread> threads = new ArrayList<>();
          Completions completions = new Completions(world.context.providers());
          for (int i = 0; i < 1_000; i++) {
            completions.execute(() -> threads.add(Thread.currentThread()));
          }
          world.sleep(SECOND);
          assertThat(threads).hasSize(1_000);
          assertThat(threads.stream().distinct()).hasSize(1);
        });
  }

  /// A request whose completion joins such a request.
  private static CompletableFuture<String> nested(ConnectionHandle handle, int depth) {
    CompletableFuture<String> request = handle.requestAsync("x", String.class);
    return depth == 0 ? request : request.thenApply(x -> x + nested(handle, depth - 1).join());
  }

  private static <T> T await(CalmWorld world, CompletableFuture<T> future) throws Exception {
    return world.context.providers().time().await(future, Duration.ofSeconds(30), "an answer");
  }
}
