package dev.moonpool.actors.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.id.ActorId;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an actor logs: under its type's name, with its id before the message.
@Tag("field-F5")
class ActorLoggerTest {
  private static final String NAME = "actor.logger-test";

  private final Logger jul = Logger.getLogger(NAME);
  private final List<String> lines = new ArrayList<>();
  private final Handler handler = new Lines();

  @BeforeEach
  void listen() {
    jul.setUseParentHandlers(false);
    jul.setLevel(Level.ALL);
    jul.addHandler(handler);
  }

  @AfterEach
  void leave() {
    jul.removeHandler(handler);
  }

  @Test
  void log_withAndWithoutParameters_beginsWithTheId() {
    System.Logger logger = logger("alice");
    logger.log(System.Logger.Level.INFO, "plain");
    logger.log(System.Logger.Level.INFO, "{0} of {1}", 1, 2);
    logger.log(System.Logger.Level.INFO, () -> "supplied");
    logger.log(System.Logger.Level.WARNING, "thrown", new IllegalStateException("x"));
    assertThat(lines)
        .containsExactly(
            "ns::logger-test/alice: plain",
            "ns::logger-test/alice: 1 of 2",
            "ns::logger-test/alice: supplied",
            "ns::logger-test/alice: thrown");
  }

  @Test
  void log_keyThatLooksLikeAFormat_isLeftAsItIs() {
    System.Logger logger = logger("{0}'s");
    logger.log(System.Logger.Level.INFO, "{0} of {1}", 1, 2);
    logger.log(System.Logger.Level.INFO, "it's {0}");
    assertThat(lines).hasSize(2).allMatch(line -> line.startsWith(id("{0}'s") + ": "));
    assertThat(lines.getFirst()).endsWith(": 1 of 2");
    assertThat(lines.getLast()).endsWith(": it's {0}");
  }

  @Test
  void log_formatThatIsNone_isLoggedAsItIs() {
    logger("a").log(System.Logger.Level.INFO, "{what", 1);
    assertThat(lines).containsExactly("ns::logger-test/a: {what");
  }

  @Test
  void isLoggable_typeIsQuiet_nothingIsLogged() {
    jul.setLevel(Level.WARNING);
    System.Logger logger = logger("a");
    assertThat(logger.isLoggable(System.Logger.Level.INFO)).isFalse();
    logger.log(System.Logger.Level.INFO, "quiet");
    assertThat(lines).isEmpty();
    assertThat(logger.getName()).isEqualTo(NAME);
  }

  private static ActorId id(String key) {
    return new ActorId("ns", "logger-test", key);
  }

  private static ActorLogger logger(String key) {
    return new ActorLogger(System.getLogger(NAME), id(key));
  }

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord entry) {
      lines.add(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
