package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Providers;
import dev.moonpool.foundation.Randomness;
import dev.moonpool.foundation.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Carries questions and answers between the directories of one simulated world, in bytes, with
/// delays, losses, cuts, and single ones held back at will. Belongs to the world, not to a process.
final class Switchboard {
  private static final Duration BROKEN_AFTER = Duration.ofMillis(200);

  private final Time time;
  private final Randomness randomness;
  private final DirectoryCodec codec = new DirectoryCodec();
  private final Map<NodeAddress, Endpoint> endpoints = new TreeMap<>();
  private final List<Runnable> held = new ArrayList<>();

  /// With what chance a question, and again an answer, is lost.
  double loss;

  /// The longest way of one.
  Duration delayMost = Duration.ofMillis(20);

  /// With what chance a way takes up to [#slowMost].
  double slow;

  /// Long enough for the one who sent it to restart meanwhile.
  Duration slowMost = Duration.ofMillis(1_900);

  /// Whether nothing gets from the first to the second.
  BiPredicate<NodeAddress, NodeAddress> cut = (from, to) -> false;

  /// With what chance a connection is refused by a node that is up.
  double falseRefusal;

  /// Which nodes refuse connections although they are up.
  Predicate<NodeAddress> refuses = node -> false;

  /// Which questions have their answers held back until [#release].
  BiPredicate<NodeIdentity, DirectoryQuestion> holdsAnswer = (from, question) -> false;

  /// Which questions are themselves held back until [#release].
  BiPredicate<NodeIdentity, DirectoryQuestion> holdsQuestion = (from, question) -> false;

  /// How many questions were asked.
  long questions;

  Switchboard(Providers world, Randomness randomness) {
    this.time = world.time();
    this.randomness = randomness;
  }

  void up(NodeIdentity identity, PartitionedDirectory directory, BooleanSupplier alive) {
    endpoints.put(identity.address(), new Endpoint(identity, directory, alive));
  }

  void down(NodeAddress node) {
    endpoints.remove(node);
  }

  DirectoryTransport of(NodeIdentity from) {
    return (owner, body) -> ask(from, owner, body);
  }

  /// Lets what was held back go, in the order of its coming.
  void release() {
    holdsAnswer = (from, question) -> false;
    holdsQuestion = (from, question) -> false;
    List<Runnable> going = List.copyOf(held);
    held.clear();
    going.forEach(Runnable::run);
  }

  /// Loses what was held back, and holds nothing back any more.
  void forgetHeld() {
    holdsAnswer = (from, question) -> false;
    holdsQuestion = (from, question) -> false;
    held.clear();
  }

  int heldCount() {
    return held.size();
  }

  boolean isUp(NodeIdentity node) {
    Endpoint endpoint = endpoints.get(node.address());
    return endpoint != null && endpoint.identity.equals(node) && endpoint.alive.getAsBoolean();
  }

  private CompletableFuture<byte[]> ask(NodeIdentity from, NodeAddress owner, byte[] body) {
    questions++;
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Endpoint target = endpoints.get(owner);
    if (cut.test(from.address(), owner)) {
      time.schedule(BROKEN_AFTER, () -> broken(answer));
    } else if (target == null
        || !target.alive.getAsBoolean()
        || refuses.test(owner)
        || randomness.chance(falseRefusal)) {
      time.schedule(
          delay(), () -> answer.completeExceptionally(new ConnectionRefusedException(owner, null)));
    } else if (randomness.chance(loss)) {
      time.schedule(BROKEN_AFTER, () -> broken(answer));
      if (randomness.chance(0.5)) { // it comes all the same, but late and for nobody
        time.schedule(
            BROKEN_AFTER.multipliedBy(2),
            () -> deliver(from, target, body, new CompletableFuture<>()));
      }
    } else if (holdsQuestion.test(from, decoded(body))) {
      held.add(() -> deliver(from, target, body, answer));
    } else {
      time.schedule(delay(), () -> deliver(from, target, body, answer));
    }
    return answer;
  }

  private void deliver(
      NodeIdentity from, Endpoint target, byte[] body, CompletableFuture<byte[]> answer) {
    if (!target.alive.getAsBoolean()) {
      broken(answer);
      return;
    }
    boolean holds = holdsAnswer.test(from, decoded(body));
    target
        .directory
        .asked(from, body)
        .whenComplete(
            (bytes, failure) -> {
              if (holds) {
                held.add(() -> answer.complete(bytes));
              } else if (failure != null
                  || randomness.chance(loss)
                  || cut.test(target.identity.address(), from.address())) {
                time.schedule(BROKEN_AFTER, () -> broken(answer));
              } else {
                time.schedule(delay(), () -> answer.complete(bytes));
              }
            });
  }

  private DirectoryQuestion decoded(byte[] body) {
    try {
      return codec.decodeQuestion(body);
    } catch (GarbageException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Duration delay() {
    if (randomness.chance(slow)) {
      return Duration.ofNanos(randomness.nextLong(0, slowMost.toNanos()));
    }
    return Duration.ofNanos(randomness.nextLong(10_000, delayMost.toNanos()));
  }

  private static void broken(CompletableFuture<byte[]> answer) {
    answer.completeExceptionally(new IOException("the connection broke"));
  }

  private record Endpoint(
      NodeIdentity identity, PartitionedDirectory directory, BooleanSupplier alive) {}
}
