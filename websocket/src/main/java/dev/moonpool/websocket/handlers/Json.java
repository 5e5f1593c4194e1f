package dev.moonpool.websocket.handlers;

import dev.moonpool.foundation.LibraryVersions;
import dev.moonpool.websocket.protocol.Outcome;
import dev.moonpool.websocket.protocol.WsException;
import dev.moonpool.websocket.protocol.WsMessage;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes JSON for the handlers. May be used from any thread.
///
/// How long a message may be is decided by `messageBytesMax` alone: Jackson's own limits of the
/// length of a text and of a name are lifted.
final class Json {
  private static final int BRIEF_MAX = 200;

  private final JsonMapper mapper = made();

  JsonMapper mapper() {
    return mapper;
  }

  /// @throws JacksonException if it is no JSON
  JsonNode read(WsMessage message) {
    return switch (message) {
      case WsMessage.Text(String text) -> mapper.readTree(text);
      case WsMessage.Binary(byte[] data) -> mapper.readTree(data);
    };
  }

  /// The text of a tree; empty for none.
  static String text(JsonNode tree) {
    return tree.isMissingNode() ? "" : tree.toString();
  }

  /// The beginning of a tree's text, for errors.
  static String brief(JsonNode tree) {
    String text = tree.toString();
    return text.length() <= BRIEF_MAX ? text : text.substring(0, BRIEF_MAX) + "…";
  }

  /// The error that this member of a response is, of whatever shape; empty if the server says by
  /// it that there is none.
  ///
  /// Not there, null, or an empty array are no error, and next to a value neither are false, zero
  /// and an empty text. Everything else is an error.
  ///
  /// @param besideValue whether the response holds a value too
  static Optional<WsException.Remote> error(JsonNode error, boolean besideValue) {
    boolean none =
        switch (error.getNodeType()) {
          case MISSING, NULL -> true;
          case ARRAY -> error.isEmpty();
          case OBJECT -> false;
          case STRING -> besideValue && isNone(error.asString());
          default -> besideValue && (!error.asBoolean(true) || isNone(error.asString("")));
        };
    return none ? Optional.empty() : Optional.of(remote(error));
  }

  private static boolean isNone(String text) {
    return text.isEmpty() || text.equals("0");
  }

  private static WsException.Remote remote(JsonNode error) {
    if (!error.isObject()) {
      long code = error.isIntegralNumber() ? error.asLong(0) : 0;
      return new WsException.Remote(code, words(error), error.isContainer() ? text(error) : "");
    }
    JsonNode code = error.path("code");
    String message = error.path("message").asString("");
    String words = message.isEmpty() ? text(error) : message;
    String name = code.isString() && code.asLong(0) == 0 ? code.asString() + ": " : "";
    return new WsException.Remote(code.asLong(0), name + words, text(error.path("data")));
  }

  /// A text as it is; several texts joined; anything else as JSON.
  private static String words(JsonNode error) {
    if (error.isArray()) {
      List<String> all = new ArrayList<>();
      error.forEach(each -> all.add(words(each)));
      return String.join(", ", all);
    }
    return error.isString() ? error.asString() : text(error);
  }

  WsMessage write(JsonNode tree) {
    return WsMessage.text(mapper.writeValueAsString(tree));
  }

  /// @throws WsException.Serialization if it cannot be made into JSON
  String text(Object payload) {
    try {
      return mapper.writeValueAsString(payload);
    } catch (JacksonException e) {
      throw unfit(payload, e);
    }
  }

  /// @throws WsException.Serialization if it cannot be made into JSON
  JsonNode tree(Object payload) {
    try {
      return mapper.valueToTree(payload);
    } catch (JacksonException | IllegalArgumentException e) {
      throw unfit(payload, e);
    }
  }

  private static WsException.Serialization unfit(Object payload, RuntimeException why) {
    return new WsException.Serialization(
        "no JSON can be made of " + payload.getClass().getName() + opening(payload.getClass()),
        Outcome.NOT_SENT,
        why);
  }

  /// @throws WsException.Serialization if it is of another form
  <T> T value(JsonNode tree, Class<T> type) {
    if (type.isInstance(tree)) {
      return type.cast(tree);
    }
    try {
      return mapper.treeToValue(tree, type);
    } catch (JacksonException e) {
      throw new WsException.Serialization(
          "the answer is no " + type.getName() + opening(type), null, e);
    }
  }

  /// What a named module lacks so that Jackson can reach this class; empty if it lacks nothing.
  private static String opening(Class<?> type) {
    Module module = type.getModule();
    Module jackson = JsonMapper.class.getModule();
    String inPackage = type.getPackageName();
    boolean reachable =
        module.isOpen(inPackage, jackson)
            || (module.isExported(inPackage, jackson) && Modifier.isPublic(type.getModifiers()));
    return reachable
        ? ""
        : ": add 'opens %s to tools.jackson.databind;' to the module-info.java of %s"
            .formatted(inPackage, module.getName());
  }

  private static JsonMapper made() {
    LibraryVersions.requireJackson();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build())
        .build();
  }
}
