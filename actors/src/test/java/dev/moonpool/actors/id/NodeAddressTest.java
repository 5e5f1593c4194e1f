package dev.moonpool.actors.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A2")
class NodeAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7001, 127.0.0.1, 7001",
    "localhost:1, localhost, 1",
    "node-1.example.org:65535, node-1.example.org, 65535",
    "under_score:80, under_score, 80",
    "[::1]:7001, ::1, 7001",
    "[::]:7001, ::, 7001",
    "[2001:db8::8a2e:370:7334]:443, 2001:db8::8a2e:370:7334, 443",
    "[1:2:3:4:5:6:7:8]:80, 1:2:3:4:5:6:7:8, 80",
    "[::ffff:10.0.0.1]:80, ::ffff:10.0.0.1, 80",
    "[fe80::1%eth0]:80, fe80::1%eth0, 80"
  })
  void parse_address_givesItsPartsAndFormatsBack(String text, String host, int port) {
    NodeAddress address = NodeAddress.parse(text);

    assertThat(address).isEqualTo(new NodeAddress(host, port)).hasToString(text);
    InetSocketAddress socket = address.toSocketAddress();
    assertThat(socket.isUnresolved()).isTrue();
    assertThat(socket.getHostString()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "host",
        "host:",
        ":80",
        "host:0",
        "host:65536",
        "host:-1",
        "host:+80",
        "host:8 0",
        "host:٨٠",
        "host:99999999999",
        "::1:80",
        "[::1]",
        "[::1]80",
        "[]:80",
        "[host]:80",
        "[::1:80",
        "::1]:80",
        "[:::1]:80",
        "[::g]:80",
        "[12345::]:80",
        "[1:2]:80",
        "[1:2:3:4:5:6:7:8:9]:80",
        "ho st:80",
        "host/path:80",
        "a%b:80",
        "münchen:80",
        "http://host:80"
      })
  void parse_notAnAddress_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> NodeAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("host:port");
  }

  @Test
  void construct_overlongHost_isRefused() {
    assertThat(new NodeAddress("h".repeat(255), 80).host()).hasSize(255);
    assertThatThrownBy(() -> new NodeAddress("h".repeat(256), 80)).hasMessageContaining("host");
  }

  @Test
  void compareTo_addresses_orderByHostThenPort() {
    NodeAddress a80 = new NodeAddress("a", 80);
    NodeAddress a443 = new NodeAddress("a", 443);
    NodeAddress b80 = new NodeAddress("b", 80);

    assertThat(List.of(b80, a443, a80).stream().sorted()).containsExactly(a80, a443, b80);
  }

  @Test
  void identity_restartedNode_isADifferentOneThatComesLater() {
    NodeIdentity first = new NodeIdentity(new NodeAddress("a", 80), 3);
    NodeIdentity second = new NodeIdentity(new NodeAddress("a", 80), 4);

    assertThat(first).isNotEqualTo(second).isLessThan(second).hasToString("a:80#3");
    assertThat(new NodeIdentity(new NodeAddress("::1", 80), 3)).hasToString("[::1]:80#3");
    assertThatThrownBy(() -> new NodeIdentity(new NodeAddress("a", 80), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
