package dev.moonpool.simulation.network;

import dev.moonpool.simulation.kernel.Incarnation;
import dev.moonpool.simulation.kernel.Kernel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An event loop whose tasks are events of the world.
///
/// Tasks run in the order in which they were given, one to an event, so that tasks of other loops
/// and virtual threads may come between. The world owns it: it cannot be shut down.
final class SimEventLoop extends AbstractScheduledEventExecutor implements EventLoop {
  private final Incarnation life;
  private final Kernel kernel;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Promise<Void> termination = new DefaultPromise<>(this);
  private final Runnable runNext = this::runNext;
  private final Runnable runDue = this::runDue;
  private final Ticker ticker = new VirtualTicker();
  private boolean entered;
  private boolean posted;
  private long armedNanos = Long.MAX_VALUE;

  SimEventLoop(Incarnation life) {
    this.life = life;
    this.kernel = life.kernel();
  }

  /// Runs `event` as this loop, at once. Only from an event of the world, never from a task.
  void enter(Runnable event) {
    boolean before = entered;
    entered = true;
    try {
      event.run();
    } catch (Throwable failure) {
      kernel.uncaught(life.name() + "/event loop", failure);
    } finally {
      entered = before;
      arm();
    }
  }

  @Override
  public void execute(Runnable task) {
    kernel.assertDriver();
    if (!life.isAlive()) {
      return;
    }
    tasks.add(task);
    post();
  }

  void drop() {
    tasks.clear();
  }

  private void post() {
    if (!posted && !tasks.isEmpty()) {
      posted = true;
      kernel.soon(runNext, life);
    }
  }

  private void runNext() {
    posted = false;
    Runnable task = tasks.poll();
    if (task != null) {
      enter(task);
      post();
    }
  }

  private void arm() {
    long deadline = nextScheduledTaskDeadlineNanos();
    if (deadline >= 0 && deadline < armedNanos && life.isAlive()) {
      armedNanos = deadline;
      kernel.at(deadline, runDue, life);
    }
  }

  private void runDue() {
    if (kernel.now() < armedNanos) {
      return;
    }
    armedNanos = Long.MAX_VALUE;
    enter(
        () -> {
          Runnable task = pollScheduledTask(kernel.now());
          while (task != null) {
            task.run();
            task = pollScheduledTask(kernel.now());
          }
        });
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return entered && kernel.isDriver(thread);
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public @Nullable EventLoopGroup parent() {
    return null;
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return register(new DefaultChannelPromise(channel, this));
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    promise.channel().unsafe().register(this, promise);
    return promise;
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    channel.unsafe().register(this, promise);
    return promise;
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    throw new UnsupportedOperationException("a simulated world owns its event loops");
  }

  @Override
  public Future<?> terminationFuture() {
    return termination;
  }

  @Override
  @Deprecated
  public void shutdown() {
    throw new UnsupportedOperationException("a simulated world owns its event loops");
  }

  private final class VirtualTicker implements Ticker {
    @Override
    public long initialNanoTime() {
      return 0;
    }

    @Override
    public long nanoTime() {
      return kernel.now();
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
      throw new UnsupportedOperationException("an event loop does not sleep");
    }
  }
}
