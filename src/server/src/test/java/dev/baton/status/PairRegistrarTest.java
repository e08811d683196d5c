package dev.baton.status;

import static dev.baton.access.TestTokens.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.host.Installations;
import dev.baton.http.ProblemException;
import dev.baton.operation.engine.FakeHosts;
import dev.baton.operation.engine.OnFakeHosts;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.status.PairRegistration.SiteRegistration;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a registration before it is a fact, and what is refused. */
@QuarkusTest
@TestProfile(OnFakeHosts.class)
class PairRegistrarTest {

  private static final String MARK = UUID.randomUUID().toString().substring(0, 8);

  private static final SiteRegistration EAST = site("east", host("east-app"), host("east-db"));
  private static final SiteRegistration WEST = site("west", host("west-app"), host("west-db"));

  @Inject PairRegistrar registrar;
  @Inject FakeHosts hosts;
  @Inject ControlDatabaseId own;

  private static String host(String name) {
    return name.replaceFirst("-", "-%s-".formatted(MARK));
  }

  private static SiteRegistration site(String name, String application, String database) {
    return new SiteRegistration(name, application, database, null);
  }

  /** Of a database that no application uses. */
  private static SiteRegistration alone(String name) {
    return new SiteRegistration(name, null, host(name + "-db"), null);
  }

  private static PairRegistration registration(List<SiteRegistration> sites) {
    return of("registered", "east", "10.0.0.9", sites, null);
  }

  private static PairRegistration of(
      @Nullable String pair,
      @Nullable String home,
      @Nullable String address,
      @Nullable List<SiteRegistration> sites,
      @Nullable String policy) {
    return new PairRegistration(pair, home, address, sites, policy, "test", null);
  }

  @BeforeEach
  void registeredHosts() {
    hosts.heal();
    for (String name : List.of("east-app", "east-db", "west-app", "west-db")) {
      int status =
          change()
              .body(Map.of("host", host(name), "endpoint", "10.0.0.1:7443", "reason", "test"))
              .post("/v1/hosts")
              .statusCode();
      assertThat(status).isLessThan(300);
    }
  }

  @Test
  void hostsThatFitAreAPairOfTheirDatabasesIdentity() {
    PairRegistered registered = registrar.check(registration(List.of(EAST, WEST)));

    assertThat(registered.home()).isEqualTo(new SiteName("east"));
    assertThat(registered.sites())
        .extracting(Site::name)
        .containsExactly(new SiteName("east"), new SiteName("west"));
    assertThat(registered.systemIdentifier()).isEqualTo("7");
    assertThat(registered.address()).hasValue("10.0.0.9");
    assertThat(registered.databaseOnly()).isEmpty();
  }

  @Test
  void databasesAloneAreAPairToo() {
    PairRegistered registered =
        registrar.check(
            of("registered", "east", null, List.of(alone("east"), alone("west")), null));

    assertThat(registered.databaseOnly()).hasValue(true);
    assertThat(registered.address()).isEmpty();
    assertThat(registered.sites())
        .allSatisfy(site -> assertThat(site.application()).isEqualTo(site.database()));
  }

