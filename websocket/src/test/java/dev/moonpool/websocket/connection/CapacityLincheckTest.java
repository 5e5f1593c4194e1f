package dev.moonpool.websocket.connection;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every interleaving of taking places and giving them back: never are more taken than there are.
@Tag("W10")
@Tag("lincheck")
public class CapacityLincheckTest {
  private final Capacity places = new Capacity(2);

  /// One is taken.
  public CapacityLincheckTest() {
    places.tryTake();
  }

  @Operation
  public boolean take() {
    return places.tryTake();
  }

  @Operation
  public int taken() {
    return places.taken();
  }

  /// Only where there is one to give back.
  @Operation(runOnce = true)
  public void giveFirstBack() {
    places.giveBack();
  }

  @Validate
  public void isBounded() {
    if (places.taken() < 0 || places.taken() > places.max()) {
      throw new IllegalStateException(places.taken() + " of " + places.max() + " are taken");
    }
  }

  @Test
  void places_everyInterleaving_areNeverMoreThanThereAre() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(10)
        .invocationsPerIteration(300)
        .check(CapacityLincheckTest.class);
  }
}
