package dev.baton.access;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls with the tokens of the running test application, read from where operators read them. */
public final class TestTokens {

  private TestTokens() {}

  public static RequestSpecification asAdmin() {
    return with("admin");
  }

  public static RequestSpecification asViewer() {
    return with("viewer");
  }

  /** A changing call: JSON, and a key that was never used. */
  public static RequestSpecification change() {
    return asAdmin().contentType(ContentType.JSON).header("Idempotency-Key", UUID.randomUUID());
  }

  /** The token itself, for clients other than REST Assured. */
  public static String token(String name) {
    String data = ConfigProvider.getConfig().getValue("baton.data", String.class);
    try {
      return Files.readString(Path.of(data, name + ".token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RequestSpecification with(String name) {
    return given().header("Authorization", "Bearer " + token(name));
  }
}
