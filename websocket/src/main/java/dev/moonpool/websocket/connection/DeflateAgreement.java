package dev.moonpool.websocket.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What client and server have agreed on about permessage-deflate (RFC 7692, 7.1).
///
/// @param level how hard to try
/// @param thresholdBytes shorter messages are sent as they are
/// @param clientForgets whether our context is forgotten after each message
/// @param clientWindowBits how far back we may refer, as a power of two
/// @param serverForgets whether the server's context is forgotten after each message
record DeflateAgreement(
    int level,
    int thresholdBytes,
    boolean clientForgets,
    int clientWindowBits,
    boolean serverForgets) {
  static final int WINDOW_BITS_MAX = 15;

  private static final String NAME = "permessage-deflate";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";
  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_BITS = "client_max_window_bits";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final List<String> FLAGS = List.of(CLIENT_FORGETS, SERVER_FORGETS);
  private static final Pattern BITS = Pattern.compile("[89]|1[0-5]");

  /// What the upgrade says about an offer. What is asked of the server comes in a first offer, and
  /// a second one without it follows for a server that cannot or will not do it.
  static String offer(Compression offer) {
    StringBuilder plain = new StringBuilder(NAME).append("; ").append(CLIENT_BITS);
    if (offer.clientForgets()) {
      plain.append("; ").append(CLIENT_FORGETS);
    }
    if (!offer.asksTheServer()) {
      return plain.toString();
    }
    StringBuilder asking = new StringBuilder(plain);
    if (offer.serverForgets()) {
      asking.append("; ").append(SERVER_FORGETS);
    }
    offer
        .serverWindowBits()
        .ifPresent(bits -> asking.append("; ").append(SERVER_BITS).append('=').append(bits));
    return asking + ", " + plain;
  }

  /// Reads what the server answered.
  ///
  /// @param header all of the answer's extensions, separated by commas
  /// @return empty if the server has declined, or nothing was offered
  /// @throws UpgradeRefused if the answer does not belong to the offer
  static Optional<DeflateAgreement> of(String header, Optional<Compression> offered)
      throws UpgradeRefused {
    if (header.isBlank()) {
      return Optional.empty();
    }
    Compression offer = offered.orElse(null);
    String[] extensions = header.split(",");
    String[] parts = extensions[0].split(";");
    if (offer == null || extensions.length > 1 || !parts[0].strip().equals(NAME)) {
      throw refused("the extensions '" + header + "' were not offered");
    }
    Map<String, String> given = parameters(parts);
    return Optional.of(
        new DeflateAgreement(
            offer.level(),
            offer.thresholdBytes(),
            offer.clientForgets() || given.containsKey(CLIENT_FORGETS),
            Integer.parseInt(given.getOrDefault(CLIENT_BITS, "15")),
            given.containsKey(SERVER_FORGETS)));
  }

  private static Map<String, String> parameters(String[] parts) throws UpgradeRefused {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].strip().split("=", 2);
      String name = pair[0].strip();
      String value = pair.length == 1 ? "" : unquoted(pair[1].strip());
      boolean known =
          FLAGS.contains(name)
              ? pair.length == 1
              : (name.equals(CLIENT_BITS) || name.equals(SERVER_BITS))
                  && BITS.matcher(value).matches();
      if (!known || given.put(name, value) != null) {
        throw refused(NAME + " with '" + parts[i].strip() + "' was not offered");
      }
    }
    return given;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static UpgradeRefused refused(String what) {
    return new UpgradeRefused(what, null);
  }
}
