package dev.moonpool.actors.call;

import java.util.ArrayList;
import java.util.List;

/// A connection that only notes what is withdrawn from it.
final class FakeCarrier implements Carrier {
  final List<Long> withdrawn = new ArrayList<>();
  final List<Long> asked = new ArrayList<>();
  private final String name;

  FakeCarrier(String name) {
    this.name = name;
  }

  @Override
  public void withdraw(long correlation) {
    withdrawn.add(correlation);
  }

  @Override
  public void askStage(long correlation) {
    asked.add(correlation);
  }

  @Override
  public String toString() {
    return name;
  }
}
