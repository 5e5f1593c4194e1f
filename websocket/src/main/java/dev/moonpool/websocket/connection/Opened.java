package dev.moonpool.websocket.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Where something that must be closed was opened; for the case that it is lost instead.
///
/// Its stack is that of the moment in which it is made.
final class Opened extends Exception {
  private static final Logger LOG = System.getLogger(Opened.class.getName());
  private static final long serialVersionUID = 1;

  /// @param what what was opened
  Opened(String what) {
    super(what + " was opened here");
  }

  /// The collector has found that nobody can close it any more.
  ///
  /// @param wasClosed whether it was closed by other means, so that nothing is wrong
  void lost(boolean wasClosed) {
    if (!wasClosed) {
      LOG.log(Level.WARNING, "lost without being closed", this);
    }
  }
}
