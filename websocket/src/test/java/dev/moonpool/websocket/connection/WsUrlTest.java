package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.foundation.Randomness;
import dev.moonpool.websocket.protocol.WsException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which URLs there are, and what a request says of them.
@Tag("field-WS10")
class WsUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ws://host                     | host          | 80   | host          | /",
        "WS://host/                    | host          | 80   | host          | /",
        "wss://host                    | host          | 443  | host          | /",
        "wss://host:443/a              | host          | 443  | host          | /a",
        "ws://host:443/a               | host          | 443  | host:443      | /a",
        "ws://host:/a                  | host          | 80   | host          | /a",
        "ws://host?a=b                 | host          | 80   | host          | /?a=b",
        "ws://my_service:9000/feed     | my_service    | 9000 | my_service:9000 | /feed",
        "wss://my_service              | my_service    | 443  | my_service    | /",
        "ws://host.                    | host.         | 80   | host.         | /",
        "ws://feed.example.:81         | feed.example. | 81   | feed.example.:81 | /",
        "ws://127.0.0.1:8545           | 127.0.0.1     | 8545 | 127.0.0.1:8545 | /",
        "ws://[::1]:8545/x             | ::1           | 8545 | [::1]:8545    | /x",
        "ws://[::1]                    | ::1           | 80   | [::1]         | /",
        "ws://bücher.example           | xn--bcher-kva.example | 80 | xn--bcher-kva.example | /",
        "ws://host/straße/日本?q=ü      | host | 80 | host | /stra%C3%9Fe/%E6%97%A5%E6%9C%AC?q=%C3%BC",
        "ws://host/a b?c d             | host | 80 | host | /a%20b?c%20d",
        "ws://host/a%20b/%C3%9F        | host | 80 | host | /a%20b/%C3%9F",
        "ws://host/{\"a\":[1]}^`<>\\   | host | 80 | host | /%7B%22a%22:[1]%7D%5E%60%3C%3E%5C",
        "ws://host\\@evil/             | host | 80 | host | /%5C@evil/",
        "ws://host/@me:x               | host | 80 | host | /@me:x",
      })
  void url_ofAnyForm_isTakenApart(
      String text, String host, int port, String authority, String target) {
    WsUrl url = WsUrl.of(text);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.authority()).isEqualTo(authority);
    assertThat(url.target()).isEqualTo(target);
    assertThat(url.isSecure()).isEqualTo(text.startsWith("wss"));
    assertThat(url.basic()).isEmpty();
    assertThat(WsUrl.of(url.toString())).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://host             | begins with ws:// or wss://",
        "host:80                 | begins with ws:// or wss://",
        "ws:/host                | begins with ws:// or wss://",
        "ws://                   | names a host",
        "ws:///path              | names a host",
        "ws://host:99999         | the port of a url is from 1 to 65535",
        "ws://host:0             | the port of a url is from 1 to 65535",
        "ws://host:-1            | the port of a url is from 1 to 65535",
        "ws://host:8o            | the port of a url is from 1 to 65535",
        "ws://host:99999999999   | the port of a url is from 1 to 65535",
        "ws://::1/               | the port of a url",
        "ws://[::1/              | brackets in a url hold an IPv6 address",
        "ws://[host]/            | brackets in a url hold an IPv6 address",
        "ws://a b/               | the host of a url is a name or an address",
        "ws://a..b/              | the host of a url is a name or an address",
        "ws://./                 | the host of a url is a name or an address",
        "ws://a%20b/             | the host of a url is a name or an address",
        "ws://host/#top          | no fragment",
        "ws://host/%zz           | only before two hexadecimal digits",
      })
  void url_thatIsWrong_isRefusedByName(String text, String why) {
    assertThatThrownBy(() -> ConnectionConfig.of(text))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining(why)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://host/\r\nX: y", "ws://ho\nst/", "ws://host/\u0000", "ws://h\u007f"})
  void url_withControlCharacters_isRefused(String text) {
    assertThatThrownBy(() -> WsUrl.of(text)).hasMessageContaining("no control characters");
  }

  @Test
  void urlOfParts_thatWouldSmuggle_isRefused() {
    assertThatThrownBy(() -> new WsUrl(false, "host", 80, "/ HTTP/1.1\r\nX: y", Optional.empty()))
        .isInstanceOf(WsException.Config.class);
    assertThatThrownBy(() -> new WsUrl(false, "ho st", 80, "/", Optional.empty()))
        .isInstanceOf(WsException.Config.class);
    assertThatThrownBy(() -> new WsUrl(false, "host", 0, "/", Optional.empty()))
        .isInstanceOf(WsException.Config.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "me:secret              | me:secret",
        "mallory                | mallory:",
        "mallory:               | mallory:",
        "m%40e:s%3Ae%2Fcret     | m@e:s:e/cret",
        "me:pass@word           | me:pass@word",
        "mé:sécret              | mé:sécret",
        "a+b:c                  | a+b:c",
      })
  void userInTheUrl_becomesBasicAndIsShownNowhere(String user, String told) {
    String text = "ws://" + user + "@host:81/path";
    ConnectionConfig config = ConnectionConfig.of(text);
    Endpoint endpoint = Endpoint.ask(AttemptSuppliers.of(config), config);
    String sent = authorization(endpoint);
    assertThat(sent).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(sent.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo(told);
    assertThat(config.url()).hasToString("ws://host:81/path");
    assertThat(List.of(config.toString(), endpoint.toString(), config.url().toString()))
        .allMatch(shown -> !shown.contains(user) && !shown.contains(sent.substring(6)));
  }

  @Test
  void userInTheUrl_besideAnAuthorizationHeader_givesWay() {
    ConnectionConfig config =
        ConnectionConfig.builder("ws://me:x@host").header("authorization", "Bearer y").build();
    Endpoint endpoint = Endpoint.ask(AttemptSuppliers.of(config), config);
    assertThat(authorization(endpoint)).isEqualTo("Bearer y");
  }

  @Test
  void suppliedUrl_withAUser_isToldAndShownLikewise() {
    ConnectionConfig config = ConnectionConfig.of("ws://host");
    AttemptSuppliers suppliers =
        AttemptSuppliers.of(config).withUrl(() -> URI.create("ws://me:secret@other:82/"));
    Endpoint endpoint = Endpoint.ask(suppliers, config);
    assertThat(authorization(endpoint)).isEqualTo("Basic bWU6c2VjcmV0");
    assertThat(endpoint.url()).hasToString("ws://other:82/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://me:secret@host:99999/",
        "ws://me:secret@host/#x",
        "http://me:secret@host/",
        "me:secret@host",
        "ws://me:sec/ret@host/",
        "ws://me:secret%@host/",
        "ws://me:secret@ho st/",
      })
  void userInAUrlThatIsWrong_isNotShown(String text) {
    assertThatThrownBy(() -> ConnectionConfig.of(text))
        .isInstanceOf(WsException.Config.class)
        .satisfies(
            thrown ->
                assertThat(String.valueOf(thrown.getMessage()))
                    .doesNotContain("secret")
                    .doesNotContain("sec/ret"));
  }

  @Test
  void suppliedUrlThatIsWrong_failsWithoutShowingTheUser() {
    ConnectionConfig config = ConnectionConfig.of("ws://host");
    AttemptSuppliers suppliers =
        AttemptSuppliers.of(config).withUrl(() -> URI.create("ws://me:secret@host:99999/"));
    assertThatThrownBy(() -> Endpoint.ask(suppliers, config))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("***@host:99999")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "ws://host, ws://host/x, true",
    "ws://host, ws://HOST:80, true",
    "ws://host, wss://host, true",
    "wss://host, ws://host, false",
    "ws://host:81, wss://host:82, false",
    "ws://host, ws://host:81, false",
    "ws://host, ws://sub.host, false",
  })
  void serverThatIsTheSame_mayBeToldWhatIsMeantForIt(String from, String to, boolean same) {
    assertThat(WsUrl.of(to).isTrustedLike(WsUrl.of(from))).isEqualTo(same);
  }

  private static String authorization(Endpoint endpoint) {
    UpgradeCheck check =
        new UpgradeCheck(endpoint, UpgradeConfig.DEFAULT, Optional.empty(), Randomness.seeded(1));
    return check.request().headers().get("Authorization");
  }
}
