package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the upgrade says and which answers are accepted; a part of [ConnectionConfig].
///
/// @param headers what it says beside what it must
/// @param subprotocols which subprotocols to offer, best first
/// @param subprotocolRequired whether a server that chooses none of them is refused
/// @param headBytesMax how long the status line and all fields of the answer may be together
/// @param redirects how far redirects are followed
public record UpgradeConfig(
    List<Header> headers,
    List<String> subprotocols,
    boolean subprotocolRequired,
    int headBytesMax,
    Redirects redirects) {
  /// No headers, no subprotocols, an answer's head of 64 KiB at most, five redirects.
  public static final UpgradeConfig DEFAULT =
      new UpgradeConfig(List.of(), List.of(), false, 64 * 1024, Redirects.DEFAULT);

  /// Copies the lists and checks everything.
  ///
  /// @throws WsException.Config if anything is wrong; the message names every mistake
  public UpgradeConfig {
    headers = List.copyOf(headers);
    subprotocols = List.copyOf(subprotocols);
    Objects.requireNonNull(redirects, "redirects");
    List<String> wrong = new ArrayList<>();
    for (String token : subprotocols) {
      if (!Header.isToken(token)) {
        wrong.add("a subprotocol is a token of RFC 9110, this is '" + token + "'");
      }
    }
    if (subprotocolRequired && subprotocols.isEmpty()) {
      wrong.add("subprotocolRequired needs a subprotocol to offer");
    }
    if (headBytesMax < 1024) {
      wrong.add("upgradeHeadBytesMax is at least 1024, this is " + headBytesMax);
    }
    if (!wrong.isEmpty()) {
      throw new WsException.Config(String.join("; ", wrong));
    }
  }
}
