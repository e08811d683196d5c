package dev.baton.agent.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.agent.os.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePatternsTest {

  @ParameterizedTest
  @CsvSource({
    "*.public.accesstoken,                go.public.accesstoken,     true",
    "*.public.accesstoken,                go.public.accesstokens,    false",
    "reports.*,                           reports.public.anything,   true",
    "reports.*,                           go.reports.anything,       false",
    "*.public.a *.public.b,               go.public.b,               true",
    "*.public.a+,                         go.public.aa,              false",
    "'',                                  go.public.a,               false",
    "'',                                  go.pg_catalog.pg_statistic, true"
  })
  void starStandsForAnythingAndStatisticsAreAlwaysAmongThem(
      String patterns, String table, boolean matches) throws Exception {
    assertThat(TablePatterns.of(patterns).match(table)).isEqualTo(matches);
  }

  @Test
  void aDatabaseIsAmongThemWhenAllOfItsTablesAre() throws Exception {
    assertThat(TablePatterns.of("reports.*.*").matchAllOf("reports")).isTrue();
    assertThat(TablePatterns.of("*.public.a").matchAllOf("reports")).isFalse();
  }

  @Test
  void controlCharactersAreRefused() {
    assertThatThrownBy(() -> TablePatterns.of("a.b.c\nd")).isInstanceOf(FailedException.class);
  }
}
