package dev.baton.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.agent.action.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

  private static RequestHead read(String text) throws IOException, RefusedException {
    InputStream in = bytes(text);
    return RequestHead.read(in.read(), in);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsWhatAClientSends() throws Exception {
    RequestHead head =
        read(
            String.join(
                "\r\n",
                "PUT /v1/x?wait=1 HTTP/1.1",
                "Host: a",
                "Content-LENGTH:  5 ",
                "X: 1",
                "X: 2",
                "",
                "rest"));

    assertThat(head.method()).isEqualTo("PUT");
    assertThat(head.target()).isEqualTo("/v1/x?wait=1");
    assertThat(head.length()).isEqualTo(5);
    assertThat(head.field("x")).contains("1, 2");
    assertThat(head.chunked()).isFalse();
    assertThat(head.isLast()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET http://other/ HTTP/1.1\r\n\r\n",
        "TRACE / HTTP/1.1\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\rHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\n folded: a\r\n\r\n",
        "GET / HTTP/1.1\r\n: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: +5\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PUT / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n",
        "PUT / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      })
  void refusesWhatTwoReadersCouldTakeForTwoThings(String text) {
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(text));
  }

  @Test
  void refusesAHeaderWithoutEnd() {
    String large = "GET / HTTP/1.1\r\nX: " + "x".repeat(10_000);

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(large));
    assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read("GET / HTT"));
  }

  private static RequestBody body(String head, InputStream rest, ByteArrayOutputStream out)
      throws IOException, RefusedException {
    return new RequestBody(read("PUT / HTTP/1.1\r\n" + head + "\r\n\r\n"), rest, out);
  }

  @Test
  void bodyEndsWhereItsLengthSays() throws Exception {
    InputStream connection = bytes("helloGET /");

    RequestBody body = body("Content-Length: 5", connection, new ByteArrayOutputStream());

    assertThat(body.readAllBytes()).asString().isEqualTo("hello");
    assertThat(connection.readAllBytes()).asString().isEqualTo("GET /");
  }

  @Test
  void chunkedBodyEndsBehindItsLastChunk() throws Exception {
    InputStream connection = bytes("3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nT: 1\r\n\r\nGET /");

    RequestBody body = body("Transfer-Encoding: chunked", connection, new ByteArrayOutputStream());

    assertThat(body.readAllBytes()).asString().isEqualTo("hello");
    assertThat(connection.readAllBytes()).asString().isEqualTo("GET /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n", "-1\r\n", "\r\n", "3\nhel", "2\r\nhel\r\n0\r\n\r\n", "2\r\nh"})
  void breaksOffABrokenChunk(String chunks) throws Exception {
    RequestBody body =
        body("Transfer-Encoding: chunked", bytes(chunks), new ByteArrayOutputStream());

    assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes);
  }

  @Test
  void tellsTheOtherSideToSendOnlyWhenTheBodyIsWanted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RequestBody body = body("Content-Length: 5\r\nExpect: 100-continue", bytes("hello"), out);

    boolean unasked = out.size() == 0;
    byte[] read = body.readAllBytes();

    assertThat(unasked).isTrue();
    assertThat(read).asString().isEqualTo("hello");
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
  }
}
