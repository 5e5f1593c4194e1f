package dev.moonpool.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the compiler takes and what it refuses, found by asking it: once for all that must compile
/// and once for all that must not, each statement in a method on a line of its own.
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
        ActorRef<Account> account;
        ActorRef<Readable> readable;
        Definition<Account, AccountActor> actor = Account.TYPE.create(AccountActor::new);

        %s
      }
      """;

  private static final List<String> GOOD =
      List.of(
          "Long cents = account.call(new Account.Deposit(1));",
          "Long cents = account.call(new Account.Deposit(1), Duration.ofSeconds(1));",
          "Nothing done = account.call(new Account.Note(\"x\"));",
          "CompletableFuture<Long> later = account.callAsync(new Account.Deposit(1));",
          "account.send(new Account.Deposit(1));",
          "Long ofTheInheritedProtocol = account.call(new Readable.Look());",
          "Long cents = readable.call(new Readable.Look());",
          "actor.on(Account.Deposit.class, AccountActor::deposit);");

  /// A foreign request, what is no request, an answer of another type; then the same for
  /// registrations and handlers.
  private static final List<String> BAD =
      List.of(
          "account.call(new Lamp.Light());",
          "account.call(new Lamp.Light(), Duration.ofSeconds(1));",
          "account.callAsync(new Lamp.Light());",
          "account.send(new Lamp.Light());",
          "readable.call(new Account.Deposit(1));",
          "account.call(\"deposit\");",
          "account.call(new Account.Broke());",
          "String text = account.call(new Account.Deposit(1));",
          "CompletableFuture<String> text = account.callAsync(new Account.Deposit(1));",
          "Account.TYPE.request(\"light\", Lamp.Light.class, Boolean.class);",
          "Account.TYPE.request(\"note\", Account.Note.class, Long.class);",
          "Account.TYPE.refusal(\"deposit\", Account.Deposit.class);",
          "actor.on(Account.Note.class, AccountActor::deposit);",
          "actor.on(Account.Deposit.class, AccountActor::anything);",
          "actor.on(Lamp.Light.class, (actor, light) -> true);");

  @Test
  void compile_ownRequests_areTakenWithTheirAnswersType() {
    assertThat(errors(GOOD)).isEmpty();
  }

  @Test
  void compile_foreignRequests_areRefusedEachOnItsLine() {
    List<Diagnostic<? extends JavaFileObject>> errors = errors(BAD);

    Set<String> refused = new LinkedHashSet<>();
    List<String> lines = program(BAD).lines().toList();
    for (Diagnostic<? extends JavaFileObject> error : errors) {
      refused.add(lines.get((int) error.getLineNumber() - 1).strip());
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < BAD.size(); i++) {
      expected.add(method(i, BAD.get(i)));
    }
    assertThat(refused).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String program(List<String> statements) {
    StringBuilder methods = new StringBuilder();
    for (int i = 0; i < statements.size(); i++) {
      methods.append(method(i, statements.get(i))).append('\n');
    }
    return PROGRAM.formatted(methods);
  }

  private static String method(int number, String statement) {
    return "void m%d() { %s }".formatted(number, statement);
  }

  private static List<Diagnostic<? extends JavaFileObject>> errors(List<String> statements) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    // Stops before classes are written: only the verdict is wanted.
    List<String> options =
        List.of(
            "-proc:none",
            "-XDshould-stop.ifNoError=FLOW",
            "-cp",
            System.getProperty("java.class.path"));
    Source program = new Source(program(statements));
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
