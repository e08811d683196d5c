package dev.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRedactorTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "see https://ann:S3cret@wiki.example/page|see https://***@wiki.example/page",
        "https://S3cret@h:7443|https://***@h:7443",
        "https://ann:S3/cr?et@h/x|https://***",
        "https://h/x?to=a@b&token=S3cret|https://***",
        "https://ann:S3/cret@h/x|https://***@h/x",
        "https://h/x?token=S3cret and more|https://h/x?*** and more",
        "https://h/x#access_token=S3cret|https://h/x#***",
        "https://h/x;jsessionid=S3cret/y|https://h/x;***",
        "jdbc:postgresql://db/baton?user=a&password=S3cret|jdbc:postgresql://db/baton?***",
        "GET /v1/pairs?token=S3cret HTTP/1.1|GET /v1/pairs?*** HTTP/1.1",
        "host=a password=S3cret port=5|host=a password=*** port=5",
        "host=a password='S3 \\'cret' port=5|host=a password=*** port=5",
        "sslpassword = S3cret|sslpassword = ***",
        "\"https://ann:S3cret@h/?S3cret\"|\"https://***@h/?***\""
      })
  void takesOutWhatLetsSomebodyIn(String text, String redacted) {
    assertThat(UrlRedactor.redact(text)).isEqualTo(redacted).doesNotContain("S3");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "0/3000148",
        "is it there? yes",
        "baton://host/east-db",
        "http://127.0.0.1:8153/go/api/v1/health",
        "user baton@east-db may",
        "passfile=/etc/baton/pgpass",
        "CHG-17 #4; a=b"
      })
  void leavesEverythingElse(String text) {
    assertThat(UrlRedactor.redact(text)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/pairs/ci/switchovers|/v1/pairs/ci/switchovers",
        "/v1/pairs?token=S3cret|/v1/pairs",
        "/v1/stop;token=S3cret|/v1/stop",
        "/v1/pairs/S3cret/x|/v1/pairs/***/x",
        "/v1/%53ecret|/v1/***",
        "/|/",
        "*|***"
      })
  void keepsOfAPathWhatMayBeAName(String raw, String path) {
    assertThat(UrlRedactor.path(raw)).isEqualTo(path);
  }

  @Test
  void endsSoonOnALongText() {
    String text = "://a".repeat(20_000) + "?";

    assertThat(UrlRedactor.redact(text)).hasSizeLessThanOrEqualTo(text.length() + 3);
  }
}
