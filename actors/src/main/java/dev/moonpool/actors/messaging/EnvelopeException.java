package dev.moonpool.actors.messaging;

/// Bytes that are no frame. Has no stack trace: hostile input must not be able to make us collect
/// them.
final class EnvelopeException extends Exception {
  private static final long serialVersionUID = 1;

  EnvelopeException(String message) {
    super(message, null, false, false);
  }
}
