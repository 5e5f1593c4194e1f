package dev.moonpool.actors.api;

import dev.moonpool.foundation.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// How actors of one type are made and what they do: what a node needs to host them.
///
/// Immutable: each method returns a new value. Handlers are unbound method references, kept once
/// for the type and not for each actor.
///
/// @param <P> the protocol
/// @param <A> the actor's class
public final class Definition<P, A> {
  /// How many messages wait at most, unless a definition says otherwise.
  public static final int MAILBOX_CAPACITY_DEFAULT = 1_024;

  /// The smallest legal mailbox: less than a batch could not keep one busy.
  public static final int MAILBOX_CAPACITY_MIN = 128;

  /// How long an actor stays without messages, unless a definition says otherwise.
  public static final Duration IDLE_TIMEOUT_DEFAULT = Duration.ofMinutes(10);

  private final ActorType<P> type;
  private final @Nullable StateType<?> state;
  private final BiFunction<ActorContext, @Nullable ActorState<?>, A> constructor;
  private final Map<Class<?>, Handler<?, ?, ?>> handlers;
  private final Options options;

  private Definition(
      ActorType<P> type,
      @Nullable StateType<?> state,
      BiFunction<ActorContext, @Nullable ActorState<?>, A> constructor,
      Map<Class<?>, Handler<?, ?, ?>> handlers,
      Options options) {
    this.type = type;
    this.state = state;
    this.constructor = constructor;
    this.handlers = handlers;
    this.options = options;
  }

  static <P, A> Definition<P, A> of(
      ActorType<P> type,
      @Nullable StateType<?> state,
      BiFunction<ActorContext, @Nullable ActorState<?>, A> constructor) {
    return new Definition<>(type, state, constructor, Map.of(), Options.DEFAULT);
  }

  /// Says which method runs requests of this class.
  ///
  /// @throws IllegalArgumentException if the type does not register the class, or it has a handler
  public <Q extends Request<? super P, R>, R> Definition<P, A> on(
      Class<Q> request, Handler<? super A, ? super Q, ? extends R> handler) {
    Objects.requireNonNull(handler, "handler");
    if (type.request(request).isEmpty()) {
      throw new IllegalArgumentException(
          "%s does not register %s: add .request(\"name\", %s.class, …) to it"
              .formatted(type, request.getSimpleName(), request.getSimpleName()));
    }
    if (handlers.containsKey(request)) {
      throw new IllegalArgumentException(
          "%s already has a handler of %s".formatted(type, request.getSimpleName()));
    }
    Map<Class<?>, Handler<?, ?, ?>> more = new LinkedHashMap<>(handlers);
    more.put(request, handler);
    return new Definition<>(type, state, constructor, more, options);
  }

