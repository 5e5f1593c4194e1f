package dev.moonpool.cli.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whole compilation units in the documents compile as they stand there. A Java block is whole if
/// its first line is a `package` or an `import`; the blocks of one page are compiled together.
final class PageCodeTidyTest {
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:final |sealed |non-sealed |abstract )*"
              + "(?:class|interface|record|enum|@interface) (\\w+)",
          Pattern.MULTILINE);

  @TestFactory
  @Tag("field-O12")
  Stream<DynamicTest> wholeBlocks_ofEachPage_compile(@TempDir Path folder) {
    List<DynamicTest> pages = new ArrayList<>();
    for (Path file : SourceTree.files()) {
      String name = SourceTree.name(file);
      List<String> units = name.endsWith(".md") ? units(SourceTree.text(file)) : List.of();
      if (!units.isEmpty()) {
        Path own = folder.resolve("page" + pages.size());
        pages.add(DynamicTest.dynamicTest(name, () -> compile(units, own)));
      }
    }
    return pages.stream();
  }

  private static List<String> units(String page) {
    return PageCompiler.blocks(page).stream()
        .filter(block -> block.startsWith("package ") || block.startsWith("import "))
        .toList();
  }

  private static void compile(List<String> units, Path folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String unit : units) {
      Matcher type = PUBLIC_TYPE.matcher(unit);
      Path own = Files.createDirectories(folder.resolve("block" + sources.size()));
      Path source = own.resolve(type.find() ? type.group(1) + ".java" : "Block.java");
      Files.writeString(source, unit);
      sources.add(source);
    }
    PageCompiler.compile(sources, folder);
  }
}
