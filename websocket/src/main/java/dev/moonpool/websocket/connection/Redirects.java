package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;

/// How far an attempt follows a server that answers the upgrade with 301, 302, 303, 307 or 308.
///
/// Within an attempt only: the next one begins at the configured URL again. Headers, a user and
/// password in the URL, and credentials are for the configured server; a server of another scheme,
/// host or port is not told them, but `wss` beside `ws` of the same host on the usual ports is. A
/// URL that was met before in the same attempt ends it.
///
/// @param hopsMax how many redirects one attempt follows; 0 for none
/// @param downgradeAllowed whether `wss` may lead to `ws`, where everybody on the way can read
public record Redirects(int hopsMax, boolean downgradeAllowed) {
  /// Five, and never from `wss` to `ws`.
  public static final Redirects DEFAULT = new Redirects(5, false);

  /// Follows no redirect: the attempt fails, and says where the server points to.
  public static final Redirects NONE = new Redirects(0, false);

  /// @throws WsException.Config if the number is negative or more than 20
  public Redirects {
    if (hopsMax < 0 || hopsMax > 20) {
      throw new WsException.Config("redirects.hopsMax is from 0 to 20, this is " + hopsMax);
    }
  }
}
