package dev.moonpool.actors.directory;

import dev.moonpool.foundation.store.Fence;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Renews an owner's incarnation on a task of its own, one renewal at a time, for questions that
/// are answered where nothing may block. Any thread.
final class IncarnationRenewal {
  private final Background background;
  private final FenceIssuer fences;
  private final AtomicReference<@Nullable CompletableFuture<Void>> running =
      new AtomicReference<>();

  IncarnationRenewal(Background background, FenceIssuer fences) {
    this.background = background;
    this.fences = fences;
  }

  /// Completes when a renewal has ended, which may be one that another registration began, for a
  /// lower floor; fails with the store's exception. Does not block.
  CompletableFuture<Void> above(Fence floor) {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = running.compareAndExchange(null, own);
    if (other != null) {
      return other;
    }
    if (!background.start("directory-incarnation", () -> renew(floor, own))) {
      running.set(null);
      own.completeExceptionally(new IllegalStateException("the directory is closed"));
    }
    return own;
  }

  private void renew(Fence floor, CompletableFuture<Void> renewal) {
    try {
      fences.renew(floor);
      running.set(null);
      renewal.complete(null);
    } catch (RuntimeException | Error e) {
      running.set(null);
      renewal.completeExceptionally(e);
    }
  }
}
