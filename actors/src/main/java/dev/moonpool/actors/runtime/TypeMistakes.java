package dev.moonpool.actors.runtime;

import dev.moonpool.actors.api.ActorType;
import dev.moonpool.actors.api.Definition;
import dev.moonpool.actors.api.FormerState;
import dev.moonpool.actors.api.PayloadSerializer;
import dev.moonpool.actors.api.Refusal;
import dev.moonpool.actors.api.RequestType;
import dev.moonpool.actors.api.StateFormatException;
import dev.moonpool.actors.api.StateSerializer;
import dev.moonpool.actors.api.StateType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/// Names every part of the types of a runtime that its serializers could not read back.
final class TypeMistakes {
  private final PayloadSerializer.Factory payloads;
  private final StateSerializer states;

  TypeMistakes(PayloadSerializer.Factory payloads, StateSerializer states) {
    this.payloads = payloads;
    this.states = states;
  }

  /// What of the requests, answers and refusals of a type cannot go to another node.
  List<String> of(ActorType<?> type) {
    List<String> found = new ArrayList<>();
    for (RequestType<?, ?> request : type.requests()) {
      add(found, "request '%s' of %s".formatted(request.name(), type), request.request());
      add(found, "answer to '%s' of %s".formatted(request.name(), type), request.answer());
    }
    for (Class<? extends Refusal> refusal : type.refusals()) {
      String name = type.refusalName(refusal).orElseThrow();
      add(found, "refusal '%s' of %s".formatted(name, type), refusal);
    }
    return found;
  }

  /// The same of a definition, with what of its state could not be loaded again.
  List<String> of(Definition<?, ?> definition) {
    List<String> found = of(definition.type());
    definition.state().ifPresent(state -> addState(found, definition.type(), state));
    return found;
  }

  private void addState(List<String> found, ActorType<?> type, StateType<?> state) {
    int before = found.size();
    add(found, "state of " + type, state.type(), states.mistakes(state.type()));
    for (FormerState<?, ?> former : state.former()) {
      add(
          found,
          "version %d of the state of %s".formatted(former.version(), type),
          former.type(),
          states.mistakes(former.type()));
    }
    if (found.size() == before) {
      tryInitial(found, type, state);
    }
  }

  private void tryInitial(List<String> found, ActorType<?> type, StateType<?> state) {
    try {
      states.serialize(state.initial(), state.type());
    } catch (StateFormatException e) {
      found.add("the initial state of %s: %s".formatted(type, e.getMessage()));
    }
  }

  private void add(List<String> found, String what, Type type) {
    add(found, what, type, payloads.mistakes(type));
  }

  private static void add(List<String> found, String what, Type type, List<String> mistakes) {
    for (String mistake : mistakes) {
      found.add("the %s, a %s: %s".formatted(what, type.getTypeName(), mistake));
    }
  }
}