  @Test
  void addressThatNoPolicyNamesIsNotRegistered() {
    PairRegistration body =
        of("registered", "east", "10.0.0.9", List.of(alone("east"), alone("west")), null);

    assertThatThrownBy(() -> registrar.check(body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining(host("east-db") + " names no address");
  }

  @Test
  void addressThatAPolicyNamesIsNotLeftOut() {
    PairRegistration body = of("registered", "east", null, List.of(EAST, WEST), null);

    assertThatThrownBy(() -> registrar.check(body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining(host("east-app") + " names an address");
  }

  @Test
  void databaseListensWhereItsAgentDoesUnlessItIsSaid() {
    SiteRegistration said =
        new SiteRegistration("west", host("west-app"), host("west-db"), "10.0.0.2:5433");

    PairRegistered registered = registrar.check(registration(List.of(EAST, said)));

    assertThat(registered.sites())
        .extracting(Site::databaseAddress)
        .containsExactly("10.0.0.1:5432", "10.0.0.2:5433");
  }

  static Stream<Arguments> badFields() {
    List<SiteRegistration> both = List.of(EAST, WEST);
    SiteRegistration nobody = site("west", host("west-app"), "nobody");
    SiteRegistration portless =
        new SiteRegistration("west", host("west-app"), host("west-db"), "10.0.0.2");
    return Stream.of(
        arguments("pair", of(null, "east", "10.0.0.9", both, null)),
        arguments("pair", of("No Pair", "east", "10.0.0.9", both, null)),
        arguments("home", of("p", null, "10.0.0.9", both, null)),
        arguments("home", of("p", "north", "10.0.0.9", both, null)),
        arguments(
            "sites[1].application",
            of("p", "east", "10.0.0.9", List.of(EAST, alone("west")), null)),
        arguments(
            "sites[0].application",
            of("p", "east", "10.0.0.9", List.of(alone("east"), WEST), null)),
        arguments("address", of("p", "east", "10.0.0.9/24", both, null)),
        arguments("sites", of("p", "east", "10.0.0.9", null, null)),
        arguments("sites", of("p", "east", "10.0.0.9", List.of(EAST), null)),
        arguments("sites", of("p", "east", "10.0.0.9", List.of(EAST, EAST), null)),
        arguments("sites[1].database", of("p", "east", "10.0.0.9", List.of(EAST, nobody), null)),
        arguments(
            "sites[1].databaseAddress", of("p", "east", "10.0.0.9", List.of(EAST, portless), null)),
        arguments("synchronousPolicy", of("p", "east", "10.0.0.9", both, "hope")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("badFields")
  void fieldThatCannotBeMeantIsNamed(String field, PairRegistration body) {
    assertThatThrownBy(() -> registrar.check(body))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Field '%s'".formatted(field));
  }

  @Test
  void databasesThatAreNoCopiesOfOneAnotherMakeNoPair() {
    hosts.show(host("west-db"), "systemIdentifier", "8");

    assertThatThrownBy(() -> registrar.check(registration(List.of(EAST, WEST))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining("system identifiers 7 and 8");
  }

  @Test
  void hostWithoutADatabaseMakesNoPair() {
    hosts.show(host("west-db"), "systemIdentifier", "");

    assertThatThrownBy(() -> registrar.check(registration(List.of(EAST, WEST))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining(host("west-db") + " shows no PostgreSQL");
  }

  @Test
  void databaseOfTheControlPlaneItselfIsNeverMoved() {
    String identifier = own.systemIdentifier();
    hosts.show(host("east-db"), "systemIdentifier", identifier);
    hosts.show(host("west-db"), "systemIdentifier", identifier);

    assertThatThrownBy(() -> registrar.check(registration(List.of(EAST, WEST))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/pair-unfit")
        .hasMessageContaining("this control plane itself lives in");
  }

  @Test
  void hostThatObeysAnotherControlPlaneIsNotTakenFromIt() {
    hosts.show(host("west-app"), "installation", Installations.ANOTHER.value());

    assertThatThrownBy(() -> registrar.check(registration(List.of(EAST, WEST))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/host-bound")
        .hasMessageContaining(host("west-app"))
        .hasMessageContaining("unbind");
  }

  @Test
  void hostThatIsOutIsNotOpenedByARegistration() {
    hosts.show(host("east-db"), "role", "out");

    assertThatThrownBy(() -> registrar.check(registration(List.of(EAST, WEST))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/host-out")
        .hasMessageContaining(host("east-db"));
  }

  @Test
  void homeIsTheSiteThatWrites() {
    PairRegistration westAtHome = of("registered", "west", "10.0.0.9", List.of(EAST, WEST), null);

    assertThatThrownBy(() -> registrar.check(westAtHome))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/wrong-home")
        .hasMessageContaining("register with home=east");
  }

  @Test
  void hostThatDoesNotAnswerIsNoReasonToTakeItOnTrust() {
    hosts.show(host("west-db"), "silent", "true");

    assertThatThrownBy(() -> registrar.check(registration(List.of(EAST, WEST))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/hosts-unreachable");
  }
}
