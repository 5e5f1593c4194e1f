package dev.moonpool.simulation;

import dev.moonpool.foundation.Coverage;
import dev.moonpool.simulation.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often each coverage mark was hit in this world.
final class Marks implements Coverage.Recorder {
  private final Kernel kernel;
  private final Map<String, long[]> hits = new LinkedHashMap<>();

  Marks(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public void hit(String mark) {
    kernel.assertDriver();
    counter(mark)[0]++;
  }

  @Override
  public void seen(String mark) {
    kernel.assertDriver();
    counter(mark);
  }

  SortedMap<String, Long> counts() {
    SortedMap<String, Long> counts = new TreeMap<>();
    hits.forEach((mark, count) -> counts.put(mark, count[0]));
    return counts;
  }

  private long[] counter(String mark) {
    long[] counter = hits.get(mark);
    if (counter == null) {
      counter = new long[1];
      hits.put(mark, counter);
    }
    return counter;
  }
}
