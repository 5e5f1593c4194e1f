package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.ProtocolHandler;
import dev.moonpool.websocket.protocol.ProtocolHandler.ClosePolicy;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What to do when the server closes with certain codes. Immutable.
///
/// @param byCode the policy of each code; for all others the handler decides
public record ClosePolicies(SortedMap<Integer, ClosePolicy> byCode) {
  private static final int CODE_MIN = 1_000;
  private static final int CODE_MAX = 4_999;

  /// Copies the map; [ConnectionConfig] checks the codes.
  public ClosePolicies {
    byCode = Collections.unmodifiableSortedMap(new TreeMap<>(byCode));
  }

  /// Adds each mistake to `wrong`.
  void check(List<String> wrong) {
    for (int code : byCode.keySet()) {
      if (code < CODE_MIN || code > CODE_MAX) {
        wrong.add("a close code is 1000 to 4999, this is " + code);
      }
    }
  }

  ClosePolicy policy(int code, String reason, ProtocolHandler<?> handler) {
    ClosePolicy chosen = byCode.get(code);
    return chosen == null ? handler.onClose(code, reason) : chosen;
  }
}