  /// Deactivates an actor this long after its last message (default 10 minutes).
  ///
  /// @throws IllegalArgumentException if it is not positive
  public Definition<P, A> idleTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "an idle timeout is positive, this is " + DurationText.of(timeout));
    }
    return with(options.idleTimeout(Optional.of(timeout)));
  }

  /// Never deactivates an actor for being idle.
  public Definition<P, A> neverIdle() {
    return with(options.idleTimeout(Optional.empty()));
  }

  /// Lets this many messages wait for an actor (default 1,024); more are refused as overload.
  ///
  /// @throws IllegalArgumentException if it is less than 128
  public Definition<P, A> mailboxCapacity(int messages) {
    if (messages < MAILBOX_CAPACITY_MIN) {
      throw new IllegalArgumentException(
          "a mailbox takes at least %d messages, this is %d"
              .formatted(MAILBOX_CAPACITY_MIN, messages));
    }
    return with(new Options(options.idleTimeout, messages, options.threading));
  }

  /// Lets other messages run while a handler waits for a call of its own. The state may then have
  /// changed when the call returns.
  ///
  /// @throws IllegalStateException if the handlers are declared [#direct]
  public Definition<P, A> reentrant() {
    return with(options.threading(Threading.REENTRANT));
  }

  /// Lets a blocking call that finds the actor idle on the caller's own node run its handler on the
  /// caller's own thread: no other thread is woken, so a call costs about a tenth.
  ///
  /// The definition promises that its handlers never wait: they make no calls, do no input or
  /// output and keep no state in a store. A handler that waits all the same harms nobody but its
  /// caller, who cannot return at the timeout before the handler does. All else is as ever: one
  /// message at a time, in order; other messages, from other nodes too, run on threads of the node.
  /// So do all messages of a type that registers read-only or always-interleaving requests.
  ///
  /// @throws IllegalStateException if the actors are [#reentrant], or keep a state
  public Definition<P, A> direct() {
    if (state != null) {
      throw new IllegalStateException(
          "%s keeps a state, and to persist it waits: a direct handler never waits"
              .formatted(type));
    }
    return with(options.threading(Threading.DIRECT));
  }

  /// The type that is defined.
  public ActorType<P> type() {
    return type;
  }

  /// The state that its actors keep, if any.
  public Optional<StateType<?>> state() {
    return Optional.ofNullable(state);
  }

  /// How long an actor stays without messages; none for ever.
  public Optional<Duration> idleTimeout() {
    return options.idleTimeout;
  }

  /// How many messages may wait for an actor.
  public int mailboxCapacity() {
    return options.mailboxCapacity;
  }

  /// Whether other messages may run while a handler waits.
  public boolean isReentrant() {
    return options.threading == Threading.REENTRANT;
  }

  /// Whether a caller's own thread may run a handler.
  public boolean isDirect() {
    return options.threading == Threading.DIRECT;
  }

  /// Its handlers by the class of their request, in order of registration.
  public Map<Class<?>, Handler<?, ?, ?>> handlers() {
    return Collections.unmodifiableMap(handlers);
  }

  /// Makes one actor.
  ///
  /// @param cell the state that was loaded; null if and only if the definition has none
  public A construct(ActorContext context, @Nullable ActorState<?> cell) {
    return constructor.apply(context, cell);
  }

  /// What is missing or contradictory; empty if a node can host it.
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    for (RequestType<?, ?> request : type.requests()) {
      if (!handlers.containsKey(request.request())) {
        mistakes.add(
            "%s has no handler of its request '%s': add .on(%s.class, …)"
                .formatted(type, request.name(), request.request().getSimpleName()));
      }
    }
    if (state != null) {
      String mutable = Mutability.in(state.initial());
      if (mutable != null) {
        mistakes.add(
            "the initial state of %s holds a mutable %s, and all its actors begin with that one"
                    .formatted(type, mutable)
                + " object: use List.of(…), Set.of(…) or Map.of(…), or copy in the record's"
                + " constructor");
      }
    }
    return mistakes;
  }

  private Definition<P, A> with(Options changed) {
    return new Definition<>(type, state, constructor, handlers, changed);
  }

  /// On which threads the messages of one actor run, and how many at a time.
  private enum Threading {
    /// On a thread of the node, one after the other.
    SERIAL,
    /// As serial, but others run while one waits.
    REENTRANT,
    /// As serial, but on the caller's thread where that is possible.
    DIRECT
  }

  private record Options(Optional<Duration> idleTimeout, int mailboxCapacity, Threading threading) {
    static final Options DEFAULT =
        new Options(Optional.of(IDLE_TIMEOUT_DEFAULT), MAILBOX_CAPACITY_DEFAULT, Threading.SERIAL);

    Options idleTimeout(Optional<Duration> timeout) {
      return new Options(timeout, mailboxCapacity, threading);
    }

    Options threading(Threading wanted) {
      if (threading != Threading.SERIAL && threading != wanted) {
        throw new IllegalStateException(
            "a reentrant actor's handlers wait, and direct handlers never do: choose one");
      }
      return new Options(idleTimeout, mailboxCapacity, wanted);
    }
  }
}
