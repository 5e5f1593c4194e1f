package dev.moonpool.actors.serialization;

import tools.jackson.core.JacksonException;

/// What an exception of Jackson's says, with the component where it arose and without the bytes.
final class JacksonWords {
  private JacksonWords() {}

  static String of(JacksonException thrown) {
    StringBuilder words = new StringBuilder();
    for (JacksonException.Reference step : thrown.getPath()) {
      String name = step.getPropertyName();
      if (name == null) {
        words.append('[').append(step.getIndex()).append(']');
      } else {
        words.append(words.isEmpty() ? "" : ".").append(name);
      }
    }
    return words.append(words.isEmpty() ? "" : ": ").append(thrown.getOriginalMessage()).toString();
  }
}
