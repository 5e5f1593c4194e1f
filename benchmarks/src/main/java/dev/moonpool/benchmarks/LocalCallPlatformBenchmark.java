package dev.moonpool.benchmarks;

import org.openjdk.jmh.annotations.Fork;

/// [LocalCallBenchmark] with platform threads as callers.
@Fork(value = 1)
public class LocalCallPlatformBenchmark extends LocalCallBenchmark {}
