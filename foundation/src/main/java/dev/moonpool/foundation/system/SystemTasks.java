package dev.moonpool.foundation.system;

import dev.moonpool.foundation.Task;
import dev.moonpool.foundation.Tasks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/// Virtual threads on the JDK's own scheduler, and platform threads.
final class SystemTasks implements Tasks {
  private static final Logger LOG = System.getLogger(SystemTasks.class.getName());

  @Override
  public Task start(String name, Runnable body) {
    Thread thread =
        Thread.ofVirtual().name(name).uncaughtExceptionHandler(SystemTasks::log).start(body);
    return new ThreadTask(thread);
  }

  @Override
  public boolean hasPlatformThreads() {
    return true;
  }

  @Override
  public int parallelism() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Task startPlatform(String name, Runnable body) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .uncaughtExceptionHandler(SystemTasks::log)
            .start(body);
    return new ThreadTask(thread);
  }

  @Override
  public Executor executor(String name) {
    ThreadFactory threads =
        Thread.ofVirtual().name(name).uncaughtExceptionHandler(SystemTasks::log).factory();
    return command -> threads.newThread(command).start();
  }

  @Override
  public AtExit atExit(String name, Runnable body) {
    Thread hook =
        Thread.ofPlatform().name(name).uncaughtExceptionHandler(SystemTasks::log).unstarted(body);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      return () -> {}; // too late: the process is ending
    }
    return () -> forget(hook);
  }

  @Override
  public boolean isExiting(Thread thread) {
    return isProcessEnding() && Arrays.stream(thread.getStackTrace()).anyMatch(SystemTasks::exits);
  }

  /// The JDK says so only when a shutdown hook is registered.
  private static boolean isProcessEnding() {
    Thread probe = Thread.ofPlatform().unstarted(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static boolean exits(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
  }

  @Override
  public LossWatch onLost(Object holder, Runnable notice) {
    AtomicReference<Runnable> wanted = new AtomicReference<>(notice);
    Cleaner.Cleanable cleanable =
        Lost.CLEANER.register(holder, () -> wanted.getAndSet(Lost.NOTHING).run());
    return () -> {
      wanted.set(Lost.NOTHING);
      cleanable.clean(); // forgets it; there is nothing left to run
    };
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, or has run.
    }
  }

  private static void log(Thread thread, Throwable failure) {
    LOG.log(Level.ERROR, () -> "task " + thread.getName() + " failed", failure);
  }

  /// Made when it is first needed: it has a thread.
  private static final class Lost {
    static final Cleaner CLEANER = Cleaner.create();
    static final Runnable NOTHING = () -> {};
  }

  private record ThreadTask(Thread thread) implements Task {
    @Override
    public String name() {
      return thread.getName();
    }

    @Override
    public void join() throws InterruptedException {
      thread.join();
    }

    @Override
    public void interrupt() {
      thread.interrupt();
    }

    @Override
    public boolean isDone() {
      return !thread.isAlive();
    }
  }
}
