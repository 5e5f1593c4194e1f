package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.WsException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a [JsonRpcBatch] was answered: a value or an error for each of its calls. Immutable.
public final class JsonRpcAnswers {
  private final Json json;
  private final List<JsonNode> answers;

  JsonRpcAnswers(Json json, List<JsonNode> answers) {
    this.json = json;
    this.answers = List.copyOf(answers);
  }

  /// How many calls there were.
  public int count() {
    return answers.size();
  }

  /// The value of one call.
  ///
  /// @param index which call, from 0 on in the order of the batch
  /// @throws WsException.Remote if the server answered it with an error
  /// @throws WsException.Serialization if the server answered it with something else
  public <T> T value(int index, Class<T> type) {
    Optional<WsException.Remote> error = error(index);
    if (error.isPresent()) {
      throw error.get();
    }
    return json.value(answer(index).path("result"), type);
  }

  /// The error of one call, if it is one.
  ///
  /// @param index which call, from 0 on in the order of the batch
  public Optional<WsException.Remote> error(int index) {
    return JsonRpcHandler.error(answer(index));
  }

  private JsonNode answer(int index) {
    return answers.get(Objects.checkIndex(index, count()));
  }
}
