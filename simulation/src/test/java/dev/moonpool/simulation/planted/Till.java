package dev.moonpool.simulation.planted;

import java.util.ArrayList;
import java.util.List;

/// A small class to plant faults in.
final class Till {
  private final List<Integer> receipts = new ArrayList<>();
  private long total;

  void take(int amount) {
    record(amount);
    total = add(total, amount);
  }

  private void record(int amount) {
    receipts.add(amount);
  }

  static long add(long total, int amount) {
    return total + amount;
  }

  long total() {
    return total;
  }

  boolean balances() {
    return total == receipts.stream().mapToLong(Integer::longValue).sum();
  }

  List<Integer> receipts() {
    return receipts;
  }
}
