package dev.moonpool.actors.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.moonpool.actors.serialization.FlatRecordPropertyTest.Plain;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A11")
class FlatRecordTest {
  record Checked(int positive) {
    Checked {
      if (positive < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  record Renamed(@JsonProperty("other") int name) {}

  record Deep(List<Integer> sizes) {}

  private final FlatRecord plain = FlatRecord.of(Plain.class);

  @Test
  void write_notForUs_isLeftToJackson() {
    assertThat(plain.write(new Plain((byte) 1, (short) 2, 3, 4, true, 1f, 2d, "größe", null)))
        .isNull();
    assertThat(FlatRecord.of(Renamed.class)).isNull();
    assertThat(FlatRecord.of(Deep.class)).isNull();
    assertThat(FlatRecord.of(String.class)).isNull();
  }

  @Test
  void read_valuesThatTheRecordRefuses_isLeftToJackson() {
    FlatRecord checked = FlatRecord.of(Checked.class);
    byte[] good = checked.write(new Checked(5));
    byte[] bad = good.clone();
    bad[bad.length - 1] = 0x20; // -1

    assertThat(checked.read(good)).isEqualTo(new Checked(5));
    assertThat(checked.read(bad)).isNull();
    assertThat(FlatRecordPropertyTest.jackson(bad, Checked.class)).isNull();
  }

  @Test
  void write_jacksonsBytes_areReadByJacksonOnly() {
    Plain value = new Plain((byte) 1, (short) 2, 3, 4, true, 1f, 2d, "abc", null);
    Object read = plain.read(FlatRecordPropertyTest.JACKSON.writeValueAsBytes(value));

    assertThat(read == null || read.equals(value)).isTrue();
  }
}
