package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The batches that were sent and are not answered yet: collects the answer of each call by its id,
/// however the server spreads the answers over messages.
///
/// An error without an id is about a call that the server could not read. It is given to the calls
/// that have no answer when it comes in one array with answers of the batch.
///
/// Callers' threads add, the event loop takes; guarded by its monitor. Bounded: of batches that are
/// never answered the oldest are forgotten, and what answers them later matches nothing.
final class JsonRpcBatches {
  private static final int BATCHES_MAX = 4_096;

  /// By the batch's own id, the oldest first.
  private final Map<RequestId, Batch> open = new LinkedHashMap<>();

  /// The same batches, by the id of each call.
  private final Map<RequestId, Batch> byCall = new LinkedHashMap<>();

  /// @param ids of its calls; the first is the batch's own
  synchronized void add(List<RequestId> ids) {
    if (open.size() == BATCHES_MAX) {
      forget(open.values().iterator().next());
    }
    Batch batch = new Batch(ids);
    open.put(ids.getFirst(), batch);
    ids.forEach(id -> byCall.put(id, batch));
  }

  /// Takes what belongs to batches out of a message.
  ///
  /// @param message an array, or one object
  synchronized Sorted sort(JsonNode message) {
    if (open.isEmpty()) {
      return new Sorted(List.of(), message.isArray() ? list(message) : List.of(message));
    }
    List<Batch> touched = new ArrayList<>();
    List<JsonNode> nameless = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode part : message.isArray() ? list(message) : List.of(message)) {
      Batch batch = isAnswer(part) ? batch(part) : null;
      if (batch != null) {
        if (!touched.contains(batch)) {
          touched.add(batch);
        }
      } else if (isAnswer(part) && !part.hasNonNull(JsonRpcHandler.ID)) {
        nameless.add(part);
      } else {
        others.add(part);
      }
    }
    if (touched.size() == 1 && !nameless.isEmpty()) {
      touched.getFirst().giveToTheRest(nameless);
    } else {
      others.addAll(nameless);
    }
    List<Answered> ended = new ArrayList<>();
    for (Batch batch : touched) {
      if (batch.answers.size() == batch.ids.size()) {
        forget(batch);
        ended.add(batch.answered());
      }
    }
    return new Sorted(ended, others);
  }

  /// The open batch that this answers, which has noted the answer; null if it answers none.
  private @Nullable Batch batch(JsonNode answer) {
    Optional<RequestId> id = JsonIds.of(answer, JsonRpcHandler.ID);
    Batch batch = id.map(byCall::get).orElse(null);
    if (batch != null) {
      batch.answers.putIfAbsent(id.get(), answer);
    }
    return batch;
  }

  private static boolean isAnswer(JsonNode part) {
    return part.isObject() && !part.has("method");
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> parts = new ArrayList<>();
    array.forEach(parts::add);
    return parts;
  }

  private void forget(Batch batch) {
    open.remove(batch.ids.getFirst());
    batch.ids.forEach(byCall::remove);
  }

  /// What one message held.
  ///
  /// @param ended batches whose last answer it brought
  /// @param others what belongs to no batch
  record Sorted(List<Answered> ended, List<JsonNode> others) {}

  /// @param id the batch's own
  /// @param answers one for each call, in the order of the batch
  record Answered(RequestId id, List<JsonNode> answers) {}

  private static final class Batch {
    private final List<RequestId> ids;
    private final Map<RequestId, JsonNode> answers = new LinkedHashMap<>();

    Batch(List<RequestId> ids) {
      this.ids = List.copyOf(ids);
    }

    /// The calls without an answer get these in order; the last one serves for all that are left.
    void giveToTheRest(List<JsonNode> errors) {
      int next = 0;
      for (RequestId id : ids) {
        if (answers.putIfAbsent(id, errors.get(next)) == null) {
          next = Math.min(next + 1, errors.size() - 1);
        }
      }
    }

    Answered answered() {
      return new Answered(ids.getFirst(), ids.stream().map(answers::get).toList());
    }
  }
}
