package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.NotReady;
import dev.moonpool.actors.directory.DirectoryCodec.Answered;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Time;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Asks one node's directory one question, once, and waits for the answer. This node is asked
/// directly, without bytes. Called by tasks, which it blocks.
final class Questions {
  private final Time time;
  private final NodeIdentity self;
  private final DirectoryTransport transport;
  private final DirectoryCodec codec;
  private final Function<DirectoryQuestion, CompletableFuture<DirectoryAnswer>> here;

  /// By node, as many as may be listed.
  private final ConcurrentMap<NodeAddress, String> troubles = new ConcurrentHashMap<>();

  /// @param here answers what this node asks itself
  Questions(
      Time time,
      NodeIdentity self,
      DirectoryTransport transport,
      DirectoryCodec codec,
      Function<DirectoryQuestion, CompletableFuture<DirectoryAnswer>> here) {
    this.time = time;
    this.self = self;
    this.transport = transport;
    this.codec = codec;
    this.here = here;
  }

  /// Why the last question to this node was not answered, if it was not.
  Optional<String> trouble(NodeAddress node) {
    return Optional.ofNullable(troubles.get(node));
  }

  /// @param within how long to wait at most
  Answered ask(NodeAddress node, DirectoryQuestion question, Duration within)
      throws FailedException, InterruptedException {
    try {
      Answered answered = askOnce(node, question, within);
      if (answered.answer() instanceof NotReady) {
        note(node, "the directory of " + node + " is still rebuilding its part");
      } else {
        troubles.remove(node);
      }
      return answered;
    } catch (FailedException e) {
      note(node, "the directory of %s did not answer: %s".formatted(node, words(e.reason())));
      throw e;
    }
  }

  private void note(NodeAddress node, String trouble) {
    if (troubles.size() < Ownership.NODES_MAX || troubles.containsKey(node)) {
      troubles.put(node, trouble);
    }
  }

  static String words(Throwable reason) {
    return Objects.toString(reason.getMessage(), reason.toString());
  }

  private Answered askOnce(NodeAddress node, DirectoryQuestion question, Duration within)
      throws FailedException, InterruptedException {
    try {
      if (node.equals(self.address())) {
        return new Answered(self, time.await(here.apply(question), within, "this node"));
      }
      byte[] body = codec.encode(question);
      byte[] answer = time.await(transport.ask(node, body), within, "an answer from " + node);
      return codec.decodeAnswer(node, answer);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new FailedException(cause == null ? e : cause);
    } catch (TimeoutException | GarbageException e) {
      throw new FailedException(e);
    }
  }

  /// There is no answer; the cause says why.
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Throwable reason;

    private FailedException(Throwable reason) {
      super(reason);
      this.reason = reason;
    }

    /// It answered, but nothing that fits the question.
    static FailedException unexpected(NodeAddress node, DirectoryAnswer answer) {
      return new FailedException(
          new GarbageException("%s answered with an unfitting %s".formatted(node, answer)));
    }

    Throwable reason() {
      return reason;
    }

    /// Whether nothing listens there.
    boolean isRefusal() {
      return reason instanceof ConnectionRefusedException;
    }

    boolean isGarbage() {
      return reason instanceof GarbageException;
    }
  }
}
