package dev.baton.agent.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayBlockersTest {

  @Test
  void sessionsAreToldOneBehindTheOther() {
    assertThat(
            ReplayBlockers.told(
                List.of(
                    "pid 7, report, 34 s\tselect count(*)\n\tfrom builds",
                    "pid 8, ops, 12 s\tbegin;")))
        .isEqualTo("pid 7, report, 34 s: select count(*) from builds; pid 8, ops, 12 s: begin;");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "select * from t where name = 'S3' and x = 1 | select * from t where name = ***",
        "select dblink('password=S3                  | select dblink(***",
        "do $x$ begin perform 'S3'; end $x$          | do ***",
        "select $$S3$$                               | select ***",
        "select * from t where a = $1 and b = $2     | select * from t where a = $1 and b = $2",
        "select 1 -- https://u:S3@h/x?t=S3           | select 1 -- https://***@h/x?***"
      },
      delimiter = '|')
  void noValueIsTold(String statement, String told) {
    assertThat(ReplayBlockers.told(List.of("who\t" + statement))).isEqualTo("who: " + told);
  }

  @Test
  void beginningOfAStatementIsEnough() {
    assertThat(ReplayBlockers.told(List.of("who\tselect " + "column, ".repeat(100))))
        .startsWith("who: select column, ")
        .hasSize("who: ".length() + 60);
  }

  @Test
  void secretThatWouldBeCutInHalfIsHiddenBefore() {
    String statement = "select " + "x, ".repeat(9) + "y -- https://user:S3secret@host/";

    assertThat(ReplayBlockers.told(List.of("who\t" + statement))).doesNotContain("S3");
  }
}
