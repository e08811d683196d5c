package dev.baton.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page under the rules the program itself sends with it. */
@QuarkusTest
@Tag("browser")
class ServedConsoleTest {

  @Test
  void pageRunsUnderItsOwnContentSecurityPolicy() {
    List<String> blocked = new ArrayList<>();
    try (RealBrowser browser = RealBrowser.open()) {
      Page page = browser.page();
      page.onConsoleMessage(message -> blocked.add(message.text()));
      Response answer = page.navigate("http://localhost:" + RestAssured.port);

      page.getByLabel("Token").fill("baton_wrong");
      page.locator("#sign-in-form button").click();

      assertThat(page.locator("#token-error")).containsText("token is not known");
      assertThat(page.locator("#sign-in")).hasCSS("border-radius", "10px");
      assertThat(answer.headerValue("Content-Security-Policy")).contains("script-src 'self'");
    }
    assertThat(blocked).noneMatch(message -> message.contains("Content Security Policy"));
  }
}
