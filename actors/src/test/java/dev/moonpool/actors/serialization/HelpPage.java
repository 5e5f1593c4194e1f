package dev.moonpool.actors.serialization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The tables of a help page.
///
/// @param tables each with its rows, each with its cells; without heads
record HelpPage(List<List<List<String>>> tables) {
  static HelpPage named(String name) {
    List<List<List<String>>> tables = new ArrayList<>();
    boolean within = false;
    for (String line : lines(Path.of("..", "docs", "help", name))) {
      boolean isRow = line.startsWith("|");
      if (isRow && line.startsWith("|---")) {
        tables.add(new ArrayList<>());
        within = true;
      } else if (isRow && within) {
        tables.getLast().add(cells(line));
      } else {
        within = false;
      }
    }
    return new HelpPage(tables);
  }

  /// The first cell of each row of one table.
  List<String> firstCells(int table) {
    return tables.get(table).stream().map(List::getFirst).toList();
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1).split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
