package dev.moonpool.actors.directory;

import dev.moonpool.actors.directory.DirectoryAnswer.Page;
import dev.moonpool.actors.directory.DirectoryAnswer.Refused;
import dev.moonpool.actors.directory.DirectoryAnswer.ReportGone;
import dev.moonpool.actors.directory.DirectoryQuestion.Report;
import dev.moonpool.actors.id.ActorAddress;
import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.id.NodeIdentity;
import dev.moonpool.foundation.store.Fence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What this node tells owners that rebuild their ranges: its activations there, page by page from
/// one snapshot. One report at a time for each owner is kept, until its last page has been read.
/// Any thread; snapshots are taken in tasks of their own.
final class Reports {
  private final Background background;
  private final NodeIdentity self;
  private final Ownership ownership;
  private final OwnerRuns ownerRuns;
  private final LocalActivations local;
  private final ConcurrentMap<NodeAddress, Snapshot> snapshots = new ConcurrentHashMap<>();

  Reports(
      Background background,
      NodeIdentity self,
      Ownership ownership,
      OwnerRuns ownerRuns,
      LocalActivations local) {
    this.background = background;
    this.self = self;
    this.ownership = ownership;
    this.ownerRuns = ownerRuns;
    this.local = local;
  }

  CompletableFuture<DirectoryAnswer> answer(NodeIdentity owner, Report question) {
    if (!ownership.isListed(owner.address())) {
      return CompletableFuture.completedFuture(
          new Refused(
              "%s is not in the list of nodes of %s, so it owns nothing".formatted(owner, self)));
    }
    if (question.position() > 0) {
      return CompletableFuture.completedFuture(nextPage(owner, question));
    }
    ownerRuns.reporting(owner);
    CompletableFuture<DirectoryAnswer> answer = new CompletableFuture<>();
    if (!background.start("directory-report-" + owner, () -> firstPage(owner, question, answer))) {
      answer.complete(new ReportGone());
    }
    return answer;
  }

  private void firstPage(
      NodeIdentity owner, Report question, CompletableFuture<DirectoryAnswer> answer) {
    try {
      List<ActorAddress> activations =
          local.snapshot(actor -> ownership.ownerOf(actor).equals(owner.address())).stream()
              .filter(activation -> activation.fence().compareTo(Fence.NONE) > 0)
              .toList();
      Page page = DirectoryCodec.page(activations, 0);
      if (page.next() != Page.LAST) {
        snapshots.put(owner.address(), new Snapshot(owner, question.session(), activations));
      }
      answer.complete(page);
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
      throw e;
    }
  }

  private DirectoryAnswer nextPage(NodeIdentity owner, Report question) {
    Snapshot kept = snapshots.get(owner.address());
    if (kept == null
        || !kept.owner.equals(owner)
        || kept.session != question.session()
        || question.position() >= kept.activations.size()) {
      return new ReportGone();
    }
    Page page = DirectoryCodec.page(kept.activations, (int) question.position());
    if (page.next() == Page.LAST) {
      snapshots.remove(owner.address(), kept);
    }
    return page;
  }

  private record Snapshot(NodeIdentity owner, long session, List<ActorAddress> activations) {}
}
