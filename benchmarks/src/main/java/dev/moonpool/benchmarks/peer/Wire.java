package dev.moonpool.benchmarks.peer;

/// Marks what Pekko sends between systems as Jackson CBOR.
interface Wire {}
