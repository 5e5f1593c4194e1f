package dev.moonpool.simulation.scan;

import java.util.List;
import java.util.Optional;

/// A kind of call that asks what no seed decides.
///
/// The tidy test of the tree has a list of its own, for code that may use the providers and nothing
/// else; this one is for the code of users, and leaves out what does no harm there.
enum Ban {
  CLOCK("it reads the real clock", "context.now() of an actor, or Time.now() and Time.nanoTime()"),
  SLEEP("it waits for the real clock", "Time.sleep(…), or a timer of the actor's context"),
  TIMED_WAIT(
      "its time limit is by the real clock",
      "Time.await(future, within, what), or a wait without a limit that Time.schedule(…) ends"),
  RANDOM("no seed decides what it gives", "context.random() of an actor, or Randomness"),
  THREAD("a seed cannot schedule a thread that it has not started", "Tasks.start(name, body)"),
  POOL("a seed cannot schedule the threads of a pool", "Tasks.executor(name), Time.schedule(…)"),
  ORDER("its order differs from JVM to JVM", "a List, LinkedHashSet, LinkedHashMap or TreeMap");

  private static final String CONCURRENT = "java/util/concurrent/";
  private static final List<String> CLOCK_READERS = List.of("nanoTime", "currentTimeMillis");
  private static final List<String> TIMED =
      List.of(
          "poll",
          "offer",
          "get",
          "await",
          "tryAcquire",
          "tryLock",
          "exchange",
          "awaitTermination",
          "join",
          "pollFirst",
          "pollLast",
          "offerFirst",
          "offerLast",
          "tryTransfer",
          "invokeAll",
          "invokeAny",
          "awaitAdvanceInterruptibly",
          "tryConvertToReadLock",
          "tryReadLock",
          "tryWriteLock");
  private static final List<String> ALWAYS_TIMED =
      List.of("parkNanos", "parkUntil", "awaitNanos", "awaitUntil");
  private static final List<String> FUTURE_TIMERS =
      List.of("orTimeout", "completeOnTimeout", "delayedExecutor");
  private static final List<String> UNORDERED = List.of("java/util/Set", "java/util/Map");
  private static final List<String> LOOKS =
      List.of(
          "iterator", "stream", "forEach", "toArray", "toString", "entrySet", "keySet", "values");

  private final String reason;
  private final String replacement;

  Ban(String reason, String replacement) {
    this.reason = reason;
    this.replacement = replacement;
  }

  /// Why not.
  String reason() {
    return reason;
  }

  /// What to use instead.
  String replacement() {
    return replacement;
  }

  /// What forbids this call, if anything does.
  ///
  /// @param before the call that stands before it in the code, if nothing stands between
  static Optional<Ban> of(Call call, Optional<Call> before) {
    if (before.filter(Ban::makesUnordered).isPresent() && LOOKS.contains(call.name())) {
      return Optional.of(ORDER);
    }
    if (readsClock(call)) {
      return Optional.of(CLOCK);
    }
    if (call.is("java/lang/Thread", "sleep")
        || call.is(CONCURRENT + "TimeUnit", "sleep", "timedJoin", "timedWait")) {
      return Optional.of(SLEEP);
    }
    if (waitsTimed(call)) {
      return Optional.of(TIMED_WAIT);
    }
    if (drawsRandom(call)) {
      return Optional.of(RANDOM);
    }
    return threads(call);
  }

  private static boolean readsClock(Call call) {
    return call.owner().equals("java/lang/System") && CLOCK_READERS.contains(call.name())
        || call.owner().startsWith("java/time/")
            && call.name().equals("now")
            && !call.descriptor().contains("java/time/Clock")
        || call.owner().equals("java/time/Clock")
            && (call.name().startsWith("system")
                || call.name().matches("tick(Millis|Seconds|.*es)"))
        || call.is("java/time/InstantSource", "system")
        || call.makes("java/util/Date", "()V")
        || call.makes("java/util/GregorianCalendar", "()V")
        || call.is("java/util/Calendar", "getInstance");
  }

