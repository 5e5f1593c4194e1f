package dev.moonpool.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moonpool.websocket.protocol.WsException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which proxy the environment names for which server.
@Tag("field-WS12")
class EnvironmentProxiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // variables                                     | server                | proxy
        "-                                               | ws://host             | -",
        "http_proxy=http://p:3128                        | ws://host             | http p:3128",
        "http_proxy=http://p:3128                        | wss://host            | -",
        "https_proxy=http://p:3128                       | wss://host            | http p:3128",
        "https_proxy=http://p:3128                       | ws://host             | -",
        "HTTPS_PROXY=p:3128                              | wss://host            | http p:3128",
        "HTTP_PROXY=p:3128                               | ws://host             | -",
        "https_proxy=a:1 HTTPS_PROXY=b:2                 | wss://host            | http a:1",
        "all_proxy=socks5://p                            | ws://host             | socks p:1080",
        "ALL_PROXY=socks5h://p:9                         | wss://host            | socks p:9",
        "all_proxy=socks://p http_proxy=q                | ws://host             | http q:80",
        "all_proxy=socks://p http_proxy=                 | ws://host             | socks p:1080",
        "all_proxy=http://[::1]:8080/                    | ws://host             | http ::1:8080",
        "all_proxy=p:1 no_proxy=*                        | ws://host             | -",
        "all_proxy=p:1 no_proxy=host                     | ws://host             | -",
        "all_proxy=p:1 NO_PROXY=HOST                     | ws://host:99          | -",
        "all_proxy=p:1 no_proxy=host                     | ws://host.            | -",
        "all_proxy=p:1 no_proxy=host.                    | ws://host             | -",
        "all_proxy=p:1 no_proxy=host                     | ws://otherhost        | http p:1",
        "all_proxy=p:1 no_proxy=example                  | ws://feed.example     | -",
        "all_proxy=p:1 no_proxy=.example                 | ws://feed.example     | -",
        "all_proxy=p:1 no_proxy=.example                 | ws://example          | -",
        "all_proxy=p:1 no_proxy=*.example                | ws://a.b.example      | -",
        "all_proxy=p:1 no_proxy=example                  | ws://badexample       | http p:1",
        "all_proxy=p:1 no_proxy=a,,b;host,c              | ws://host             | http p:1",
        "all_proxy=p:1 no_proxy=a,,b,host,c              | ws://host             | -",
        "all_proxy=p:1 no_proxy=host:99                  | ws://host:99          | -",
        "all_proxy=p:1 no_proxy=host:99                  | ws://host             | http p:1",
        "all_proxy=p:1 no_proxy=host:80                  | ws://host             | -",
        "all_proxy=p:1 no_proxy=10.1.2.3                 | ws://10.1.2.3         | -",
        "all_proxy=p:1 no_proxy=0.1.2.3                  | ws://10.1.2.3         | http p:1",
        "all_proxy=p:1 no_proxy=10.0.0.0/8               | ws://10.200.1.1       | -",
        "all_proxy=p:1 no_proxy=10.0.0.0/9               | ws://10.200.1.1       | http p:1",
        "all_proxy=p:1 no_proxy=10.0.0.0/8               | ws://host             | http p:1",
        "all_proxy=p:1 no_proxy=::1                      | ws://[::1]            | -",
        "all_proxy=p:1 no_proxy=[::1]:99                 | ws://[::1]:99         | -",
        "all_proxy=p:1 no_proxy=fe80::/10                | ws://[fe80::7]        | -",
        "all_proxy=p:1 no_proxy=fe80::/10                | ws://10.0.0.1         | http p:1",
        "all_proxy=p:1 no_proxy=0:0::1                   | ws://[::1]            | -",
      })
  void proxyFor_environmentOfAnyForm_followsTheRules(String variables, String url, String proxy) {
    String found =
        new EnvironmentProxies(environment(variables))
            .proxyFor(WsUrl.of(url))
            .map(EnvironmentProxiesTest::shown)
            .orElse(null);
    assertThat(found).isEqualTo(proxy);
  }

  @Test
  void proxyFor_userAndPassword_areDecodedAndNotShown() {
    EnvironmentProxies proxies =
        new EnvironmentProxies(Map.of("all_proxy", "http://me:s%40cret@p:3128"));
    ProxyConfig proxy = proxies.proxyFor(WsUrl.of("ws://host")).orElseThrow();
    ProxyConfig.Credentials known = proxy.credentials().orElseThrow();
    assertThat(known.user()).isEqualTo("me");
    assertThat(known.password()).isEqualTo("s@cret");
    assertThat(proxy.toString()).doesNotContain("s@cret").doesNotContain("s%40cret");
  }

  @ParameterizedTest
  @CsvSource({
    "all_proxy, ftp://me:secret@p:1, speaks http or socks5",
    "https_proxy, https://me:secret@p:1, speaks http or socks5",
    "http_proxy, socks4://me:secret@p:1, speaks http or socks5",
    "http_proxy, http://me:secret@p:99999, proxy.port is from 1 to 65535",
    "http_proxy, http://me:secret@p/path, a proxy is",
    "http_proxy, http://me:secret%zz@p, begins no escape",
    "http_proxy, http://, a proxy is",
  })
  void variable_thatCannotBeRead_isNamedWithoutItsPassword(String name, String value, String why) {
    assertThatThrownBy(() -> new EnvironmentProxies(Map.of(name, value)))
        .isInstanceOf(WsException.Config.class)
        .hasMessageContaining("environment variable " + name)
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  private static Map<String, String> environment(String variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables == null ? new String[0] : variables.split(" ")) {
      String[] pair = variable.split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    return environment;
  }

  private static String shown(ProxyConfig proxy) {
    String kind = proxy.kind() == ProxyConfig.Kind.SOCKS5 ? "socks" : "http";
    return kind + " " + proxy.host() + ":" + proxy.port();
  }
}
