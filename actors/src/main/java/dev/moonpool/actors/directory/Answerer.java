package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.Alive;
import dev.moonpool.actors.directory.DirectoryAnswer.Done;
import dev.moonpool.actors.directory.DirectoryAnswer.Examined;
import dev.moonpool.actors.directory.DirectoryAnswer.Found;
import dev.moonpool.actors.directory.DirectoryAnswer.NotReady;
import dev.moonpool.actors.directory.DirectoryAnswer.Refused;
import dev.moonpool.actors.directory.DirectoryAnswer.Registered;
import dev.moonpool.actors.directory.DirectoryQuestion.Deactivate;
import dev.moonpool.actors.directory.DirectoryQuestion.Lookup;
import dev.moonpool.actors.directory.DirectoryQuestion.Lost;
import dev.moonpool.actors.directory.DirectoryQuestion.Probe;
import dev.moonpool.actors.directory.DirectoryQuestion.Register;
import dev.moonpool.actors.directory.DirectoryQuestion.Report;
import dev.moonpool.actors.directory.DirectoryQuestion.Suspect;
import dev.moonpool.actors.directory.DirectoryQuestion.Unregister;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.ActorId;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.Coverage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Answers what nodes ask this one: as the owner of a part, and as the host of activations. Never
/// blocks; any thread.
final class Answerer {
  private final NodeIdentity self;
  private final Ownership ownership;
  private final DirectoryPartition partition;
  private final Rebuild rebuild;
  private final Suspicions suspicions;
  private final IncarnationRenewal renewal;
  private final Reports reports;
  private final LocalActivations local;

  Answerer(
      NodeIdentity self,
      Ownership ownership,
      OwnerSide owner,
      Reports reports,
      LocalActivations local) {
    this.self = self;
    this.ownership = ownership;
    this.partition = owner.partition();
    this.rebuild = owner.rebuild();
    this.suspicions = owner.suspicions();
    this.renewal = owner.renewal();
    this.reports = reports;
    this.local = local;
  }

  CompletableFuture<DirectoryAnswer> answer(NodeIdentity from, DirectoryQuestion question) {
    return switch (question) {
      case Lookup(ActorId actor) -> now(lookup(actor));
      case Register register -> register(from, register);
      case Unregister(ActorAddress address) -> now(unregister(address));
      case Suspect(ActorAddress address) -> suspect(address);
      case Probe(ActorAddress address) -> now(new Alive(isHere(address)));
      case Report report -> reports.answer(from, report);
      case Lost(ActorAddress loser, ActorAddress winner) -> now(lost(loser, winner));
      case Deactivate(ActorAddress address) ->
          now(new Alive(address.node().equals(self) && local.deactivate(address)));
    };
  }

  private DirectoryAnswer lookup(ActorId actor) {
    DirectoryAnswer hindrance = hindrance(actor);
    return hindrance != null ? hindrance : new Found(Optional.ofNullable(partition.lookup(actor)));
  }

  private CompletableFuture<DirectoryAnswer> register(NodeIdentity from, Register question) {
    DirectoryAnswer answer = registerNow(from, question);
    if (answer != null) {
      return now(answer);
    }
    return renewal
        .above(question.floor())
        .handle(
            (renewed, failure) -> failure == null ? registerNow(from, question) : refused(failure))
        // Renewed for another registration, with a lower floor: asked again, it is renewed for
        // this.
        .thenApply(late -> late == null ? new NotReady() : late);
  }

  private static Refused refused(Throwable failure) {
    return new Refused("no fence can be granted: " + failure.getMessage());
  }

  /// @return null if the owner needs a new incarnation for it
  private @Nullable DirectoryAnswer registerNow(NodeIdentity from, Register question) {
    ActorAddress proposed = question.proposed();
    DirectoryAnswer hindrance = hindrance(proposed.actor());
    if (hindrance != null) {
      return hindrance;
    }
    if (!proposed.node().equals(from) || !ownership.isListed(from.address())) {
      return new Refused(
          "%s registers %s; only a listed node may, and only what it hosts itself"
              .formatted(from, proposed));
    }
    if (partition.isSuperseded(from)) {
      Coverage.reached("directory.superseded-node-refused");
      return new Refused(
          "%s has been superseded by %s".formatted(from, partition.latestRun(from.address())));
    }
    Registration made = partition.register(proposed, question.floor());
    return made == null ? null : new Registered(made);
  }

  private DirectoryAnswer unregister(ActorAddress address) {
    DirectoryAnswer hindrance = hindrance(address.actor());
    if (hindrance != null) {
      return hindrance;
    }
    partition.unregister(address);
    return new Done();
  }

  private CompletableFuture<DirectoryAnswer> suspect(ActorAddress address) {
    DirectoryAnswer hindrance = hindrance(address.actor());
    if (hindrance != null) {
      return now(hindrance);
    }
    return suspicions
        .examine(address)
        .handle((gone, failure) -> failure == null ? new Examined(gone) : new NotReady());
  }

  private boolean isHere(ActorAddress address) {
    return address.node().equals(self)
        && local.find(address.actor()).filter(address::sameActivation).isPresent();
  }

  private DirectoryAnswer lost(ActorAddress loser, ActorAddress winner) {
    if (loser.node().equals(self)) {
      local.lost(loser, winner);
    }
    return new Done();
  }

  private @Nullable DirectoryAnswer hindrance(ActorId actor) {
    if (!ownership.ownerOf(actor).equals(self.address())) {
      return new Refused(
          "%s owns %s by the list of nodes of %s; all nodes need the same list"
              .formatted(ownership.ownerOf(actor), actor, self));
    }
    return rebuild.isReady() ? null : new NotReady();
  }

  private static CompletableFuture<DirectoryAnswer> now(DirectoryAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /// What an owner's side is made of.
  record OwnerSide(
      DirectoryPartition partition,
      Rebuild rebuild,
      Suspicions suspicions,
      IncarnationRenewal renewal) {}
}