  private static boolean waitsTimed(Call call) {
    boolean limited =
        call.descriptor().contains("java/util/concurrent/TimeUnit;)")
            || call.descriptor().contains("java/time/Duration;)");
    return limited && call.owner().startsWith(CONCURRENT) && TIMED.contains(call.name())
        || call.owner().startsWith(CONCURRENT) && ALWAYS_TIMED.contains(call.name())
        || call.is(CONCURRENT + "CompletableFuture", FUTURE_TIMERS)
        || call.is("java/lang/Process", "waitFor") && limited
        || call.is("java/lang/Thread", "join") && !call.descriptor().startsWith("()")
        || call.name().equals("wait") && call.descriptor().matches("\\(JI?\\)V");
  }

  private static boolean drawsRandom(Call call) {
    return call.is(CONCURRENT + "ThreadLocalRandom", "current")
        || call.is("java/lang/Math", "random")
        || call.is("java/lang/StrictMath", "random")
        || call.makes("java/util/Random", "()V")
        || call.makes("java/util/SplittableRandom", "()V")
        || call.owner().equals("java/security/SecureRandom")
            && (call.name().equals("<init>") || call.name().startsWith("getInstance"))
        || call.is("java/util/random/RandomGenerator", "getDefault", "of")
        || call.is("java/util/UUID", "randomUUID")
        || call.is("java/util/Collections", "shuffle")
            && call.descriptor().equals("(Ljava/util/List;)V");
  }

  private static Optional<Ban> threads(Call call) {
    if (call.makes("java/lang/Thread", "")
        || call.is("java/lang/Thread", "ofPlatform", "ofVirtual", "startVirtualThread")) {
      return Optional.of(THREAD);
    }
    boolean asynchronous =
        (call.owner().equals(CONCURRENT + "CompletableFuture")
                || call.owner().equals(CONCURRENT + "CompletionStage"))
            && call.name().endsWith("Async")
            && !call.descriptor().contains(CONCURRENT + "Executor;");
    boolean pool =
        asynchronous
            || call.owner().equals(CONCURRENT + "Executors") && call.name().startsWith("new")
            || call.is(CONCURRENT + "ForkJoinPool", "commonPool", "<init>")
            || call.makes(CONCURRENT + "ThreadPoolExecutor", "")
            || call.makes(CONCURRENT + "ScheduledThreadPoolExecutor", "")
            || call.makes("java/util/Timer", "")
            || call.name().equals("parallelStream") && call.owner().startsWith("java/util/")
            || call.name().equals("parallel") && call.owner().startsWith("java/util/stream/");
    return pool ? Optional.of(POOL) : Optional.empty();
  }

  /// Whether the order of what the call makes may differ from JVM to JVM.
  static boolean makesUnordered(Call call) {
    return UNORDERED.contains(call.owner())
            && List.of("of", "copyOf", "ofEntries").contains(call.name())
            && !call.descriptor().startsWith("()")
        || call.is("java/util/stream/Collectors", "toUnmodifiableSet", "toUnmodifiableMap");
  }

  /// Whether the call may be why two runs differ, though by itself it does no harm.
  static boolean isSuspicious(Call call) {
    return makesUnordered(call)
        || call.is("java/util/stream/Collectors", "toSet", "groupingBy", "partitioningBy", "toMap")
        || call.is("java/lang/System", "identityHashCode", "getenv", "getProperty")
        || call.makes("java/util/HashMap", "")
        || call.makes("java/util/HashSet", "")
        || call.makes("java/util/IdentityHashMap", "")
        || call.makes("java/util/WeakHashMap", "")
        || call.is("java/util/Locale", "getDefault")
        || call.is("java/util/TimeZone", "getDefault")
        || call.is("java/time/ZoneId", "systemDefault")
        || call.is("java/io/File", "list", "listFiles");
  }
}
