package dev.moonpool.actors.messaging;

import dev.moonpool.actors.id.NodeAddress;
import dev.moonpool.actors.messaging.Frame.Goodbye;
import dev.moonpool.foundation.RareLog;
import dev.moonpool.foundation.Time;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one node's connections log: what goes wrong, once a minute for each cause, since one cause
/// may break thousands of them. Any thread.
final class ConnectionLog {
  private static final Logger LOG = System.getLogger(Connection.class.getName());

  /// Where the words that all lines of one cause have in common end.
  private static final Pattern NAME_OR_NUMBER = Pattern.compile("[:'0-9]");

  private final RareLog rare;

  ConnectionLog(Time time) {
    rare = new RareLog(LOG, time);
  }

  void opened(Connection connection) {
    LOG.log(Level.DEBUG, () -> connection + " is established");
  }

  void closed(Level level, Connection connection, @Nullable SocketAddress other, String why) {
    Supplier<String> line = () -> connection + " at " + other + " is closed: " + why;
    if (level == Level.DEBUG) {
      LOG.log(level, line);
    } else {
      rare.log(level, host(other) + " " + NAME_OR_NUMBER.split(why, 2)[0], line);
    }
  }

  void cannotDial(NodeAddress address, Object self, Goodbye.@Nullable Reason reason, String why) {
    boolean passes = reason == Goodbye.Reason.STALE || reason == Goodbye.Reason.CLOSING;
    rare.log(
        passes ? Level.DEBUG : Level.WARNING,
        "dial " + address,
        () -> "%s cannot be reached from %s: %s".formatted(address, self, why));
  }

  /// A mistake in this program.
  void broken(Object what, String failed, Throwable thrown) {
    rare.log(
        Level.ERROR,
        failed + ": " + thrown.getClass().getName(),
        () -> what + ": " + failed,
        thrown);
  }

  private static String host(@Nullable SocketAddress other) {
    return other instanceof InetSocketAddress address
        ? address.getHostString()
        : String.valueOf(other);
  }
}
