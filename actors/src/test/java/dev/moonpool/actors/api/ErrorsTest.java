package dev.moonpool.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The table of errors in the documentation, held against the classes.
@Tag("A16")
class ErrorsTest {
  private static final Path PAGE = Path.of("docs", "help", "read-an-error.md");
  private static final Pattern CODE = Pattern.compile("`([A-Za-z]+)`");

  /// One of each kind; a new kind without one here fails the test.
  private static final List<Rejection> REJECTIONS =
      List.of(
          new Rejection.Overloaded("n::t/k", 128),
          new Rejection.UnknownType("t", List.of("a", "b")),
          new Rejection.UnknownMethod("t", "m", List.of("a", "b")),
          new Rejection.BadPayload("not CBOR"),
          new Rejection.TooLarge(2_000_000, 1_048_576),
          new Rejection.CallCycle(List.of("a.x", "b.y", "a.x")),
          new Rejection.CallChainTooLong(64),
          new Rejection.ActivationFailed("n::t/k", "IllegalStateException: no"),
          new Rejection.TooManyForwards("n::t/k", 2),
          new Rejection.Expired("in the mailbox"),
          new Rejection.NotReady("the node is stopping"));

  private static final List<ActorException> EXCEPTIONS =
      List.of(
          new NotSentException("why"),
          new MaybeExecutedException("why"),
          new FailedException("why", null),
          new RefusedException(new Refusal() {}),
          new AnswerTooLargeException(2_000_000, 1_048_576));

  @Test
  void page_everyError_hasTheOutcomeAndRetriableOfItsClass() throws IOException {
    Map<String, String> documented = documented();
    Map<String, String> actual = new TreeMap<>();
    for (Rejection rejection : REJECTIONS) {
      RejectedException thrown = new RejectedException(rejection);
      actual.put(rejection.getClass().getSimpleName(), verdict(thrown));
      assertThat(thrown.isRetriable()).isEqualTo(rejection.isRetriable());
      assertThat(thrown).hasMessage(rejection.message());
    }
    for (ActorException exception : EXCEPTIONS) {
      actual.put(exception.getClass().getSimpleName(), verdict(exception));
    }

    assertThat(documented).isEqualTo(actual);
  }

  @Test
  void samples_everyPermittedClass_isAmongThem() {
    Set<Class<?>> rejections = new TreeSet<>(ErrorsTest::byName);
    REJECTIONS.forEach(rejection -> rejections.add(rejection.getClass()));
    assertThat(rejections).containsExactlyInAnyOrder(Rejection.class.getPermittedSubclasses());

    Set<Class<?>> exceptions = new TreeSet<>(ErrorsTest::byName);
    EXCEPTIONS.forEach(exception -> exceptions.add(exception.getClass()));
    exceptions.add(RejectedException.class);
    assertThat(exceptions).containsExactlyInAnyOrderElementsOf(concrete(ActorException.class));
  }

  @Test
  void page_everyStateException_isNamed() throws IOException {
    String page = Files.readString(find());
    for (Class<?> kind : StateException.class.getPermittedSubclasses()) {
      assertThat(page).contains("`" + kind.getSimpleName() + "`");
    }
  }

  @Test
  void outcome_everyOne_isThatOfSomeException() {
    assertThat(EXCEPTIONS)
        .extracting(ActorException::outcome)
        .containsExactly(
            Outcome.NOT_SENT,
            Outcome.MAYBE_EXECUTED,
            Outcome.FAILED,
            Outcome.FAILED,
            Outcome.FAILED);
    assertThat(new RejectedException(REJECTIONS.getFirst()).outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(Outcome.values()).hasSize(4);
  }

  @Test
  void message_everyRejection_saysWhoAndHowMuch() {
    assertThat(REJECTIONS)
        .extracting(Rejection::message)
        .containsExactly(
            "n::t/k is overloaded: 128 messages wait already",
            "actor type 't' is not hosted here; hosted are [a, b]",
            "actor type 't' has no request 'm'; it has [a, b]",
            "bad payload: not CBOR",
            "a payload of 2000000 bytes, limit 1048576",
            "call cycle: a.x -> b.y -> a.x",
            "calls are nested more than 64 deep",
            "n::t/k could not be activated: IllegalStateException: no",
            "n::t/k was not found after 2 forwards",
            "the deadline passed before the request started: in the mailbox",
            "the node takes no work: the node is stopping");
  }

  /// What the page's table says, by the simple name of each error.
  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    String exception = "";
    for (String line : Files.readAllLines(find())) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 6 || codes(cells[1] + cells[2]).isEmpty()) {
        continue; // not of the table, or its head
      }
      List<String> named = codes(cells[1]);
      exception = named.isEmpty() ? exception : named.getFirst();
      String verdict = cells[3].strip() + ", retriable: " + cells[4].strip();
      boolean rejected = exception.equals("RejectedException");
      for (String name : rejected ? codes(cells[2]) : List.of(exception)) {
        assertThat(rows.put(name, verdict)).as("second row of %s", name).isNull();
      }
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    List<String> codes = new ArrayList<>();
    Matcher matcher = CODE.matcher(cell);
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
    return codes;
  }

  private static String verdict(ActorException exception) {
    String outcome = exception.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return outcome + ", retriable: " + (exception.isRetriable() ? "yes" : "no");
  }

  private static List<Class<?>> concrete(Class<?> sealed) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      found.add(permitted);
      if (permitted.isSealed()) {
        found.addAll(concrete(permitted));
      }
    }
    return found;
  }

  private static int byName(Class<?> first, Class<?> second) {
    return first.getName().compareTo(second.getName());
  }

  private static Path find() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(PAGE))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder above this one that holds %s", PAGE).isNotNull();
    }
    return folder.resolve(PAGE);
  }
}
