package dev.baton;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the code to {@link House#MAY_USE}, the picture in the README. */
class ArchitectureTest {

  private static final String BASE = "dev.baton.";

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.baton");

  static Stream<String> packages() {
    return names().stream();
  }

  private static Set<String> names() {
    return CODE.stream()
        .map(JavaClass::getPackageName)
        .map(name -> name.substring(BASE.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest(name = "{0} uses only what it may")
  @MethodSource("packages")
  void packageUsesOnlyWhatItMay(String name) {
    assertThat(House.MAY_USE).as("a new package joins the picture first").containsKey(name);
    Set<String> forbidden = new TreeSet<>(names());
    forbidden.remove(name);
    forbidden.removeAll(House.MAY_USE.getOrDefault(name, Set.of()));

    noClasses()
        .that()
        .resideInAPackage(BASE + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.stream().map(p -> BASE + p).toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void thePictureShowsNoPackageThatIsGone() {
    assertThat(names()).isEqualTo(new TreeSet<>(House.MAY_USE.keySet()));
  }

  @Test
  void theAgentNeedsNothingButTheJdk() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAnyPackage(BASE + "agent", BASE + "action")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are of the JDK, of the agent or of its contract",
                type ->
                    Stream.of(
                                "java.",
                                "javax.net.ssl",
                                "javax.security",
                                "com.sun.net.httpserver",
                                "org.jspecify.",
                                BASE + "agent",
                                BASE + "action")
                            .anyMatch(
                                prefix -> type.getPackageName().concat(".").startsWith(prefix))
                        || type.isPrimitive()
                        || type.isArray()))
        .check(CODE);
  }
}
