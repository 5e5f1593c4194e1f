package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/// Random record types and random values of them: equal after store and wire, or refused by the
/// check. A record whose parts are all on the page is never refused, and one with another is.
@Tag("field-F2")
class PayloadTypesPropertyTest {
  private static final int TYPES = 400;
  private static final List<Boolean> LISTED = new ArrayList<>();
  private static final List<Class<?>> CLASSES = compile(20_261_201L);

  @Property(tries = 4_000)
  void anyRecord_isEqualAfterStoreAndWireOrRefused(
      @ForAll @IntRange(max = TYPES - 1) int which, @ForAll long seed) throws Exception {
    Class<?> type = CLASSES.get(which);
    List<String> stateMistakes = PayloadTypes.ofStates(type);
    assertThat(stateMistakes.isEmpty())
        .as("%s %s", type, stateMistakes)
        .isEqualTo(LISTED.get(which));
    assertThat(PayloadTypes.ofPayloads(type)).isEqualTo(stateMistakes);
    if (stateMistakes.isEmpty()) {
      Object value = new RandomValues(seed).of(type);
      try {
        RoundTrip.holds(type, value);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(Arrays.toString(type.getRecordComponents()) + " " + value, e);
      }
    }
  }

  private static List<Class<?>> compile(long seed) {
    RandomTypes types = new RandomTypes(seed);
    List<RandomTypes.Root> roots = new ArrayList<>();
    for (int i = 0; i < TYPES; i++) {
      roots.add(types.next());
    }
    Path folder = CompiledTypes.newFolder();
    CompiledTypes.into(folder, Map.of("random/Types.java", types.source()));
    List<Class<?>> classes = new ArrayList<>();
    try {
      URL[] path = {folder.toUri().toURL()};
      URLClassLoader loader = new URLClassLoader(path, RandomTypes.class.getClassLoader());
      for (RandomTypes.Root root : roots) {
        classes.add(loader.loadClass(root.binaryName()));
        LISTED.add(root.isListed());
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return classes;
  }
}
