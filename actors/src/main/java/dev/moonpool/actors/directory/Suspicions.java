package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.Alive;
import dev.moonpool.actors.directory.DirectoryCodec.Answered;
import dev.moonpool.actors.directory.DirectoryQuestion.Probe;
import dev.moonpool.actors.directory.Questions.FailedException;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.Providers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/// Finds out, for an owner, whether an activation that somebody could not reach is gone, and drops
/// its entry if so.
///
/// The owner believes nobody but the activation's node, or the lack of it: the entry goes if the
/// node answers as another run or without that activation, refuses connections time after time, or
/// does not answer for [#BOUND]. The last two can be wrong – a node behind a partition lives on –
/// which is why fences and not the directory guard writes; such a node is asked for a report as
/// soon as it can be reached, and then the later registration wins. Each examination has its own
/// task.
final class Suspicions {
  /// How long a silent node is asked.
  static final Duration BOUND = Duration.ofSeconds(4);

  private static final Duration ATTEMPT = Duration.ofSeconds(1);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(50);
  private static final Duration PAUSE_MOST = Duration.ofMillis(200);

  /// What was found out of a node that is down holds for its other activations this long, so that a
  /// thousand of them do not each wait for it.
  private static final long VERDICT_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int EXAMINATIONS_MAX = 1_000;

  private final Providers providers;
  private final Background background;
  private final DirectoryPartition partition;
  private final Questions questions;
  private final Consumer<NodeAddress> readAgain;
  private final ConcurrentMap<Suspect, CompletableFuture<Boolean>> running =
      new ConcurrentHashMap<>();

  /// Nodes that were found down, and when that is forgotten. Listed nodes only.
  private final ConcurrentMap<NodeAddress, Verdict> down = new ConcurrentHashMap<>();

  /// @param readAgain told of a node that was taken for dead without its own word
  Suspicions(
      Providers providers,
      Background background,
      DirectoryPartition partition,
      Questions questions,
      Consumer<NodeAddress> readAgain) {
    this.providers = providers;
    this.background = background;
    this.partition = partition;
    this.questions = questions;
    this.readAgain = readAgain;
  }

  /// @return whether the suspect is registered no more; fails if too many are being examined
  CompletableFuture<Boolean> examine(ActorAddress suspected) {
    ActorAddress registered = partition.lookup(suspected.actor());
    if (registered == null || !registered.sameActivation(suspected)) {
      return CompletableFuture.completedFuture(true);
    }
    Suspect suspect = new Suspect(registered.node(), registered.activation());
    CompletableFuture<Boolean> known = running.get(suspect);
    if (known != null) {
      return known;
    }
    if (running.size() >= EXAMINATIONS_MAX) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("%d suspicions are being examined".formatted(running.size())));
    }
    CompletableFuture<Boolean> verdict = new CompletableFuture<>();
    CompletableFuture<Boolean> other = running.putIfAbsent(suspect, verdict);
    if (other != null) {
      return other;
    }
    if (!background.start("directory-suspicion-" + registered, () -> run(registered, verdict))) {
      running.remove(suspect);
      verdict.completeExceptionally(new IllegalStateException("the directory is closed"));
    }
    return verdict;
  }

  private void run(ActorAddress registered, CompletableFuture<Boolean> verdict) {
    boolean gone = false;
    try {
      gone = isGone(registered);
      if (gone) {
        Coverage.reached("directory.suspect-dropped");
        partition.unregister(registered);
        if (isKnownDown(registered.node())) {
          readAgain.accept(registered.node().address()); // after the removal, or it would undo it
        }
      } else {
        Coverage.reached("directory.suspect-cleared");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(new Suspect(registered.node(), registered.activation()));
      verdict.complete(gone);
    }
  }

  private boolean isGone(ActorAddress registered) throws InterruptedException {
    NodeIdentity node = registered.node();
    Silence silence = new Silence(providers, BOUND, PAUSE_FIRST, PAUSE_MOST);
    while (!partition.isSuperseded(node) && !isKnownDown(node)) {
      try {
        Answered answered = questions.ask(node.address(), new Probe(registered), ATTEMPT);
        partition.nodeSeen(answered.from());
        if (answered.answer() instanceof Alive(boolean alive)) {
          return !alive || !answered.from().equals(node);
        }
        silence.isUnclear();
      } catch (FailedException e) {
        silence.failed(e);
      }
      if (silence.isProof() || silence.isOver()) {
        foundDown(node);
        return true;
      }
      silence.pause();
    }
    return true;
  }

  private boolean isKnownDown(NodeIdentity node) {
    Verdict verdict = down.get(node.address());
    return verdict != null
        && verdict.node.equals(node)
        && providers.time().nanoTime() - verdict.atNanos < VERDICT_NANOS;
  }

  private void foundDown(NodeIdentity node) {
    down.put(node.address(), new Verdict(node, providers.time().nanoTime()));
  }

  private record Suspect(NodeIdentity node, long activation) {}

  private record Verdict(NodeIdentity node, long atNanos) {}
}
