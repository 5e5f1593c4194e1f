package dev.moonpool.websocket.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// A whole WebSocket message, of one frame or many.
public sealed interface WsMessage {
  /// How many bytes it is on the wire, frame headers not counted.
  int bytes();

  /// A text message of this text.
  static WsMessage text(String text) {
    return new Text(text);
  }

  /// A binary message of these bytes, which are copied.
  static WsMessage binary(byte[] bytes) {
    return new Binary(bytes);
  }

  /// Text.
  ///
  /// @param text the text
  record Text(String text) implements WsMessage {
    /// Checks that there is a text.
    public Text {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public int bytes() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// Bytes.
  ///
  /// @param data the bytes
  record Binary(byte[] data) implements WsMessage {
    /// Copies the bytes.
    public Binary {
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }

    @Override
    public int bytes() {
      return data.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Binary binary && Arrays.equals(data, binary.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "Binary[" + data.length + " bytes]";
    }
  }
}
