package dev.moonpool.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may know whom: modules, and packages within them, in one direction each.
final class LayerTidyTest {
  private static final String ROOT = "dev.moonpool.";

  /// What each module may use besides itself; the poms say the same, this catches what they let
  /// through by way of others.
  private static final Map<String, List<String>> MODULES = new LinkedHashMap<>();

  /// Each module's packages from the bottom up: a package uses only what stands before it.
  private static final Map<String, List<String>> PACKAGES = new LinkedHashMap<>();

  static {
    MODULES.put("foundation", List.of());
    MODULES.put("simulation", List.of("foundation"));
    MODULES.put("actors", List.of("foundation"));
    MODULES.put("jdbc", List.of("foundation"));
    MODULES.put("websocket", List.of("foundation"));
    MODULES.put("testkit", List.of("foundation", "actors", "websocket", "simulation"));
    MODULES.put(
        "examples", List.of("foundation", "actors", "jdbc", "websocket", "simulation", "testkit"));
    MODULES.put(
        "cli",
        List.of("foundation", "actors", "jdbc", "websocket", "simulation", "testkit", "examples"));

    PACKAGES.put("foundation", List.of("", "store", "system"));
    PACKAGES.put(
        "simulation",
        List.of("scan", "trace", "kernel", "network", "", "store", "campaign", "planted", "junit"));
    PACKAGES.put("websocket", List.of("protocol", "connection", "handlers", "client"));
    PACKAGES.put("testkit", List.of(""));
    PACKAGES.put("examples", List.of("bank", "bank.load", "bank.simulation", "feed", "oracles"));
    PACKAGES.put(
        "actors",
        List.of(
            "id",
            "api",
            "serialization",
            "state",
            "messaging",
            "call",
            "directory",
            "placement",
            "activation",
            "catalog",
            "runtime"));
  }

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes = ShippedClasses.all();
  }

  @Test
  void modules_inTheirOrder_useOnlyWhatStandsBelow() {
    Set<String> found = new LinkedHashSet<>();
    eachDependency(
        (from, to) -> {
          String user = module(from);
          String used = module(to);
          if (!user.equals(used) && !MODULES.getOrDefault(user, List.of()).contains(used)) {
            found.add(from.getFullName() + " uses " + to.getFullName() + " of a module above it");
          }
        });
    assertThat(found).isEmpty();
  }

  @Test
  void packages_inTheirOrder_useOnlyWhatStandsBelow() {
    Set<String> found = new TreeSet<>();
    eachDependency(
        (from, to) -> {
          List<String> order = PACKAGES.get(module(from));
          if (order == null || !module(to).equals(module(from))) {
            return;
          }
          int user = rank(order, from, found);
          int used = rank(order, to, found);
          if (user >= 0 && used > user) {
            found.add(
                "%s uses %s, but the order is %s"
                    .formatted(from.getFullName(), to.getFullName(), String.join(" → ", order)));
          }
        });
    assertThat(found).isEmpty();
  }

  @Test
  void exportedTypes_ofActorsAndWebsocket_showNoNetty() {
    Set<String> exported = SourceTree.exportedPackages();
    List<String> found = new ArrayList<>();
    for (JavaClass type : classes) {
      boolean shown =
          List.of("actors", "websocket").contains(module(type))
              && exported.contains(type.getPackageName())
              && type.getModifiers().contains(JavaModifier.PUBLIC);
      for (JavaCodeUnit member : shown ? type.getCodeUnits() : Set.<JavaCodeUnit>of()) {
        boolean visible =
            member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
        if (visible && mentionsNetty(member)) {
          found.add(member.getFullName() + " shows a type of Netty");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static boolean mentionsNetty(JavaCodeUnit member) {
    return Stream.concat(
            member.getRawParameterTypes().stream(), Stream.of(member.getRawReturnType()))
        .anyMatch(type -> type.getPackageName().startsWith("io.netty"));
  }

  @Test
  void types_ofShippedModules_areNamedByConcept() {
    List<String> suffixes =
        List.of("Impl", "Util", "Utils", "Helper", "Manager", "Support", "Common");
    List<String> found = new ArrayList<>();
    for (JavaClass type : classes) {
      for (String suffix : suffixes) {
        if (type.getSimpleName().endsWith(suffix)) {
          found.add(
              type.getFullName()
                  + " ends in "
                  + suffix
                  + ": find the noun (Catalog, Collector, Locator, Pacer, Planner)");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private interface Edge {
    void between(JavaClass from, JavaClass to);
  }

  private static void eachDependency(Edge edge) {
    for (JavaClass from : classes) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (to.getPackageName().startsWith(ROOT) && from.getPackageName().startsWith(ROOT)) {
          edge.between(from, to);
        }
      }
    }
  }

  private static int rank(List<String> order, JavaClass type, Set<String> found) {
    String prefix = ROOT + module(type);
    String rest = type.getPackageName().substring(prefix.length());
    String name = rest.isEmpty() ? "" : rest.substring(1);
    int rank = order.indexOf(name);
    if (rank < 0) {
      found.add("package " + type.getPackageName() + " has no place in the order: give it one");
    }
    return rank;
  }

  private static String module(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
