package dev.moonpool.actors.directory;

import dev.moonpool.actors.id.NodeAddress;
import java.util.concurrent.CompletableFuture;

/// How one node's directory asks another's.
public interface DirectoryTransport {
  /// Sends `body` to the directory of the node at `owner`, whose
  /// [PartitionedDirectory#asked] answers it. Does not block.
  ///
  /// The future may be completed on any thread; what depends on it does not block. It fails with
  /// [ConnectionRefusedException] if nothing listens at that address, and with anything else if it
  /// is not known what became of the question. It need not end by itself: whoever asks stops
  /// waiting.
  ///
  /// @param owner where to; never this node itself
  /// @param body at most [#BYTES_MAX] bytes; not changed afterwards
  CompletableFuture<byte[]> ask(NodeAddress owner, byte[] body);

  /// How many bytes a question or an answer has at most.
  int BYTES_MAX = 64 * 1024;
}
