package dev.moonpool.simulation.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/// The one place that reaches into the JDK: virtual threads on a scheduler of our own.
///
/// JDK 25 takes a scheduler only through a package-private builder. `java.lang` has to be open for
/// that, by `--add-opens java.base/java.lang=ALL-UNNAMED` or, failing that, from inside by
/// `PackageOpener`. The class tests itself when it is first used and says plainly what is missing.
final class SchedulerHook {
  private static final MethodHandle NEW_BUILDER;
  private static final MethodHandle CARRIER;
  private static final MethodHandle CONTINUATION;

  static {
    // Read once, when the first virtual thread starts: with tracking on, every task of a crashed
    // process would stay reachable for ever.
    if (System.getProperty("jdk.trackAllThreads") == null) {
      System.setProperty("jdk.trackAllThreads", "false");
    }
    try {
      openJavaLang();
      Constructor<?> constructor = builderClass().getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEW_BUILDER =
          lookup
              .unreflectConstructor(constructor)
              .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
      Method carrier = Thread.class.getDeclaredMethod("currentCarrierThread");
      carrier.setAccessible(true);
      CARRIER = lookup.unreflect(carrier);
      Field continuation =
          Class.forName("java.lang.VirtualThread").getDeclaredField("runContinuation");
      continuation.setAccessible(true);
      CONTINUATION =
          lookup
              .unreflectGetter(continuation)
              .asType(MethodType.methodType(Runnable.class, Thread.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "the simulator needs JDK 25 with its own scheduler for virtual threads; this is Java "
              + Runtime.version()
              + ". Start the JVM with --add-opens java.base/java.lang=ALL-UNNAMED",
          e);
    }
    selfTest();
  }

  private SchedulerHook() {}

  /// Fails with a plain sentence if simulations cannot run in this JVM.
  static void check() {
    // Loading the class has done it.
  }

  /// A builder of virtual threads that run on `scheduler`.
  static Thread.Builder.OfVirtual builder(Executor scheduler) {
    try {
      return (Thread.Builder.OfVirtual) NEW_BUILDER.invokeExact(scheduler);
    } catch (Throwable t) {
      throw new IllegalStateException("a virtual thread on a scheduler of our own", t);
    }
  }

  /// The platform thread below the current thread, or the current thread itself.
  static Thread carrier() {
    try {
      return (Thread) CARRIER.invokeExact();
    } catch (Throwable t) {
      throw new IllegalStateException("Thread.currentCarrierThread()", t);
    }
  }

  /// Whether `submitted` is what the virtual thread hands to its scheduler when it may go on.
  static boolean isContinuationOf(Thread thread, Runnable submitted) {
    try {
      return thread.isVirtual() && (Runnable) CONTINUATION.invokeExact(thread) == submitted;
    } catch (Throwable t) {
      throw new IllegalStateException("VirtualThread.runContinuation", t);
    }
  }

  private static Class<?> builderClass() throws ClassNotFoundException {
    return Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
  }

  private static void openJavaLang() {
    Module mine = SchedulerHook.class.getModule();
    if (!Object.class.getModule().isOpen("java.lang", mine)) {
      PackageOpener.openJavaLang();
    }
  }

  private static void selfTest() {
    Runnable[] queued = new Runnable[1];
    boolean[] ran = new boolean[1];
    try (ForkJoinPool capture =
        new ForkJoinPool(1) {
          @Override
          public void execute(Runnable task) {
            queued[0] = task;
          }
        }) {
      builder(capture).start(() -> ran[0] = true);
      if (queued[0] != null) {
        queued[0].run();
      }
    }
    if (!ran[0]) {
      throw new IllegalStateException(
          "virtual threads of Java "
              + Runtime.version()
              + " do not come to the simulator's scheduler; it was made for JDK 25");
    }
  }
}
