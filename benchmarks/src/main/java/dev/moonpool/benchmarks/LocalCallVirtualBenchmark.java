package dev.moonpool.benchmarks;

import org.openjdk.jmh.annotations.Fork;

/// [LocalCallBenchmark] with virtual threads as callers.
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class LocalCallVirtualBenchmark extends LocalCallBenchmark {}
