package dev.moonpool.actors.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.call.FakeInvocation;
import dev.moonpool.actors.call.Invocation;
import dev.moonpool.foundation.system.SystemProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several producers on real threads, and consumers that come and go as those of an activation do.
@Tag("A21")
class MailboxStressTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PRODUCERS = 4;
  private static final int EACH = 15_000;

  private final SystemProviders system = SystemProviders.start();

  @AfterEach
  void stop() {
    system.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void producers_consumerReleasesAndReturns_nothingIsLostDoubledOrReordered(boolean virtual)
      throws Exception {
    Consuming consuming = new Consuming(PRODUCERS * EACH);
    Map<Invocation, Sent> sent = new IdentityHashMap<>();
    List<List<Invocation>> batches = new ArrayList<>();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      List<Invocation> batch = new ArrayList<>();
      for (int i = 0; i < EACH; i++) {
        Invocation message = FakeInvocation.create();
        sent.put(message, new Sent(producer, i));
        batch.add(message);
      }
      batches.add(batch);
    }
    CountDownLatch go = new CountDownLatch(1);
    for (List<Invocation> batch : batches) {
      start(virtual, () -> consuming.produce(batch, go));
    }
    go.countDown();
    system.providers().time().await(consuming.done, LIMIT, "all messages to be consumed");

    assertThat(consuming.overlaps.get()).as("two consumers at once").isZero();
    assertThat(consuming.seen).hasSize(PRODUCERS * EACH);
    int[] next = new int[PRODUCERS];
    for (Invocation message : consuming.seen) {
      Sent was = sent.get(message);
      assertThat(was.number()).isEqualTo(next[was.producer()]++);
    }
    assertThat(consuming.mailbox.depth()).isZero();
  }

  @Test
  void close_whileProducersOffer_eachMessageIsConsumedHandedOnOrRefused() throws Exception {
    for (int round = 0; round < 50; round++) {
      closeWhileProducing();
    }
  }

  private void closeWhileProducing() throws Exception {
    Mailbox mailbox = new Mailbox();
    Batch batch = new Batch();
    assertThat(mailbox.wake()).isTrue();
    AtomicInteger accepted = new AtomicInteger();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    AtomicInteger running = new AtomicInteger(PRODUCERS);
    for (int producer = 0; producer < PRODUCERS; producer++) {
      start(
          producer % 2 == 0,
          () -> {
            Offer offer;
            do {
              offer = mailbox.offer(FakeInvocation.create(), 1_000);
              if (offer == Offer.ACCEPTED) {
                accepted.incrementAndGet();
              } else {
                Thread.yield();
              }
            } while (offer != Offer.CLOSED);
            if (running.decrementAndGet() == 0) {
              ended.complete(null);
            }
          });
    }
    int consumed = 0;
    while (consumed < 20) {
      consumed += mailbox.poll(batch) == null ? 0 : 1;
    }
    List<Invocation> handedOn = mailbox.close(batch);
    system.providers().time().await(ended, LIMIT, "the producers to meet the closed mailbox");

    assertThat(consumed + handedOn.size()).isEqualTo(accepted.get());
    Set<Invocation> different = Collections.newSetFromMap(new IdentityHashMap<>());
    different.addAll(handedOn);
    assertThat(different).hasSameSizeAs(handedOn);
  }

  private void start(boolean virtual, Runnable body) {
    if (virtual) {
      system.providers().tasks().start("producer", body);
    } else {
      system.providers().tasks().startPlatform("producer", body);
    }
  }

  private record Sent(int producer, int number) {}

  /// Starts a consumer whenever an offer says so, and watches that there is never a second one.
  private final class Consuming {
    final Mailbox mailbox = new Mailbox();
    final List<Invocation> seen = new ArrayList<>();
    final AtomicInteger overlaps = new AtomicInteger();
    final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger consumers = new AtomicInteger();
    private final int expected;

    Consuming(int expected) {
      this.expected = expected;
    }

    void produce(List<Invocation> messages, CountDownLatch go) {
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      for (Invocation message : messages) {
        if (mailbox.offer(message, Integer.MAX_VALUE / 2) == Offer.ACCEPTED_IDLE) {
          system.providers().tasks().start("consumer", this::consume);
        }
      }
    }

    private void consume() {
      if (consumers.getAndIncrement() != 0) {
        overlaps.incrementAndGet();
      }
      Batch batch = new Batch();
      while (true) {
        Invocation message = mailbox.poll(batch);
        if (message != null) {
          seen.add(message);
          continue;
        }
        int count = seen.size();
        consumers.getAndDecrement();
        if (mailbox.release(batch)) {
          if (count == expected) {
            done.complete(null);
          }
          return;
        }
        consumers.getAndIncrement();
      }
    }
  }
}
