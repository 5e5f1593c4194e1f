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
  private final Batch batch = new Batch();

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
    polled.add(mailbox.poll(batch));
    polled.add(mailbox.poll(batch));
    offered.addAll(offerMany(5)); // while the consumer works on its batch
    for (Invocation next = mailbox.poll(batch); next != null; next = mailbox.poll(batch)) {
      polled.add(next);
    }

    assertThat(polled).containsExactlyElementsOf(offered);
  }

  @Test
  void poll_taken_leavesNoLinksBetweenMessages() {
    offerMany(3);
    for (Invocation next = mailbox.poll(batch); next != null; next = mailbox.poll(batch)) {
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
    mailbox.poll(batch);
    mailbox.poll(batch);
    mailbox.poll(batch);

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
    assertThat(mailbox.close(batch)).containsExactlyElementsOf(offered);
  }

  @Test
  void release_nothingWaits_letsTheNextProducerStart() {
    offer();
    assertThat(mailbox.poll(batch)).isNotNull();
    assertThat(mailbox.poll(batch)).isNull();
    assertThat(mailbox.release(batch)).isTrue();
    assertThat(mailbox.isIdle()).isTrue();
    assertThat(offer()).isEqualTo(Offer.ACCEPTED_IDLE);
  }

  @Test
  void release_messageCame_isRefused() {
    offer();
    mailbox.poll(batch);
    assertThat(mailbox.poll(batch)).isNull();
    offer();

    assertThat(mailbox.release(batch)).isFalse();
    assertThat(mailbox.poll(batch)).isNotNull();
    assertThat(mailbox.release(batch)).isTrue();
  }

  @Test
  void release_withinABatch_isRefused() {
    offerMany(2);
    mailbox.poll(batch);

    assertThat(mailbox.release(batch)).isFalse();
  }

  @Test
  void wake_idle_makesTheCallerTheOneConsumer() {
    assertThat(mailbox.wake()).isTrue();
    assertThat(mailbox.wake()).isFalse();
    assertThat(offer()).isEqualTo(Offer.ACCEPTED);
    assertThat(mailbox.poll(batch)).isNotNull();
    assertThat(mailbox.release(batch)).isTrue();
    assertThat(mailbox.wake()).isTrue();
  }

  @Test
  void close_waitingMessages_areGivenOldestFirstAndLaterOnesRefused() {
    List<Invocation> offered = offerMany(4);
    mailbox.poll(batch);
    offered.addAll(offerMany(2));

    assertThat(mailbox.close(batch)).containsExactlyElementsOf(offered.subList(1, 6));
    assertThat(offer()).isEqualTo(Offer.CLOSED);
    assertThat(mailbox.depth()).isZero();
    assertThat(mailbox.poll(batch)).isNull();
    assertThat(mailbox.wake()).isFalse();
    assertThat(mailbox.release(batch)).isFalse();
    assertThat(mailbox.close(batch)).isEmpty();
  }

  @Test
  void close_nothingWaits_givesNothing() {
    assertThat(mailbox.wake()).isTrue();
    assertThat(mailbox.close(batch)).isEmpty();
    assertThat(offer()).isEqualTo(Offer.CLOSED);
  }

  @Test
  void offer_refusedByAClosedMailbox_mayGoToAnother() {
    List<Invocation> offered = offerMany(3);
    mailbox.close(batch);
    Mailbox next = new Mailbox();

    for (Invocation message : offered) {
      assertThat(mailbox.offer(message, CAPACITY)).isEqualTo(Offer.CLOSED);
      next.offer(message, CAPACITY);
    }
    assertThat(next.close(batch)).containsExactlyElementsOf(offered);
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
