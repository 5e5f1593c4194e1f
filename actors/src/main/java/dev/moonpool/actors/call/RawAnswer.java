package dev.moonpool.actors.call;

import org.jspecify.annotations.Nullable;

/// What another node has answered, not read yet: see [Call#read].
///
/// @param refusal the wire name of the refusal that the payload holds; null if it is an answer
/// @param payload the bytes
record RawAnswer(@Nullable String refusal, byte[] payload) {}
