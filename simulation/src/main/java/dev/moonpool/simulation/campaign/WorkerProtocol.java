package dev.moonpool.simulation.campaign;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.FaultFamily;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedOutcome;
import dev.moonpool.simulation.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The lines that a campaign and its workers exchange.
///
/// To a worker: `run 0xSEED`, or `trace 0xSEED FILE`, which also writes the trace's lines to the
/// file; the end of the stream ends the worker. From a worker, in the same order: one outcome each,
/// fields between tabs, with tabs, line ends and backslashes escaped.
final class WorkerProtocol {
  private static final String PREFIX = "outcome";
  private static final int FIXED_FIELDS = 7;

  private WorkerProtocol() {}

  static String run(long seed) {
    return "run 0x" + Long.toHexString(seed);
  }

  static String trace(long seed, String file) {
    return "trace 0x" + Long.toHexString(seed) + " " + file;
  }

  static long seed(String text) {
    if (!text.startsWith("0x")) {
      throw new IllegalArgumentException("'" + text + "' is no seed: it begins with 0x");
    }
    return Long.parseUnsignedLong(text.substring(2), 16);
  }

  static String encode(SeedOutcome outcome) {
    StringJoiner line = new StringJoiner("\t");
    line.add(PREFIX)
        .add(outcome.seedText())
        .add(outcome.topology().toString())
        .add(Long.toHexString(outcome.traceHash()))
        .add(Long.toString(outcome.steps()))
        .add(Long.toString(outcome.simulated().toNanos()))
        .add(Long.toString(outcome.wall().toNanos()));
    outcome
        .failure()
        .ifPresent(
            failure ->
                line.add("failure=" + failure.kind())
                    .add(escape(failure.name()))
                    .add(escape(failure.message()))
                    .add(escape(failure.details())));
    outcome.marks().forEach((mark, count) -> line.add("mark=" + count + "=" + escape(mark)));
    outcome.faults().forEach((family, count) -> line.add("fault=" + count + "=" + family));
    return line.toString();
  }

  /// @throws IllegalArgumentException if `line` is none that [#encode] makes
  static SeedOutcome decode(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length < FIXED_FIELDS || !fields[0].equals(PREFIX)) {
      throw new IllegalArgumentException("not an outcome: " + line);
    }
    Optional<Failure> failure = Optional.empty();
    TreeMap<String, Long> marks = new TreeMap<>();
    TreeMap<FaultFamily, Long> faults = new TreeMap<>();
    for (int i = FIXED_FIELDS; i < fields.length; i++) {
      String[] parts = fields[i].split("=", 3);
      switch (parts[0]) {
        case "failure" -> {
          failure = Optional.of(failure(Failure.Kind.valueOf(parts[1]), fields, i + 1));
          i += 3;
        }
        case "mark" -> marks.put(unescape(parts[2]), Long.valueOf(parts[1]));
        case "fault" -> faults.put(FaultFamily.valueOf(parts[2]), Long.valueOf(parts[1]));
        default -> throw new IllegalArgumentException("unknown field " + fields[i]);
      }
    }
    return new SeedOutcome(
        seed(fields[1]),
        Topology.parse(fields[2]),
        failure,
        Long.parseUnsignedLong(fields[3], 16),
        Long.parseLong(fields[4]),
        Duration.ofNanos(Long.parseLong(fields[5])),
        Duration.ofNanos(Long.parseLong(fields[6])),
        marks,
        faults,
        List.of());
  }

  private static Failure failure(Failure.Kind kind, String[] fields, int from) {
    if (fields.length < from + 3) {
      throw new IllegalArgumentException("a failure without name, message and details");
    }
    return new Failure(
        kind, unescape(fields[from]), unescape(fields[from + 1]), unescape(fields[from + 2]));
  }

  static String encode(Profile profile) {
    StringJoiner families = new StringJoiner(",");
    profile.families().forEach(family -> families.add(family.name()));
    return String.join(
        ";",
        profile.name(),
        families.toString(),
        Double.toString(profile.familyChance()),
        Double.toString(profile.siteActiveChance()),
        Double.toString(profile.siteFiresChance()),
        Integer.toString(profile.downMax()),
        Long.toString(profile.chaos().toNanos()),
        Long.toString(profile.livenessBound().toNanos()));
  }

  static Profile decodeProfile(String text) {
    String[] parts = text.split(";", -1);
    if (parts.length != 8) {
      throw new IllegalArgumentException("not a profile: " + text);
    }
    Set<FaultFamily> families = EnumSet.noneOf(FaultFamily.class);
    for (String family : parts[1].split(",")) {
      if (!family.isEmpty()) {
        families.add(FaultFamily.valueOf(family));
      }
    }
    return new Profile(
        parts[0],
        families,
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        Double.parseDouble(parts[4]),
        Integer.parseInt(parts[5]),
        Duration.ofNanos(Long.parseLong(parts[6])),
        Duration.ofNanos(Long.parseLong(parts[7])));
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next != '\\' || i + 1 == text.length()) {
        parts.add(String.valueOf(next));
        continue;
      }
      i++;
      parts.add(
          switch (text.charAt(i)) {
            case 't' -> "\t";
            case 'n' -> "\n";
            case 'r' -> "\r";
            default -> String.valueOf(text.charAt(i));
          });
    }
    return String.join("", parts);
  }
}
