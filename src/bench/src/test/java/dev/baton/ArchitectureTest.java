package dev.baton;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the code of all modules to {@link PackageRules}; here, because only from here all are seen.
 */
class ArchitectureTest {

  private static final String BASE = "dev.baton.";

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.baton");

  static Stream<String> packages() {
    return PackageRules.USES.keySet().stream();
  }

  @ParameterizedTest(name = "{0} uses what the picture shows, no more and no less")
  @MethodSource("packages")
  void packageUsesWhatThePictureShows(String name) {
    Set<String> uses =
        CODE.stream()
            .filter(type -> room(type).equals(name))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(type -> type.getPackageName().startsWith(BASE))
            .map(ArchitectureTest::room)
            .filter(room -> !room.equals(name))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(uses).isEqualTo(new TreeSet<>(PackageRules.USES.getOrDefault(name, Set.of())));
  }

  @Test
  void thePictureShowsEveryPackage() {
    Set<String> rooms =
        CODE.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(ArchitectureTest::room)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(new TreeSet<>(PackageRules.USES.keySet())).isEqualTo(rooms);
  }

  @Test
  void arrowsOnlyGoDown() {
    List<String> above = new ArrayList<>();

    PackageRules.USES.forEach((name, uses) -> {
      above.add(name);
      assertThat(above)
          .as("%s uses only what stands above it in the table", name)
          .containsAll(uses);
    });
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(BASE.length());
  }

  /** Resources, the parameters they take, and the two who work in their place at the same edge. */
  private static final String EDGE =
      "dev\\.baton\\.(http\\..*|.*(Resource|Parameters)"
          + "|audit\\.events\\.StreamReader|access\\.ForbiddenCalls)(\\$.*)?";

  @Test
  void onlyTheEdgeKnowsHowAnswersTravel() {
    noClasses()
        .that()
        .haveNameNotMatching(EDGE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
        .because("what is decided must not depend on who asked, and how")
        .check(CODE);
  }

  /** The lab and the benchmarks measure this machine, and have no clock to be told. */
  @Test
  void timeComesFromTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "lab..", BASE + "bench..")
        .and()
        .haveNameNotMatching(
            "dev\\.baton\\.(eventlog\\.replica\\.DatabaseClock|agent\\.os\\.HostClock)")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("replicas agree on the database's clock, and tests set their own")
        .check(CODE);
  }

  @Test
  void theAgentNeedsNothingButTheJdk() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAnyPackage(BASE + "agent..", BASE + "protocol..")
        .should()
        .onlyDependOnClassesThat(areOfTheJdkOr(BASE + "(agent|protocol)\\..*"))
        .check(CODE);
  }

  /** What is moved runs on its own jar and the driver. */
  @Test
  void theStandInForAnApplicationKnowsNothingOfBaton() {
    String labgo = BASE + "lab\\.labgo\\..*";
    ArchRuleDefinition.classes()
        .that()
        .haveNameMatching(labgo)
        .should()
        .onlyDependOnClassesThat(areOfTheJdkOr(labgo))
        .check(CODE);
  }

  private static DescribedPredicate<JavaClass> areOfTheJdkOr(String names) {
    return DescribedPredicate.describe(
        "are of the JDK or match " + names,
        type ->
            Stream.of(
                        "java.",
                        "javax.net.ssl",
                        "javax.security",
                        "com.sun.net.httpserver",
                        "org.jspecify.")
                    .anyMatch(prefix -> type.getPackageName().concat(".").startsWith(prefix))
                || type.getBaseComponentType().getName().matches(names)
                || type.isPrimitive()
                || type.isArray());
  }
}
