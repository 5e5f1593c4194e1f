package dev.moonpool.simulation.scan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the code of a simulated program calls that no seed decides.
///
/// @param forbidden one text for each call that must not be there, with the place, the reason and
///     the replacement
/// @param suspicious the places of calls that may be why two runs differ, and do no harm otherwise
public record CodeScan(List<String> forbidden, List<String> suspicious) {
  /// What the failure is called.
  public static final String NAME = "the program asks only what the seed decides";

  private static final int SHOWN_MAX = 20;

  /// Copies the lists.
  public CodeScan {
    forbidden = List.copyOf(forbidden);
    suspicious = List.copyOf(suspicious);
  }

  /// Reads the program that the methods of this name of `root` prepare.
  ///
  /// @param allowed calls that are not reported: by what is called, such as `Instant.now`, or by
  ///     where, as the full name of a class or of a method in it
  public static CodeScan of(Class<?> root, String method, Set<String> allowed) {
    UserCode code = new UserCode(root, false);
    Findings findings = new Findings(allowed);
    Reach reach = new Reach(code, findings);
    for (Class<?> type = root; type != null && type != Object.class; type = type.getSuperclass()) {
      String name = type.getName().replace('.', '/');
      var model = code.find(name);
      if (model != null) {
        model.methods().stream()
            .filter(
                declared ->
                    declared.methodName().equalsString(method)
                        || declared.methodName().equalsString("<init>"))
            .map(
                declared ->
                    new Call(
                        name,
                        declared.methodName().stringValue(),
                        declared.methodType().stringValue()))
            .forEach(reach::begin);
        reach.begin(new Call(name, "<clinit>", "()V"));
      }
    }
    reach.follow();
    return new CodeScan(List.copyOf(findings.forbidden), List.copyOf(findings.suspicious));
  }

  /// The forbidden calls as a report shows them.
  public String text() {
    String shown = forbidden.stream().limit(SHOWN_MAX).collect(Collectors.joining("\n"));
    int hidden = forbidden.size() - SHOWN_MAX;
    return hidden > 0 ? shown + "\n… and " + hidden + " more" : shown;
  }

  /// The suspicious calls as a report of two runs that differ shows them; empty if there are none.
  public String suspicion() {
    if (suspicious.isEmpty()) {
      return "";
    }
    return "calls in the program whose result may differ from run to run or from JVM to JVM:\n"
        + suspicious.stream()
            .limit(SHOWN_MAX)
            .map(place -> "  " + place + "\n")
            .collect(Collectors.joining());
  }

  private static final class Findings implements Reach.Visitor {
    private final Set<String> allowed;
    private final Set<String> forbidden = new LinkedHashSet<>();
    private final Set<String> suspicious = new LinkedHashSet<>();

    private Findings(Set<String> allowed) {
      this.allowed = allowed;
    }

    @Override
    public void visit(Call call, Optional<Call> before, Reach.Place place) {
      Optional<Ban> ban = Ban.of(call, before);
      Call named = ban.filter(Ban.ORDER::equals).isPresent() ? before.orElse(call) : call;
      if (isAllowed(named, place)) {
        return;
      }
      ban.ifPresent(found -> forbidden.add(text(found, named, place)));
      if (ban.isEmpty() && Ban.isSuspicious(call)) {
        suspicious.add(call.text() + " at " + place.text());
      }
    }

    private boolean isAllowed(Call call, Reach.Place place) {
      List<String> names =
          List.of(
              call.text(),
              call.qualified(),
              Call.dotted(place.method().owner()),
              place.method().qualified());
      return names.stream().anyMatch(allowed::contains);
    }

    private static String text(Ban ban, Call call, Reach.Place place) {
      return "  %s at %s: %s. Use %s.\n    reached by %s"
          .formatted(
              call.text(),
              place.text(),
              ban.reason(),
              ban.replacement(),
              String.join(" → ", place.path()));
    }
  }
}
