package dev.moonpool.actors.api;

import dev.moonpool.actors.id.ActorId;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A protocol and its stable names: all that a caller needs to know of an actor.
///
/// Immutable: each registration returns a new value. Names go over the wire instead of class names,
/// so classes may be renamed while nodes of two builds talk; only what is registered is ever
/// instantiated.
///
/// @param <P> the protocol interface
public final class ActorType<P> {
  private final String name;
  private final Class<P> protocol;
  private final Map<String, RequestType<?, ?>> requestsByName;
  private final Map<Class<?>, RequestType<?, ?>> requestsByClass;
  private final Map<String, Class<? extends Refusal>> refusalsByName;

  /// The kind that was asked for last: a guess that saves the look-up. Racy on purpose, and
  /// harmless because a kind is immutable.
  private @Nullable RequestType<?, ?> lastFound;

  private ActorType(
      String name,
      Class<P> protocol,
      Map<String, RequestType<?, ?>> requestsByName,
      Map<String, Class<? extends Refusal>> refusalsByName) {
    this.name = name;
    this.protocol = protocol;
    this.requestsByName = Collections.unmodifiableMap(requestsByName);
    this.refusalsByName = Collections.unmodifiableMap(refusalsByName);
    Map<Class<?>, RequestType<?, ?>> byClass = new LinkedHashMap<>();
    for (RequestType<?, ?> request : requestsByName.values()) {
      byClass.put(request.request(), request);
    }
    this.requestsByClass = Collections.unmodifiableMap(byClass);
  }

  /// A type that has no requests yet.
  ///
  /// @param name stable and unique in the cluster; a part of every actor's id
  /// @param protocol the interface that its requests name
  /// @throws IllegalArgumentException if the name cannot be part of an actor id
  public static <P> ActorType<P> named(String name, Class<P> protocol) {
    ActorId.checkPart("type", name);
    return new ActorType<>(
        name,
        Objects.requireNonNull(protocol, "protocol"),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  /// Registers a kind of request.
  ///
  /// @param wireName stable name, unique in this type: lower-case letters, digits and dashes
  /// @param request the record's class
  /// @param answer the answer's class; [Nothing] where there is none
  /// @param flags how such requests are treated
  /// @throws IllegalArgumentException if name or class is registered already, or the name is not
  ///     one
  public <Q extends Request<? super P, R>, R> ActorType<P> request(
      String wireName, Class<Q> request, Class<R> answer, RequestFlag... flags) {
    return register(wireName, request, Objects.requireNonNull(answer, "answer"), flags);
  }

  /// Registers a kind of request whose answer is generic, such as a `List<Key>`.
  ///
  /// @param wireName stable name, unique in this type: lower-case letters, digits and dashes
  /// @param request the record's class
  /// @param answer the answer's type: `new TypeToken<List<Key>>() {}`
  /// @param flags how such requests are treated
  /// @throws IllegalArgumentException if name or class is registered already, or the name is not
  ///     one
  public <Q extends Request<? super P, R>, R> ActorType<P> request(
      String wireName, Class<Q> request, TypeToken<R> answer, RequestFlag... flags) {
    return register(wireName, request, answer.type(), flags);
  }

  private ActorType<P> register(
      String wireName, Class<?> request, Type answer, RequestFlag[] flags) {
    if (requestsByName.containsKey(wireName) || requestsByClass.containsKey(request)) {
      throw new IllegalArgumentException(
          "%s already has a request '%s' or one of %s"
              .formatted(this, wireName, request.getSimpleName()));
    }
    Map<String, RequestType<?, ?>> more = new LinkedHashMap<>(requestsByName);
    int bits = RequestType.bits(List.of(flags));
    more.put(wireName, new RequestType<>(wireName, requestsByName.size(), request, answer, bits));
    return new ActorType<>(name, protocol, more, refusalsByName);
  }

  /// Registers a refusal that handlers of this protocol may throw.
  ///
  /// @param wireName stable name, unique in this type: lower-case letters, digits and dashes
  /// @throws IllegalArgumentException if name or class is registered already, or the name is not
  ///     one
  public ActorType<P> refusal(String wireName, Class<? extends Refusal> refusal) {
    checkWireName(wireName);
    if (refusalsByName.containsKey(wireName) || refusalsByName.containsValue(refusal)) {
      throw new IllegalArgumentException(
          "%s already has a refusal '%s' or one of %s"
              .formatted(this, wireName, refusal.getSimpleName()));
    }
    Map<String, Class<? extends Refusal>> more = new LinkedHashMap<>(refusalsByName);
    more.put(wireName, refusal);
    return new ActorType<>(name, protocol, requestsByName, more);
  }

  /// Begins the definition of actors of this type that keep no state in a store.
  public <A> Definition<P, A> create(Function<ActorContext, A> constructor) {
    Objects.requireNonNull(constructor, "constructor");
    return Definition.of(this, null, (context, state) -> constructor.apply(context));
  }

  /// Begins the definition of actors of this type that keep a state.
  ///
  /// @param state the state's class
  /// @param initial what an actor has that was never saved
  public <S> StatefulType<P, S> state(Class<S> state, S initial) {
    return new StatefulType<>(this, new StateType<>(state, initial));
  }

  /// Its stable name.
  public String name() {
    return name;
  }

  /// Its protocol interface.
  public Class<P> protocol() {
    return protocol;
  }

  /// All registered kinds of request, in order of registration.
  public Collection<RequestType<?, ?>> requests() {
    return requestsByName.values();
  }

  /// The kind of request with this wire name.
  public Optional<RequestType<?, ?>> request(String wireName) {
    return Optional.ofNullable(requestsByName.get(wireName));
  }

  /// The kind of request of this class.
  public Optional<RequestType<?, ?>> request(Class<?> request) {
    return Optional.ofNullable(requestsByClass.get(request));
  }

  /// The kind of request that this object is.
  ///
  /// @throws IllegalArgumentException if its class is not registered
  public RequestType<?, ?> requestOf(Object request) {
    RequestType<?, ?> guess = lastFound;
    if (guess != null && guess.request() == request.getClass()) {
      return guess;
    }
    RequestType<?, ?> found = requestsByClass.get(request.getClass());
    if (found == null) {
      throw new IllegalArgumentException(
          "%s does not register %s: add .request(\"name\", %s.class, …) to it"
              .formatted(this, request.getClass().getName(), request.getClass().getSimpleName()));
    }
    lastFound = found;
    return found;
  }

  /// All registered refusals, in order of registration.
  public Collection<Class<? extends Refusal>> refusals() {
    return refusalsByName.values();
  }

  /// The refusal with this wire name.
  public Optional<Class<? extends Refusal>> refusal(String wireName) {
    return Optional.ofNullable(refusalsByName.get(wireName));
  }

  /// The wire name of a refusal of this class.
  public Optional<String> refusalName(Class<? extends Refusal> refusal) {
    for (Map.Entry<String, Class<? extends Refusal>> entry : refusalsByName.entrySet()) {
      if (entry.getValue() == refusal) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "actor type '" + name + "'";
  }

  static void checkWireName(String wireName) {
    Objects.requireNonNull(wireName, "wireName");
    boolean plain = wireName.chars().allMatch(c -> c == '-' || isLetterOrDigit(c));
    if (!plain || wireName.isEmpty() || wireName.length() > 64) {
      throw new IllegalArgumentException(
          "a wire name has 1 to 64 lower-case letters, digits and dashes, this is '%s'"
              .formatted(wireName));
    }
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
