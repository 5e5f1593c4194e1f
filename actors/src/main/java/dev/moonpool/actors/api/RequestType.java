package dev.moonpool.actors.api;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;

/// One kind of request as its protocol registered it.
///
/// @param name its stable name on the wire
/// @param index its place among the requests of its type, in order of registration
/// @param request the record's class
/// @param answer the answer's type: a class, or a generic type that a [TypeToken] has named
/// @param flagBits the bits of its [RequestFlag]s
/// @param <Q> the request
/// @param <R> the answer
public record RequestType<Q, R>(
    String name, int index, Class<Q> request, Type answer, int flagBits) {
  /// Checks every part.
  public RequestType {
    ActorType.checkWireName(name);
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(answer, "answer");
  }

  /// Whether requests of this kind carry the flag.
  public boolean has(RequestFlag flag) {
    return flag.in(flagBits);
  }

  static int bits(List<RequestFlag> flags) {
    int bits = 0;
    for (RequestFlag flag : flags) {
      bits |= flag.bit();
    }
    return bits;
  }
}
