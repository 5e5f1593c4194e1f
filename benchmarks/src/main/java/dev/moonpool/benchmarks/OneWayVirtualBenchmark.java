package dev.moonpool.benchmarks;

import org.openjdk.jmh.annotations.Fork;

/// [OneWayBenchmark] with virtual threads as callers.
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class OneWayVirtualBenchmark extends OneWayBenchmark {}
