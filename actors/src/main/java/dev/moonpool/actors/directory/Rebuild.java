package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.Page;
import dev.moonpool.actors.directory.DirectoryCodec.Answered;
import dev.moonpool.actors.directory.DirectoryPartition.Loss;
import dev.moonpool.actors.directory.DirectoryQuestion.Report;
import dev.moonpool.actors.directory.Questions.FailedException;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.foundation.Coverage;
import dev.moonpool.foundation.DurationText;
import dev.moonpool.foundation.FaultPoint;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fills an owner's table from what the listed nodes have, at its start, and again from a node that
/// was given up.
///
/// Ready means: every listed node has reported, or refused connections [Silence#REFUSALS_PROOF]
/// times in a row, or [#BOUND] has passed. A node that did not report is asked until it does, so
/// that after a partition its activations are found, or told that they have lost. One task for each
/// node that is being read.
final class Rebuild {
  /// How long an owner waits for nodes that are silent. Longer is safer for actors without stored
  /// state; shorter serves the others sooner, whom fences protect.
  static final Duration BOUND = Duration.ofSeconds(5);

  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(50);
  private static final Duration PAUSE_MOST = Duration.ofMillis(200);

  /// Between attempts on a node that nobody waits for any more.
  private static final Duration LATE_PAUSE_FIRST = Duration.ofMillis(500);

  private static final Duration LATE_PAUSE_MOST = Duration.ofSeconds(2);

  private final Providers providers;
  private final Background background;
  private final DirectoryPartition partition;
  private final Questions questions;
  private final Consumer<List<Loss>> tellLosers;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final AtomicLong sessions = new AtomicLong();
  private final Object lock = new Object();

  /// Nodes that have neither reported nor been given up. Guarded by the lock, as is all that
  /// follows; the lock is never held over anything that waits.
  private final Map<NodeAddress, Boolean> awaited = new TreeMap<>();

  private final Map<NodeAddress, Reader> readers = new TreeMap<>();
  private Time.@Nullable Timer boundTimer;

  /// @param tellLosers tells activations that they have lost; does not block
  Rebuild(
      Providers providers,
      Background background,
      DirectoryPartition partition,
      Questions questions,
      Consumer<List<Loss>> tellLosers) {
    this.providers = providers;
    this.background = background;
    this.partition = partition;
    this.questions = questions;
    this.tellLosers = tellLosers;
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  boolean isReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  /// @param others every listed node but this one
  void start(List<NodeAddress> others) {
    synchronized (lock) {
      others.forEach(node -> awaited.put(node, true));
    }
    if (others.isEmpty()) {
      ready.complete(null);
      return;
    }
    Time.Timer timer = providers.time().schedule(BOUND, this::boundPassed);
    synchronized (lock) {
      boundTimer = timer;
    }
    others.forEach(this::read);
  }

  /// Reads this node's activations, now or as soon as it can be reached. Does not block.
  void read(NodeAddress node) {
    Reader reader = new Reader();
    synchronized (lock) {
      Reader running = readers.putIfAbsent(node, reader);
      if (running != null) {
        running.again = true;
        return;
      }
    }
    background.start("directory-read-" + node, () -> run(node, reader));
  }

  /// Tells whoever waits for this owner that it will not be ready; the readers end with the
  /// background.
  void close(DirectoryException why) {
    synchronized (lock) {
      if (boundTimer != null) {
        boundTimer.cancel();
      }
    }
    ready.completeExceptionally(why);
  }

  private void run(NodeAddress node, Reader reader) {
    try {
      do {
        readUntilHeard(node);
      } while (goesOn(node, reader));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private boolean goesOn(NodeAddress node, Reader reader) {
    synchronized (lock) {
      boolean again = reader.again;
      reader.again = false;
      if (!again) {
        readers.remove(node);
      }
      return again;
    }
  }

  private void readUntilHeard(NodeAddress node) throws InterruptedException {
    Silence silence = new Silence(providers, BOUND, PAUSE_FIRST, PAUSE_MOST);
    while (!silence.isProof() && !silence.isOver()) {
      if (readOnce(node, silence)) {
        return;
      }
      silence.pause();
    }
    if (silence.isProof()) {
      settle(node, "refuses connections");
    }
    Backoff late = new Backoff(providers, LATE_PAUSE_FIRST, LATE_PAUSE_MOST);
    while (!readOnce(node, silence)) {
      late.pause(Long.MAX_VALUE);
    }
  }

  /// @return whether the node's report is in the table
  private boolean readOnce(NodeAddress node, Silence silence) throws InterruptedException {
    List<Loss> losses;
    try (RemovalJournal.Reading removals = partition.readRemovals()) {
      List<ActorAddress> reported = report(node);
      FaultPoint.delay("directory.before-merge", providers.time());
      losses = partition.merge(reported, removals);
      if (!removals.isComplete()) {
        silence.isUnclear();
        return false;
      }
    } catch (FailedException e) {
      silence.failed(e);
      return false;
    }
    settle(node, "has reported");
    tellLosers.accept(losses);
    return true;
  }

  private List<ActorAddress> report(NodeAddress node) throws FailedException, InterruptedException {
    long session = sessions.incrementAndGet();
    List<ActorAddress> reported = new ArrayList<>();
    long position = 0;
    while (position != Page.LAST) {
      Answered answered = questions.ask(node, new Report(session, position), ATTEMPT);
      if (!(answered.answer() instanceof Page page)
          || page.next() != Page.LAST && page.next() <= position) {
        throw FailedException.unexpected(node, answered.answer());
      }
      Coverage.sometimes(position > 0, "directory.report-has-pages");
      reported.addAll(page.activations());
      position = page.next();
    }
    return reported;
  }

  private void settle(NodeAddress node, String how) {
    synchronized (lock) {
      if (awaited.remove(node) == null || !awaited.isEmpty()) {
        return;
      }
      if (boundTimer != null) {
        boundTimer.cancel();
      }
    }
    if (ready.complete(null)) {
      Log.ready(node, how, partition.size());
    }
  }

  private void boundPassed() {
    List<NodeAddress> silent;
    synchronized (lock) {
      silent = new ArrayList<>(awaited.keySet());
    }
    if (ready.complete(null)) {
      Coverage.reached("directory.rebuilt-without-all");
      Log.readyWithout(silent);
    }
  }

  /// One node's reader. Guarded by the lock.
  private static final class Reader {
    /// Whether to read once more, because something was given up while it read.
    boolean again;
  }

  private static final class Log {
    private static final Logger LOGGER = System.getLogger(Rebuild.class.getName());

    static void ready(NodeAddress last, String how, int entries) {
      LOGGER.log(
          Level.DEBUG,
          "directory part rebuilt with {0} entries; last, {1} {2}",
          entries,
          last,
          how);
    }

    static void readyWithout(List<NodeAddress> silent) {
      LOGGER.log(
          Level.WARNING,
          "directory part is used without the reports of {0}, silent for {1}: an actor that lives"
              + " there may be activated a second time until they can be reached; fences keep its"
              + " state safe",
          silent,
          DurationText.of(BOUND));
    }
  }
}
