package dev.moonpool.actors.call;

import dev.moonpool.actors.id.ActorId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The future of a call that a handler has made, or one that derives from it: tells when a handler
/// waits for it, so that a call cycle is seen. Not seen are waits with a time limit, and those for
/// futures that static methods such as `allOf` have made.
final class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final ActorId target;
  private final Waits waits;

  CallFuture(ActorId target, Waits waits) {
    this.target = target;
    this.waits = waits;
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CallFuture<>(target, waits);
  }

  @Override
  public T join() {
    boolean told = !isDone() && waits.begin(target);
    try {
      return super.join();
    } finally {
      endIf(told);
    }
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    boolean told = !isDone() && waits.begin(target);
    try {
      return super.get();
    } finally {
      endIf(told);
    }
  }

  private void endIf(boolean told) {
    if (told) {
      waits.end();
    }
  }
}
