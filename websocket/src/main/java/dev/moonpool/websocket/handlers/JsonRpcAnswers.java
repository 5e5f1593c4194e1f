package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.WsException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a [JsonRpcBatch] was answered: a value or an error for each of its calls. Immutable.
public final class JsonRpcAnswers {
  private final Json json;
  private final List<Optional<JsonNode>> answers;

  JsonRpcAnswers(Json json, List<Optional<JsonNode>> answers) {
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
  /// @throws WsException.Serialization if it was answered with something else, or not at all
  public <T> T value(int index, Class<T> type) {
    JsonNode answer = answer(index);
    if (answer == null) {
      throw new WsException.Serialization(
          "call %d of %d was not answered".formatted(index, count()), null, null);
    }
    Optional<WsException.Remote> error = error(index);
    if (error.isPresent()) {
      throw error.get();
    }
    return json.value(answer.path("result"), type);
  }

  /// The error of one call, if it is one.
  ///
  /// @param index which call, from 0 on in the order of the batch
  public Optional<WsException.Remote> error(int index) {
    JsonNode answer = answer(index);
    return answer == null ? Optional.empty() : JsonRpcHandler.error(answer);
  }

  private @Nullable JsonNode answer(int index) {
    return answers.get(Objects.checkIndex(index, count())).orElse(null);
  }
}
