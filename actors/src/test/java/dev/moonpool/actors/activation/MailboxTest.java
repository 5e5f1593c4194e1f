package dev.moonpool.actors.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.actors.call.FakeInvocation;
import dev.moonpool.actors.call.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A21")
class MailboxTest {
  private static final int CAPACITY = 128;

  private final Mailbox mailbox = new Mailbox();

  @Test
  void offer_idle_makesTheProducerStartTheConsumer() {
    assertThat(mailbox.isIdle()).isTrue();
    assertThat(offer()).isEqualTo(Offer.ACCEPTED_IDLE);
    assertThat(mailbox.isIdle()).isFalse();
    assertThat(offer()).isEqualTo(Offer.ACCEPTED);
  }

  @Test
  void poll_messages_comeInTheOrderOfOffering() {
    List<Invocation> offered = offerMany(5);
    List<Invocation> polled = new ArrayList<>();
    polled.add(mailbox.poll());
    polled.add(mailbox.poll());
    offered.addAll(offerMany(5)); // while the consumer works on its batch
    for (Invocation next = mailbox.poll(); next != null; next = mailbox.poll()) {
      polled.add(next);
    }

    assertThat(polled).containsExactlyElementsOf(offered);
  }

  @Test
  void poll_taken_leavesNoLinksBetweenMessages() {
    offerMany(3);
    for (Invocation next = mailbox.poll(); next != null; next = mailbox.poll()) {
      assertThat(next.next).isNull();
    }
  }

  @Test
  void offer_quietMailbox_takesExactlyItsCapacity() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(offer()).isNotEqualTo(Offer.FULL);
    }
    assertThat(offer()).isEqualTo(Offer.FULL);
    assertThat(mailbox.depth()).isEqualTo(CAPACITY);
  }

  @Test
  void offer_partlyConsumed_countsWhatTheConsumerHasTakenAndNotRun() {
    offerMany(CAPACITY);
    mailbox.poll();
    mailbox.poll();
    mailbox.poll();

    assertThat(mailbox.depth()).isEqualTo(CAPACITY - 3);
    assertThat(offerMany(3)).hasSize(3);
    assertThat(offer()).isEqualTo(Offer.FULL);
    assertThat(mailbox.depth()).isEqualTo(CAPACITY);
  }

  @Test
  void offer_full_leavesTheMessageAndTheOthersAlone() {
    List<Invocation> offered = offerMany(CAPACITY);
    FakeInvocation refused = FakeInvocation.create();

    assertThat(mailbox.offer(refused, CAPACITY)).isEqualTo(Offer.FULL);
    assertThat(mailbox.close()).containsExactlyElementsOf(offered);
  }

  @Test
  void release_nothingWaits_letsTheNextProducerStart() {
    offer();
    assertThat(mailbox.poll()).isNotNull();
    assertThat(mailbox.poll()).isNull();
    assertThat(mailbox.release()).isTrue();
    assertThat(mailbox.isIdle()).isTrue();
    assertThat(offer()).isEqualTo(Offer.ACCEPTED_IDLE);
  }

  @Test
  void release_messageCame_isRefused() {
    offer();
    mailbox.poll();
    assertThat(mailbox.poll()).isNull();
    offer();

    assertThat(mailbox.release()).isFalse();
    assertThat(mailbox.poll()).isNotNull();
    assertThat(mailbox.release()).isTrue();
  }

  @Test
  void release_withinABatch_isRefused() {
    offerMany(2);
    mailbox.poll();

    assertThat(mailbox.release()).isFalse();
  }

  @Test
  void wake_idle_makesTheCallerTheOneConsumer() {
    assertThat(mailbox.wake()).isTrue();
    assertThat(mailbox.wake()).isFalse();
    assertThat(offer()).isEqualTo(Offer.ACCEPTED);
    assertThat(mailbox.poll()).isNotNull();
    assertThat(mailbox.release()).isTrue();
    assertThat(mailbox.wake()).isTrue();
  }

  @Test
  void close_waitingMessages_areGivenOldestFirstAndLaterOnesRefused() {
    List<Invocation> offered = offerMany(4);
    mailbox.poll();
    offered.addAll(offerMany(2));

    assertThat(mailbox.close()).containsExactlyElementsOf(offered.subList(1, 6));
    assertThat(offer()).isEqualTo(Offer.CLOSED);
    assertThat(mailbox.depth()).isZero();
    assertThat(mailbox.poll()).isNull();
    assertThat(mailbox.wake()).isFalse();
    assertThat(mailbox.release()).isFalse();
    assertThat(mailbox.close()).isEmpty();
  }

  @Test
  void close_nothingWaits_givesNothing() {
    assertThat(mailbox.wake()).isTrue();
    assertThat(mailbox.close()).isEmpty();
    assertThat(offer()).isEqualTo(Offer.CLOSED);
  }

  @Test
  void offer_refusedByAClosedMailbox_mayGoToAnother() {
    List<Invocation> offered = offerMany(3);
    mailbox.close();
    Mailbox next = new Mailbox();

    for (Invocation message : offered) {
      assertThat(mailbox.offer(message, CAPACITY)).isEqualTo(Offer.CLOSED);
      next.offer(message, CAPACITY);
    }
    assertThat(next.close()).containsExactlyElementsOf(offered);
  }

  private Offer offer() {
    return mailbox.offer(FakeInvocation.create(), CAPACITY);
  }

  private List<Invocation> offerMany(int count) {
    List<Invocation> offered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FakeInvocation message = FakeInvocation.create();
      if (mailbox.offer(message, CAPACITY) != Offer.FULL) {
        offered.add(message);
      }
    }
    return offered;
  }
}
