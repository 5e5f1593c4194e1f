package dev.moonpool.actors.activation;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.Handler;
import dev.moonpool.actors.api.RequestFlag;
import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.actors.state.StateBinding;
import dev.moonpool.foundation.RareLog;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An actor type as one node hosts it: its definition made ready to run, shared by all its actors.
public final class HostedType {
  private static final Logger LOGGER = System.getLogger(Activation.class.getName());

  private final Definition<?, ?> definition;
  private final Map<String, HostedMethod> methodsByName = new LinkedHashMap<>();
  private final @Nullable HostedMethod[] methodsByIndex;
  private final @Nullable StateBinding<?> binding;
  private final ActivationServices services;
  private final boolean interleaves;
  private final boolean direct;
  private final RareLog log;
  private final System.Logger logger;

  /// @param binding how its states are kept; null if and only if it has none
  public HostedType(
      Definition<?, ?> definition, @Nullable StateBinding<?> binding, ActivationServices services) {
    this.definition = definition;
    this.binding = binding;
    this.services = services;
    this.log = new RareLog(LOGGER, services.providers().time());
    this.logger = System.getLogger("actor." + definition.type().name());
    this.methodsByIndex = new HostedMethod[definition.type().requests().size()];
    boolean anyInterleaves = definition.isReentrant();
    for (Map.Entry<Class<?>, Handler<?, ?, ?>> entry : definition.handlers().entrySet()) {
      RequestType<?, ?> type = definition.type().request(entry.getKey()).orElseThrow();
      HostedMethod method = new HostedMethod(type, untyped(entry.getValue()));
      methodsByName.put(type.name(), method);
      methodsByIndex[type.index()] = method;
      anyInterleaves |= type.has(RequestFlag.ALWAYS_INTERLEAVE) || type.has(RequestFlag.READ_ONLY);
    }
    this.interleaves = anyInterleaves;
    this.direct = definition.isDirect() && !anyInterleaves;
  }

  /// Its definition.
  public Definition<?, ?> definition() {
    return definition;
  }

  /// Its protocol.
  public ActorType<?> type() {
    return definition.type();
  }

  /// Where its activations tell what goes wrong: one cause may meet thousands of them.
  RareLog log() {
    return log;
  }

  /// How its states are kept, or null if it has none.
  public @Nullable StateBinding<?> binding() {
    return binding;
  }

  /// Where its actors' own records go. One for the type: loggers are kept for as long as the JVM
  /// runs.
  System.Logger logger() {
    return logger;
  }

  /// What its activations share with all others of the node.
  ActivationServices services() {
    return services;
  }

  /// The method that runs this message, or null if there is none.
  public @Nullable HostedMethod method(Invocation message) {
    RequestType<?, ?> type = message.type();
    if (type != null && type.index() < methodsByIndex.length) {
      HostedMethod method = methodsByIndex[type.index()];
      if (method != null && method.type() == type) {
        return method;
      }
    }
    return methodsByName.get(message.method());
  }

  /// The method of this wire name, or null.
  public @Nullable HostedMethod method(String name) {
    return methodsByName.get(name);
  }

  /// All wire names, in order of registration.
  public List<String> methodNames() {
    List<String> names = new ArrayList<>();
    for (RequestType<?, ?> request : type().requests()) {
      names.add(request.name());
    }
    return names;
  }

  /// Whether a message may ever run while another waits.
  boolean interleaves() {
    return interleaves;
  }

  /// Whether a message may run on the thread of its caller.
  boolean isDirect() {
    return direct;
  }

  @SuppressWarnings(
      "unchecked") // the definition has checked that handler and request belong together
  private static Handler<Object, Object, Object> untyped(Handler<?, ?, ?> handler) {
    return (Handler<Object, Object, Object>) handler;
  }
}
