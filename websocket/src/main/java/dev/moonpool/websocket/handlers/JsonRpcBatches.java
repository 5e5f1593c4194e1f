package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Which ids belong to one batch that was sent, so that an array can be told to be its answer.
///
/// Callers' threads add, the event loop takes; guarded by its monitor. Bounded: of batches that are
/// never answered the oldest are forgotten, and what answers them later matches nothing.
final class JsonRpcBatches {
  private static final int BATCHES_MAX = 4_096;

  private final Map<RequestId, List<RequestId>> open = new LinkedHashMap<>();

  /// @param ids of its calls; the first is the batch's own
  synchronized void add(List<RequestId> ids) {
    if (open.size() == BATCHES_MAX) {
      open.remove(open.keySet().iterator().next());
    }
    open.put(ids.getFirst(), ids);
  }

  /// The batch that this array answers, which is then forgotten; null if it answers none.
  synchronized @Nullable Answered take(JsonNode array) {
    if (open.isEmpty()) {
      return null;
    }
    Map<RequestId, JsonNode> answers = new LinkedHashMap<>();
    for (JsonNode answer : array) {
      Optional<RequestId> id =
          answer.has("method") ? Optional.empty() : JsonIds.of(answer, JsonRpcHandler.ID);
      if (id.isEmpty()) {
        return null;
      }
      answers.put(id.get(), answer);
    }
    for (RequestId id : answers.keySet()) {
      List<RequestId> asked = open.remove(id);
      if (asked != null) {
        List<Optional<JsonNode>> inOrder = new ArrayList<>();
        asked.forEach(each -> inOrder.add(Optional.ofNullable(answers.get(each))));
        return new Answered(id, inOrder);
      }
    }
    return null;
  }

  /// @param id the batch's own
  /// @param answers one for each call, in the order of the batch
  record Answered(RequestId id, List<Optional<JsonNode>> answers) {}
}
