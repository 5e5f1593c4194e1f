package dev.moonpool.actors.activation;

import dev.moonpool.actors.call.FakeInvocation;
import dev.moonpool.actors.call.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The mailbox against a plain queue: every interleaving of a few operations must look as if they
/// had come one after the other.
@Tag("A21")
@Tag("lincheck")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public class MailboxLincheckTest {
  private final Mailbox mailbox = new Mailbox();
  private final Batch batch = new Batch();

  @Operation
  public String offer(@Param(name = "value") int value) {
    Invocation message = FakeInvocation.create();
    message.attempts = value; // a place for it that costs no switch point
    return mailbox.offer(message, Integer.MAX_VALUE).name();
  }

  @Operation(nonParallelGroup = "consumer")
  public Integer poll() {
    Invocation message = mailbox.poll(batch);
    return message == null ? null : message.attempts;
  }

  @Operation(nonParallelGroup = "consumer")
  public boolean release() {
    return mailbox.release(batch);
  }

  @Operation(nonParallelGroup = "consumer")
  public List<Integer> close() {
    List<Integer> waiting = new ArrayList<>();
    for (Invocation message : mailbox.close(batch)) {
      waiting.add(message.attempts);
    }
    return waiting;
  }

  @Test
  void operations_everyInterleaving_lookAsIfOneAfterTheOther() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(4)
        .invocationsPerIteration(150)
        .sequentialSpecification(Plain.class)
        .check(MailboxLincheckTest.class);
  }

  /// What a mailbox is, for one thread.
  public static class Plain {
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private boolean idle = true;
    private boolean closed;

    public String offer(int value) {
      if (closed) {
        return "CLOSED";
      }
      waiting.add(value);
      boolean first = idle;
      idle = false;
      return first ? "ACCEPTED_IDLE" : "ACCEPTED";
    }

    public Integer poll() {
      return waiting.poll();
    }

    public boolean release() {
      if (closed || idle || !waiting.isEmpty()) {
        return false;
      }
      idle = true;
      return true;
    }

    public List<Integer> close() {
      List<Integer> all = new ArrayList<>(waiting);
      waiting.clear();
      closed = true;
      return all;
    }
  }
}
