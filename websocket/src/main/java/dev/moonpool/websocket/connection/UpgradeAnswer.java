package dev.moonpool.websocket.connection;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HTTP answer of a server to the upgrade, or of a proxy to CONNECT.
///
/// @param status the status code, 101 for an upgraded connection
/// @param reason the words behind the status; may be empty
/// @param fields all header fields, in the order in which they came
/// @param body the beginning of the body as UTF-8; empty for an upgraded connection
/// @param isBodyCut whether there is or may be more of the body than was read
public record UpgradeAnswer(
    int status, String reason, List<Field> fields, String body, boolean isBodyCut) {
  /// How many bytes of a body are read at most.
  public static final int BODY_BYTES_MAX = 8 * 1024;

  /// Copies the fields.
  public UpgradeAnswer {
    fields = List.copyOf(fields);
  }

  /// One header field.
  ///
  /// @param name its name as it came
  /// @param value its value
  public record Field(String name, String value) {
    /// Without the value, which may be a cookie or a credential.
    @Override
    public String toString() {
      return name;
    }
  }

  /// The answer that made an attempt fail.
  ///
  /// @param cause what an [Event.AttemptFailed] or a `WsClient` tells
  /// @return empty if the attempt failed without an answer
  public static Optional<UpgradeAnswer> behind(@Nullable Throwable cause) {
    return UpgradeRefused.behind(cause).flatMap(UpgradeRefused::answer);
  }

  /// The value of the first field of this name; upper and lower case are the same.
  public Optional<String> field(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /// The values of all fields of this name; upper and lower case are the same.
  public List<String> fieldValues(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /// The subprotocol that the server has chosen; empty for none.
  public Optional<String> subprotocol() {
    return field("Sec-WebSocket-Protocol").map(String::strip).filter(name -> !name.isEmpty());
  }

  /// Status and words, for messages.
  String statusLine() {
    return (status + " " + reason).strip();
  }

  /// Without the values of fields and the body, which may hold credentials.
  @Override
  public String toString() {
    return "UpgradeAnswer[" + statusLine() + ", fields " + fields + "]";
  }
}
