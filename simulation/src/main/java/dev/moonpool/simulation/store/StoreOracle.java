package dev.moonpool.simulation.store;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Watches a store from outside: remembers what was acknowledged and who claimed, and compares.
///
/// It keeps books of its own, told by each event, so that neither a store that forgets nor writers
/// that share a fence go unnoticed. Keeps the first finding of each kind.
final class StoreOracle {
  private final Map<StateKey, Book> books = new TreeMap<>();
  private final Runnable found;
  private @Nullable String lostWrite;
  private @Nullable String secondWriter;

  /// @param found told when there is a finding
  StoreOracle(Runnable found) {
    this.found = found;
  }

  /// A claim has been made.
  void claimed(StateKey key, String connection, Fence fence, long version, Optional<byte[]> bytes) {
    Book book = books.computeIfAbsent(key, _ -> new Book());
    loaded(key, version, bytes);
    if (fence.equals(book.fence) && !connection.equals(book.claimedBy)) {
      second(
          "%s was claimed under fence %s by %s and then by %s: the fence was granted twice"
              .formatted(key, fence, book.claimedBy, connection));
    }
    book.fence = fence;
    book.claimedBy = connection;
  }

  /// What is stored was read, at this version.
  void loaded(StateKey key, long version, Optional<byte[]> bytes) {
    Book book = books.computeIfAbsent(key, _ -> new Book());
    if (version < book.acknowledgedVersion) {
      lost(
          "%s was acknowledged at version %d and is at version %d"
              .formatted(key, book.acknowledgedVersion, version));
    } else if (hash(bytes) != book.landedHash) {
      lost(
          "%s holds something else at version %d than what was written as version %d; the last that"
                  .formatted(key, version, book.landedVersion)
              + " was acknowledged is version "
              + book.acknowledgedVersion);
    }
  }

  /// A save or delete has taken effect and made this version.
  void landed(StateKey key, String connection, Fence fence, long version, Optional<byte[]> bytes) {
    Book book = books.computeIfAbsent(key, _ -> new Book());
    if (!connection.equals(book.claimedBy) || !fence.equals(book.fence)) {
      second(
          "%s was written by %s under fence %s, but %s has claimed it under fence %s"
              .formatted(key, connection, fence, book.claimedBy, book.fence));
    }
    if (version <= book.landedVersion) {
      lost(
          "%s was written as version %d over version %d"
              .formatted(key, version, book.landedVersion));
    }
    book.landedVersion = version;
    book.landedHash = hash(bytes);
  }

  /// The writer has been told that this version is there.
  void acknowledged(StateKey key, long version) {
    Book book = books.computeIfAbsent(key, _ -> new Book());
    if (version > book.landedVersion) {
      lost(
          "%s was acknowledged at version %d, but the last write was version %d"
              .formatted(key, version, book.landedVersion));
    }
    book.acknowledgedVersion = Math.max(book.acknowledgedVersion, version);
  }

  /// The first write that was lost, if one was.
  Optional<String> lostWrite() {
    return Optional.ofNullable(lostWrite);
  }

  /// The first write by somebody who does not hold the key, if there was one.
  Optional<String> secondWriter() {
    return Optional.ofNullable(secondWriter);
  }

  private void lost(String finding) {
    if (lostWrite == null) {
      lostWrite = finding;
      found.run();
    }
  }

  private void second(String finding) {
    if (secondWriter == null) {
      secondWriter = finding;
      found.run();
    }
  }

  private static long hash(Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return Book.NOTHING;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes.get());
    return crc.getValue();
  }

  /// What is known of one key.
  private static final class Book {
    /// The hash of no state; a checksum is never negative.
    private static final long NOTHING = -1;

    private @Nullable Fence fence;
    private @Nullable String claimedBy;
    private long landedVersion;
    private long landedHash = NOTHING;
    private long acknowledgedVersion;
  }
}
