package dev.moonpool.cli.tidy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.List;
import java.util.function.Predicate;

/// Something of the JDK or of Netty that code outside the providers must not call.
///
/// @param id what exemptions call it by
/// @param calls which calls it means
/// @param reason why not
/// @param replacement what to call instead
record Ban(String id, Predicate<Call> calls, String reason, String replacement) {
  /// A call, by its target.
  ///
  /// @param owner the class that the call names
  /// @param name the method's name, `<init>` for a constructor
  /// @param parameters the parameter types' full names
  record Call(JavaClass owner, String name, List<String> parameters) {
    static Call of(JavaClass owner, String name, List<JavaClass> parameters) {
      return new Call(owner, name, parameters.stream().map(JavaClass::getFullName).toList());
    }

    boolean on(String... types) {
      for (String type : types) {
        if (owner.getFullName().equals(type)) {
          return true;
        }
      }
      return false;
    }

    boolean under(String type) {
      return owner.isAssignableTo(type);
    }

    boolean creates() {
      return name.equals(JavaConstructor.CONSTRUCTOR_NAME);
    }

    boolean named(String... names) {
      return List.of(names).contains(name);
    }

    boolean timed() {
      return parameters.contains("java.util.concurrent.TimeUnit")
          || parameters.contains("java.time.Duration");
    }
  }

  private static final String PREFIX = "java.util.concurrent.";

  /// The whole list.
  static List<Ban> all() {
    return List.of(
        clock(),
        sleep(),
        threads(),
        shutdownHooks(),
        pools(),
        timedWaits(),
        futuresWithoutExecutor(),
        randomness(),
        identity(),
        threadLocals(),
        references(),
        parallelStreams(),
        unorderedCollections(),
        nettyWaits(),
        sockets());
  }

  private static Ban clock() {
    return new Ban(
        "clock",
        call ->
            call.on("java.lang.System") && call.named("nanoTime", "currentTimeMillis")
                || call.owner().getPackageName().equals("java.time") && call.named("now")
                || call.on("java.time.Clock") && call.name().startsWith("system")
                || call.on("java.util.Date") && call.creates() && call.parameters().isEmpty(),
        "the real clock does not exist in virtual time",
        "Time.nanoTime() or Time.now()");
  }

  private static Ban sleep() {
    return new Ban(
        "sleep",
        call -> call.under("java.lang.Thread") && call.named("sleep"),
        "it waits for the real clock",
        "Time.sleep(Duration)");
  }

  private static Ban threads() {
    return new Ban(
        "thread",
        call ->
            call.under("java.lang.Thread")
                && (call.creates() || call.named("ofVirtual", "ofPlatform", "startVirtualThread")),
        "the seed cannot schedule a thread that it did not start",
        "Tasks.start(name, body)");
  }

  private static Ban shutdownHooks() {
    return new Ban(
        "exit",
        call -> call.on("java.lang.Runtime") && call.named("addShutdownHook"),
        "a simulated process does not end with its JVM",
        "Tasks.atExit(name, body)");
  }

  private static Ban pools() {
    return new Ban(
        "pool",
        call ->
            call.on(PREFIX + "Executors")
                || call.creates() && call.under(PREFIX + "ExecutorService")
                || call.on(PREFIX + "ForkJoinPool") && call.named("commonPool")
                || call.on("java.util.Timer"),
        "the seed cannot schedule a pool's threads",
        "Tasks.executor(name), or Time.schedule for timers");
  }

