package dev.moonpool.benchmarks;

import org.openjdk.jmh.annotations.Fork;

/// [OneWayBenchmark] with platform threads as callers.
@Fork(value = 1)
public class OneWayPlatformBenchmark extends OneWayBenchmark {}
