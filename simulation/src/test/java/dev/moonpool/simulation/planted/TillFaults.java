package dev.moonpool.simulation.planted;

/// What planted faults do instead.
final class TillFaults {
  private TillFaults() {}

  static void takeTwice(Till self, int amount) {
    self.receipts().add(amount);
    self.receipts().add(amount);
  }

  static long forgetSevens(long total, int amount) {
    return amount == 7 ? total : total + amount;
  }
}
