package dev.baton.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as a person meets it: the real page in a real browser. */
@Tag("browser")
class DashboardTest {

  private static RealBrowser browser;

  private final List<String> complaints = new ArrayList<>();
  private StubControlPlane server;
  private Page page;

  @BeforeAll
  static void openBrowser() {
    browser = RealBrowser.open();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openPage() throws IOException {
    server = new StubControlPlane(0);
    page = browser.page();
    page.onPageError(complaints::add);
    page.navigate(server.address());
  }

  @AfterEach
  void closePage() {
    page.close();
    server.close();
    assertThat(complaints).as("errors in the page's scripts").isEmpty();
  }

  @Test
  void wrongTokenIsAnsweredWithASentence() {
    signIn("baton_wrong");

    assertThat(page.getByRole(AriaRole.ALERT).filter(hasText("token is not known"))).isVisible();
    assertThat(page.getByLabel("Token")).isFocused();
  }

  @Test
  void syncTableSaysInWordsWhatItsColoursSay() {
    signIn(StubControlPlane.TOKEN);

    assertThat(item("cruise-config.xml")).containsText("IN SYNC");
    assertThat(item("plugins")).containsText("OUT OF SYNC");
    assertThat(item("database")).containsText("UNKNOWN");
    assertThat(item("plugins").locator(".state")).hasCSS("color", "rgb(179, 20, 28)");
    assertThat(item("cruise-config.xml").locator(".state")).hasCSS("color", "rgb(22, 24, 29)");
  }

  @Test
  void showsWhoServesAndWhatStandsInTheWay() {
    signIn(StubControlPlane.TOKEN);

    assertThat(page.getByText("east is primary of term 3")).isVisible();
    assertThat(page.getByText("which is no host of this pair")).isVisible();
    assertThat(page.getByText("Start the agent on west-app.")).isVisible();
    assertThat(page.getByText("connection to 10.77.0.21:7443 refused")).isVisible();
  }

  @Test
  void splitBrainIsAnAlertThatSaysWhatToDo() {
    server.answer(
        "/v1/pairs",
        StubControlPlane.canned("pairs.json")
            .replaceFirst(
                "\"pair\":\"ci\",",
                """
                "pair":"ci","splitBrain":{"finding":"two-writable-primaries","hosts":["east-db","west-db"],\
                "evidence":{"west-db":"writes on timeline 4 at 0/50001B0"},"next":["Keep users off."]},\
                """));

    signIn(StubControlPlane.TOKEN);

    Locator banner = page.locator(".split");
    assertThat(banner).containsText("Split brain: two writable primaries");
    assertThat(banner).containsText("west-db writes on timeline 4");
    assertThat(banner).containsText("Keep users off.");
    assertThat(banner).hasCSS("background-color", "rgb(179, 20, 28)");
  }

  @Test
  void hostThatItsGuardHoldsDownSaysWhy() {
    server.answer(
        "/v1/pairs",
        StubControlPlane.canned("pairs.json")
            .replaceFirst(
                "\"host\":\"east-db\",",
                """
                "host":"east-db","guard":{"role":"out","held":"true","why":"only a recovery lets it serve"},\
                """));

    signIn(StubControlPlane.TOKEN);

    assertThat(page.getByText("held down: only a recovery lets it serve")).isVisible();
  }

  @Test
  void whatASilentHostShowedIsGreyAndNeverGreen() {
    server.answer(
        "/v1/pairs",
        StubControlPlane.canned("pairs.json")
            .replace("\"agent\":\"up\",", "\"agent\":\"unreachable\",\"stale\":true,")
            .replace("\"state\":\"streaming\",", "\"state\":\"streaming\",\"stale\":true,"));
    server.answer(
        "/v1/pairs/ci/sync",
        StubControlPlane.canned("sync.json")
            .replace("\"state\":\"IN_SYNC\",", "\"state\":\"IN_SYNC\",\"stale\":true,"));

    signIn(StubControlPlane.TOKEN);

    Locator sites = page.locator(".sites");
    assertThat(sites.getByText("writable")).hasCSS("color", "rgb(84, 91, 102)");
    assertThat(sites.locator(".stale").first()).containsText("seen");
    assertThat(page.getByText("whether it follows is not known")).isVisible();
    assertThat(sites.locator(".link.up")).hasCount(0);
    assertThat(item("cruise-config.xml").locator(".state.same")).hasCount(0);
    assertThat(sites.locator(".state.good:not(.stale *)")).hasCount(0);
  }

  @Test
  void newEventBringsTheStepsUpToDate() throws IOException {
    signIn(StubControlPlane.TOKEN);
    assertThat(row("take-address west-app")).containsText("running");
    await().until(server::followed);
    server.answer("/v1/operations/op-1", StubControlPlane.canned("operation-later.json"));

    server.emit(
        119,
        """
        {"seq":119,"type":"step.done","pair":"ci","operation":"op-1","host":"west-app",\
        "outcome":"DONE","recordedAt":"2026-01-31T08:15:30Z","actor":"baton",\
        "data":{"step":"take-address@west-app"}}\
        """);

    assertThat(row("take-address west-app").first()).containsText("done");
    assertThat(page.locator("#announcer")).hasText("step done take-address@west-app");
    assertThat(page.locator("#events")).containsText("119");
  }

  @Test
  void moveAsksForAReasonAndSendsIt() {
    signIn(StubControlPlane.TOKEN);
    button("Approve").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByRole(AriaRole.BUTTON, named("Approve")).click();
    assertThat(dialog).containsText("Say in a few words why");

    dialog.getByLabel("Reason").fill("checked by phone");
    dialog.getByRole(AriaRole.BUTTON, named("Approve")).click();

    assertThat(dialog).isHidden();
    assertThat(server.posted())
        .containsExactly("{\"reason\":\"checked by phone\",\"planHash\":\"0c5f\"}");
  }

  /** Whoever stops something must not be told that it has moved on while he typed. */
  @Test
  void abortWorksForASlowTypistWhileStepsGoOn() {
    signIn(StubControlPlane.TOKEN);
    button("Abort").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill("the wrong pair");
    server.answer("/v1/operations/op-1", moved());

    dialog.getByRole(AriaRole.BUTTON, named("Abort")).click();

    assertThat(dialog).isHidden();
    assertThat(server.guards()).containsExactly("none");
  }

  @Test
  void otherMovesAskAgainOnlyWhenWhatWasShownHasChanged() {
    signIn(StubControlPlane.TOKEN);
    button("Retry").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason").fill("host is back");
    server.answer("/v1/operations/op-1", moved());
    dialog.getByRole(AriaRole.BUTTON, named("Retry")).click();
    assertThat(dialog).containsText("It has changed while you were typing. the disk is full");

    // A step went on beside it since; what the person read is still so.
    server.answer("/v1/operations/op-1", moved().replaceFirst("\"version\":19", "\"version\":20"));
    dialog.getByRole(AriaRole.BUTTON, named("Retry")).click();

    assertThat(dialog).isHidden();
    assertThat(server.guards()).containsExactly("\"20\"");
  }

  private static String moved() {
    return StubControlPlane.canned("operation.json")
        .replaceFirst("\"why\":\"[^\"]*\"", "\"why\":\"the disk is full\"")
        .replaceFirst("\"version\":17", "\"version\":19");
  }

  @Test
  void headSaysWhetherUsersAreServed() {
    signIn(StubControlPlane.TOKEN);

    Locator head = page.locator("#service");
    assertThat(head).containsText("ci: service down since 3");
    assertThat(head.locator(".state")).hasCSS("color", "rgb(179, 20, 28)");
  }

  /** The list, which is asked for at intervals, still has the old values: only the event helps. */
  @Test
  void cardsFollowEveryEvent() throws IOException {
    signIn(StubControlPlane.TOKEN);
    Locator database = page.locator(".site.primary dd").filter(hasText("writable"));
    assertThat(database).isVisible();
    await().until(server::followed);
    server.answer(
        "/v1/pairs/ci",
        StubControlPlane.pair().replace("\"writable\":\"true\"", "\"writable\":\"false\""));

    server.emit(
        120,
        """
        {"seq":120,"type":"step.done","pair":"ci","operation":"op-1","host":"east-db",\
        "outcome":"DONE","recordedAt":"2026-01-31T08:15:30Z","actor":"baton",\
        "data":{"step":"stop-database@east-db"}}\
        """);

    assertThat(database).isHidden();
  }

  @Test
  void saysWhoStoppedEverythingAndWhy() {
    server.answer(
        "/v1/stop", "{\"stopped\":true,\"by\":\"alice\",\"reason\":\"flood\",\"operations\":[]}");

    signIn(StubControlPlane.TOKEN);

    assertThat(page.getByRole(AriaRole.ALERT).filter(hasText("alice stopped everything: “flood”")))
        .isVisible();
  }

  @Test
  void reportAndRunbookComeAsFiles() {
    signIn(StubControlPlane.TOKEN);

    Download report = page.waitForDownload(() -> button("Report").click());
    Download runbook = page.waitForDownload(() -> button("Runbook: recovery").click());

    assertThat(report.suggestedFilename()).isEqualTo("op-1.md");
    assertThat(runbook.suggestedFilename()).isEqualTo("runbook-ci-recovery.md");
  }

  @ParameterizedTest(name = "at {0} pixels")
  @ValueSource(ints = {400, 1280})
  void fitsTheScreenWithoutSidewaysScrolling(int width) {
    page.setViewportSize(width, 900);
    signIn(StubControlPlane.TOKEN);
    assertThat(item("plugins")).isVisible();

    Object needed = page.evaluate("document.documentElement.scrollWidth");

    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "dashboard-%d.png".formatted(width))));
    assertThat(needed).isEqualTo(width);
  }

  private void signIn(String token) {
    page.getByLabel("Token").fill(token);
    button("Sign in").click();
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private Locator item(String name) {
    return page.locator(".sync tbody tr").filter(hasText(name));
  }

  /** The row with that heading, found the way a screen reader finds it. */
  private Locator row(String heading) {
    return page.locator("tbody tr")
        .filter(new Locator.FilterOptions().setHas(page.locator("th", hasTextIn(heading))));
  }

  private static Page.LocatorOptions hasTextIn(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  @Test
  void databasesAloneHaveNoLineForWhatTheyDoNotHave() {
    server.answer(
        "/v1/pairs",
        StubControlPlane.canned("pairs.json")
            .replace("\"address\":\"10.77.0.100\",\"operation\"", "\"operation\"")
            .replaceAll("\"application\":\"(east|west)-app\",", ""));

    signIn(StubControlPlane.TOKEN);

    Locator site = page.locator("article.site").first();
    assertThat(site).containsText("Database");
    assertThat(site).not().containsText("Application");
    assertThat(site).not().containsText("Address");
    assertThat(page.locator("body")).not().containsText("undefined");
  }
}
