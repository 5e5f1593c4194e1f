package dev.moonpool.actors.activation;

import dev.moonpool.actors.id.ActorId;
import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// The logger of one actor: that of its type, with the actor's id before each message.
///
/// The JDK keeps a logger for each name that was ever asked for, so a name for each actor would
/// fill the heap of a node whose actors are many and short-lived.
///
/// @param type the logger that all actors of the type share
/// @param id who logs
record ActorLogger(System.Logger type, ActorId id) implements System.Logger {
  @Override
  public String getName() {
    return type.getName();
  }

  @Override
  public boolean isLoggable(Level level) {
    return type.isLoggable(level);
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      type.log(level, (ResourceBundle) null, named(text(bundle, message)), thrown);
    }
  }

  /// Fills in the parameters here: an actor's key may hold what a format would take for its own.
  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      String format,
      Object @Nullable ... parameters) {
    if (isLoggable(level)) {
      String filled = fill(text(bundle, format), parameters);
      type.log(level, (ResourceBundle) null, named(filled), (Throwable) null);
    }
  }

  private String named(String message) {
    return id + ": " + message;
  }

  private static String text(@Nullable ResourceBundle bundle, String key) {
    try {
      return bundle == null ? key : bundle.getString(key);
    } catch (MissingResourceException e) {
      return key;
    }
  }

  private static String fill(String format, Object @Nullable [] parameters) {
    if (parameters == null || parameters.length == 0) {
      return format;
    }
    try {
      return MessageFormat.format(format, parameters);
    } catch (IllegalArgumentException e) {
      return format; // as the JDK's own loggers do
    }
  }
}
