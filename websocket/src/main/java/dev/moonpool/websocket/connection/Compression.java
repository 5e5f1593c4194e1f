package dev.moonpool.websocket.connection;

import dev.moonpool.websocket.protocol.WsException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// With what permessage-deflate (RFC 7692) is offered to the server, which may decline it.
///
/// Whatever the server answers within the offer is kept to: that we forget our context after each
/// message, and how far back we may refer. What is asked of the server is asked for and not
/// demanded: a server that cannot do it compresses without it, and one that answers 400 is offered
/// compression without it in the same attempt.
///
/// @param level from 1, which is quick, to 9, which is small
/// @param thresholdBytes shorter messages are sent as they are
/// @param clientForgets whether to say that we forget our context after each message, which spares
///     the server memory and makes messages larger
/// @param serverForgets whether to ask the server to forget its context after each message
/// @param serverWindowBits how far back to ask the server to refer at most, as a power of two from
///     8 to 15; empty for not asking
public record Compression(
    int level,
    int thresholdBytes,
    boolean clientForgets,
    boolean serverForgets,
    OptionalInt serverWindowBits) {
  /// Level 6, from 64 bytes on, contexts kept, nothing asked.
  public static final Compression DEFAULT =
      new Compression(6, 64, false, false, OptionalInt.empty());

  /// Checks everything.
  ///
  /// @throws WsException.Config if anything is wrong; the message names every mistake
  public Compression {
    List<String> wrong = new ArrayList<>();
    if (level < 1 || level > 9) {
      wrong.add("compression.level is from 1 to 9, this is " + level);
    }
    if (thresholdBytes < 0) {
      wrong.add("compression.thresholdBytes is not negative, this is " + thresholdBytes);
    }
    int bits = serverWindowBits.orElse(8);
    if (bits < 8 || bits > 15) {
      wrong.add("compression.serverWindowBits is from 8 to 15, this is " + bits);
    }
    if (!wrong.isEmpty()) {
      throw new WsException.Config(String.join("; ", wrong));
    }
  }

  /// Whether the server is asked for anything that it may be unable to do.
  boolean asksTheServer() {
    return serverForgets || serverWindowBits.isPresent();
  }

  /// The same without anything that is asked of the server.
  Compression withoutAsking() {
    return new Compression(level, thresholdBytes, clientForgets, false, OptionalInt.empty());
  }

  /// The same with this level.
  public Compression withLevel(int level) {
    return new Compression(level, thresholdBytes, clientForgets, serverForgets, serverWindowBits);
  }

  /// The same for messages of at least this length.
  public Compression withThresholdBytes(int thresholdBytes) {
    return new Compression(level, thresholdBytes, clientForgets, serverForgets, serverWindowBits);
  }

  /// The same, with who forgets the context after each message.
  public Compression withForgetting(boolean client, boolean server) {
    return new Compression(level, thresholdBytes, client, server, serverWindowBits);
  }

  /// The same, asking the server to refer no further back than `2^bits` bytes.
  public Compression withServerWindowBits(int bits) {
    return new Compression(
        level, thresholdBytes, clientForgets, serverForgets, OptionalInt.of(bits));
  }
}