  private static Ban timedWaits() {
    return new Ban(
        "timed-wait",
        call ->
            call.timed()
                    && call.named(
                        "poll",
                        "offer",
                        "get",
                        "await",
                        "tryAcquire",
                        "tryLock",
                        "exchange",
                        "awaitTermination",
                        "join",
                        "waitFor",
                        "orTimeout",
                        "completeOnTimeout",
                        "delayedExecutor",
                        "pollFirst",
                        "pollLast")
                    && call.owner().getPackageName().startsWith("java.")
                || call.named("awaitNanos", "awaitUntil", "parkNanos", "parkUntil")
                || call.under("java.lang.Thread")
                    && call.named("join")
                    && !call.parameters().isEmpty()
                || call.named("wait") && call.parameters().contains("long"),
        "it re-reads the real clock and never ends in virtual time",
        "Time.await(future, within, what), or an untimed wait that a timer completes");
  }

  private static Ban futuresWithoutExecutor() {
    return new Ban(
        "async",
        call ->
            call.on(PREFIX + "CompletableFuture", PREFIX + "CompletionStage")
                && call.name().endsWith("Async")
                && !call.parameters().contains(PREFIX + "Executor"),
        "it runs on the common pool, which the seed cannot schedule",
        "the same method with Tasks.executor(name)");
  }

  private static Ban randomness() {
    return new Ban(
        "random",
        call ->
            call.on(PREFIX + "ThreadLocalRandom")
                || call.on("java.lang.Math") && call.named("random")
                || call.creates() && call.under("java.util.random.RandomGenerator")
                || call.on("java.util.UUID") && call.named("randomUUID")
                || call.on("java.util.Collections")
                    && call.named("shuffle")
                    && call.parameters().size() == 1,
        "the seed does not decide it",
        "Randomness, split by a stable name");
  }

  private static Ban identity() {
    return new Ban(
        "identity",
        call -> call.named("identityHashCode") || call.on("java.util.IdentityHashMap"),
        "identity hash codes differ from run to run",
        "a stable id or an ordered map");
  }

  private static Ban threadLocals() {
    return new Ban(
        "thread-local",
        call -> call.under("java.lang.ThreadLocal"),
        "an activation's turns run on many threads",
        "a ScopedValue, or a parameter");
  }

  private static Ban references() {
    return new Ban(
        "reference",
        call ->
            call.creates() && call.under("java.lang.ref.Reference")
                || call.on("java.lang.ref.Cleaner", "java.util.WeakHashMap"),
        "when the collector runs is not decided by the seed",
        "an explicit close");
  }

  private static Ban parallelStreams() {
    return new Ban(
        "parallel",
        call ->
            call.named("parallelStream")
                || call.named("parallel")
                    && call.owner().getPackageName().equals("java.util.stream"),
        "it runs on the common pool, which the seed cannot schedule",
        "a plain stream");
  }

  private static Ban unorderedCollections() {
    return new Ban(
        "unordered",
        call ->
            call.creates() && call.on("java.util.HashMap", "java.util.HashSet")
                || call.on("java.util.Set", "java.util.Map")
                    && call.named("of", "copyOf", "ofEntries")
                    && !call.parameters().isEmpty()
                || call.on("java.util.stream.Collectors")
                    && call.named("toSet", "toUnmodifiableSet", "toUnmodifiableMap"),
        "its order differs from run to run (Set.of and Map.of are salted per JVM)",
        "LinkedHashMap, LinkedHashSet, TreeMap or List");
  }

  private static Ban nettyWaits() {
    return new Ban(
        "netty-wait",
        call ->
            call.under("io.netty.util.concurrent.Future")
                && call.named(
                    "sync", "await", "syncUninterruptibly", "awaitUninterruptibly", "get"),
        "it waits with Object.wait, which holds an event loop or a carrier",
        "a listener that completes a CompletableFuture");
  }

  private static Ban sockets() {
    return new Ban(
        "socket",
        call ->
            call.creates()
                    && (call.under("java.net.Socket")
                        || call.under("java.net.ServerSocket")
                        || call.under("io.netty.channel.EventLoopGroup"))
                || call.owner().getPackageName().equals("java.nio.channels") && call.named("open")
                || call.on("java.net.http.HttpClient"),
        "the simulated network does not see it",
        "Network.server() or Network.client()");
  }
}
