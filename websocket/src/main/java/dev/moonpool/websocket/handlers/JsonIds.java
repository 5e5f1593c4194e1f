package dev.moonpool.websocket.handlers;

import dev.moonpool.websocket.protocol.RequestId;
import dev.moonpool.websocket.protocol.RequestIds;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How requests are named in JSON: by texts, or by numbers counted up. May be used from any thread.
///
/// Answers are read leniently: a server that makes a text of our number is understood.
final class JsonIds {
  /// Up to here a double tells all whole numbers apart.
  private static final double WHOLE_MAX = 1L << 53;

  private final boolean numbers;
  private final AtomicLong last = new AtomicLong();

  JsonIds(boolean numbers) {
    this.numbers = numbers;
  }

  RequestId next(RequestIds ids) {
    return numbers ? number() : ids.next();
  }

  /// One more for the request that has this one already.
  ///
  /// @param position from 1 on, different each time
  RequestId another(RequestId first, int position) {
    return numbers ? number() : new RequestId(first + "." + position);
  }

  ObjectNode put(ObjectNode message, String field, RequestId id) {
    return numbers ? message.put(field, Long.parseLong(id.text())) : message.put(field, id.text());
  }

  /// The id as it stands in a message.
  String json(RequestId id) {
    return numbers ? id.text() : JsonText.quoted(id.text());
  }

  /// The id in this field, if there is one. A server may write our 7 as 7.0.
  static Optional<RequestId> of(JsonNode message, String field) {
    JsonNode id = message.path(field);
    if (id.isFloatingPointNumber()) {
      double number = id.asDouble(0);
      boolean whole = number == Math.rint(number) && Math.abs(number) <= WHOLE_MAX;
      return whole ? Optional.of(new RequestId(Long.toString((long) number))) : Optional.empty();
    }
    boolean usable = (id.isString() && !id.asString().isEmpty()) || id.isIntegralNumber();
    return usable ? Optional.of(new RequestId(id.asString())) : Optional.empty();
  }

  private RequestId number() {
    return new RequestId(Long.toString(last.incrementAndGet()));
  }
}
