package dev.moonpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.foundation.store.Fence;
import dev.moonpool.foundation.store.StateKey;
import dev.moonpool.foundation.system.SystemProviders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands of the page on backing up, in the order in which they stand there: those of
/// `sqlite3` as SQL, so that the program is not needed, all others in a shell.
@Tag("field-F4")
final class BackupPageIT {
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SQL = Pattern.compile("sqlite3 (\\S+) \"(.*)\"");
  private static final Fence FENCE = new Fence(0, 1, 1);

  @TempDir private Path folder;

  @Test
  void commands_ofThePage_bringBackEveryWriteOfTheMomentOfTheBackup() throws Exception {
    List<String> commands = commands();
    assertThat(commands).hasSize(5);
    try (SystemProviders system = SystemProviders.start(1)) {
      try (SqliteStateStore store = open(system)) {
        for (int i = 0; i < 100; i++) {
          StateKey key = new StateKey("actor/" + i);
          store.loadAndClaim(key, FENCE);
          store.save(key, FENCE, 1, new byte[] {1});
        }
        assertThat(folder.resolve("bank.db-wal")).exists();
        run(commands.get(0)); // while the store is open
        for (int i = 0; i < 100; i++) {
          store.save(new StateKey("actor/" + i), FENCE, 2, new byte[] {2});
        }
      }
      assertThat(folder.resolve("backup.db-wal")).doesNotExist();
      assertThat(run(commands.get(1))).isEqualTo("ok");
      assertThat(run(commands.get(2))).isEqualTo("100");
      run(commands.get(3));
      run(commands.get(4));
      try (SqliteStateStore store = open(system)) {
        for (int i = 0; i < 100; i++) {
          assertThat(store.inspect(new StateKey("actor/" + i)).orElseThrow().bytes())
              .hasValue(new byte[] {1});
        }
      }
    }
  }

  private SqliteStateStore open(SystemProviders system) {
    return SqliteStateStore.open(system.providers(), folder.resolve("bank.db"));
  }

  /// Runs one command, and gives the first value that SQL gives.
  private String run(String command) throws Exception {
    Matcher sql = SQL.matcher(command);
    if (!sql.matches()) {
      Process shell =
          new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).inheritIO().start();
      assertThat(shell.waitFor()).as(command).isZero();
      return "";
    }
    try (Connection connection = SqliteFile.connect(folder.resolve(sql.group(1)));
        Statement statement = connection.createStatement()) {
      String text = sql.group(2).replace("'backup.db'", "'" + folder.resolve("backup.db") + "'");
      if (!statement.execute(text)) {
        return "";
      }
      try (ResultSet found = statement.getResultSet()) {
        return found.next() ? found.getString(1) : "";
      }
    }
  }

  private static List<String> commands() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/help"))) {
      root = root.getParent();
    }
    String page = Files.readString(root.resolve("docs/help/backup-and-restore.md"));
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      block.group(1).lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(commands::add);
    }
    return commands;
  }
}
