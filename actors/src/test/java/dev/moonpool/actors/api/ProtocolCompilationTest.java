package dev.moonpool.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the compiler takes and what it refuses, found by asking it.
@Tag("A13")
class ProtocolCompilationTest {
  private static final String PROGRAM =
      """
      import dev.moonpool.actors.api.*;
      import java.time.Duration;
      import java.util.concurrent.CompletableFuture;

      interface Readable {
        record Look() implements Request<Readable, Long> {}
      }
      interface Account extends Readable {
        record Deposit(long cents) implements Request<Account, Long> {}
        record Note(String text) implements Request<Account, Nothing> {}
        record Broke() implements Refusal {}
        ActorType<Account> TYPE =
            ActorType.named("account", Account.class)
                .request("look", Readable.Look.class, Long.class)
                .request("deposit", Deposit.class, Long.class);
      }
      interface Lamp {
        record Light() implements Request<Lamp, Boolean> {}
      }
      final class AccountActor {
        AccountActor(ActorContext context) {}
        Long deposit(Account.Deposit request) { return 1L; }
        Object anything(Object request) { return request; }
      }
      class Program {
        void run(ActorRef<Account> account, ActorRef<Readable> readable) {
          %s
        }
      }
      """;

  @Test
  void call_ownRequest_compilesWithTheAnswersType() {
    compiles("Long cents = account.call(new Account.Deposit(1));");
    compiles("Long cents = account.call(new Account.Deposit(1), Duration.ofSeconds(1));");
    compiles("Nothing done = account.call(new Account.Note(\"x\"));");
    compiles("CompletableFuture<Long> later = account.callAsync(new Account.Deposit(1));");
    compiles("account.send(new Account.Deposit(1));");
  }

  @Test
  void call_requestOfAnInheritedProtocol_compiles() {
    compiles("Long cents = account.call(new Readable.Look());");
    compiles("Long cents = readable.call(new Readable.Look());");
  }

  @Test
  void call_foreignRequest_isRefused() {
    refuses("account.call(new Lamp.Light());", "Lamp");
    refuses("account.call(new Lamp.Light(), Duration.ofSeconds(1));", "Lamp");
    refuses("account.callAsync(new Lamp.Light());", "Lamp");
    refuses("account.send(new Lamp.Light());", "Lamp");
    refuses("readable.call(new Account.Deposit(1));", "Account");
  }

  @Test
  void call_notARequest_isRefused() {
    refuses("account.call(\"deposit\");", "String");
    refuses("account.call(new Account.Broke());", "Broke");
  }

  @Test
  void call_answerOfAnotherType_isRefused() {
    refuses("String text = account.call(new Account.Deposit(1));", "String");
    refuses("CompletableFuture<String> t = account.callAsync(new Account.Deposit(1));", "String");
  }

  @Test
  void type_foreignRequestOrWrongAnswer_isRefused() {
    refuses("Account.TYPE.request(\"light\", Lamp.Light.class, Boolean.class);", "Lamp");
    refuses("Account.TYPE.request(\"note\", Account.Note.class, Long.class);", "Nothing");
    refuses("Account.TYPE.refusal(\"deposit\", Account.Deposit.class);", "Refusal");
  }

  @Test
  void definition_handlerOfAnotherRequestOrAnswer_isRefused() {
    String create = "Account.TYPE.create(AccountActor::new)";
    compiles(create + ".on(Account.Deposit.class, AccountActor::deposit);");
    refuses(create + ".on(Account.Note.class, AccountActor::deposit);", "Note");
    refuses(create + ".on(Account.Deposit.class, AccountActor::anything);", "Object");
    refuses(create + ".on(Lamp.Light.class, (actor, light) -> true);", "Lamp");
  }

  private static void compiles(String statement) {
    assertThat(errors(statement)).as(statement).isEmpty();
  }

  private static void refuses(String statement, String named) {
    List<Diagnostic<? extends JavaFileObject>> errors = errors(statement);
    assertThat(errors).as(statement).isNotEmpty();
    assertThat(errors)
        .as(statement)
        .allSatisfy(
            error -> assertThat(line(error)).as(error.toString()).contains(statement.strip()));
    assertThat(errors.getFirst().getMessage(Locale.ROOT)).as(statement).contains(named);
  }

  private static String line(Diagnostic<? extends JavaFileObject> error) {
    try {
      String source = error.getSource().getCharContent(true).toString();
      return source.lines().toList().get((int) error.getLineNumber() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Diagnostic<? extends JavaFileObject>> errors(String statement) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    // Stops before classes are written: only the verdict is wanted.
    List<String> options =
        List.of(
            "-proc:none",
            "-XDshould-stop.ifNoError=FLOW",
            "-cp",
            System.getProperty("java.class.path"));
    Source program = new Source(PROGRAM.formatted(statement));
    compiler.getTask(null, null, found, options, null, List.of(program)).call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .<Diagnostic<? extends JavaFileObject>>map(diagnostic -> diagnostic)
        .toList();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Program.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
