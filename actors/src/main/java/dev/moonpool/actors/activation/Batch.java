package dev.moonpool.actors.activation;

import dev.moonpool.actors.call.Invocation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a consumer has taken out of a mailbox and not yet run, oldest first.
///
/// It belongs to the consumer and not to the mailbox, so that to run a message writes nothing that
/// producers, on other processors, read for each of theirs.
///
/// Threads: the consumer's; a producer that finds the mailbox full asks [#leftOf].
final class Batch {
  private static final VarHandle OF;
  private static final VarHandle LEFT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OF = lookup.findVarHandle(Batch.class, "of", Mailbox.class);
      LEFT = lookup.findVarHandle(Batch.class, "left", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Invocation first;

  @SuppressWarnings("unused") // by the VarHandle
  private @Nullable Mailbox of;

  private int left;

  /// Fills it, oldest first; it was empty.
  void fill(Mailbox from, Invocation oldest, int count) {
    first = oldest;
    OF.setOpaque(this, from);
    LEFT.setOpaque(this, count);
  }

  /// The oldest, or null if it is empty.
  @Nullable Invocation poll() {
    Invocation message = first;
    if (message != null) {
      first = message.next;
      message.next = null;
      LEFT.setOpaque(this, left - 1);
    }
    return message;
  }

  boolean isEmpty() {
    return first == null;
  }

  /// Moves all to the end of `waiting`.
  void drainInto(List<Invocation> waiting) {
    for (Invocation message = poll(); message != null; message = poll()) {
      waiting.add(message);
    }
  }

  /// How many messages of this mailbox it holds, as far as a producer can know.
  int leftOf(Mailbox mailbox) {
    int known = (int) LEFT.getOpaque(this);
    return OF.getOpaque(this) == mailbox ? known : 0;
  }
}
