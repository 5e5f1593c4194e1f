package dev.moonpool.examples.bank.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentile_ofUniformDurations_isExactToOnePartIn32() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 100_000; i++) {
      latencies.record(i * 1_000L);
    }

    assertThat(latencies.count()).isEqualTo(100_000);
    assertThat(latencies.maxNanos()).isEqualTo(100_000_000);
    assertThat((double) latencies.percentileNanos(0.5)).isCloseTo(50e6, within(50e6 / 32));
    assertThat((double) latencies.percentileNanos(0.99)).isCloseTo(99e6, within(99e6 / 32));
    assertThat(latencies.percentileNanos(1)).isEqualTo(100_000_000);
  }

  @Test
  void record_anyLong_hasABucketNotBelowIt() {
    for (int shift = 0; shift < Long.SIZE - 1; shift++) {
      for (long nanos : new long[] {(1L << shift) - 1, 1L << shift, (1L << shift) + 1}) {
        Latencies latencies = new Latencies();
        latencies.record(nanos);
        latencies.record(Long.MAX_VALUE);

        long found = latencies.percentileNanos(0.5);

        assertThat(found).isGreaterThanOrEqualTo(nanos);
        assertThat(found - nanos).isLessThanOrEqualTo(nanos / 32);
      }
    }
  }

  @Test
  void percentile_ofNothing_isZero() {
    assertThat(new Latencies().percentileNanos(0.99)).isZero();
  }
}
