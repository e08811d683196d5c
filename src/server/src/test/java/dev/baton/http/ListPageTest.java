package dev.baton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {

  private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void pagesHoldEverythingOnce(int most) {
    List<String> seen = new ArrayList<>();

    ListPage<String> page = page(ALL, null, most);
    seen.addAll(page.items());
    while (page.next() != null) {
      page = page(ALL, page.next(), most);
      assertThat(page.items()).isNotEmpty().hasSizeLessThanOrEqualTo(most);
      seen.addAll(page.items());
    }

    assertThat(seen).isEqualTo(ALL);
  }

  @Test
  void whatIsAddedMeanwhileComesWhereItBelongs() {
    String next = page(ALL, null, 2).next();

    ListPage<String> page = page(List.of("a", "a2", "b", "b2", "c", "d", "e", "f"), next, 10);

    assertThat(page.items()).containsExactly("b2", "c", "d", "e", "f");
    assertThat(page.next()).isNull();
  }

  @Test
  void anEmptyListIsOnePage() {
    assertThat(page(List.of(), null, 10)).isEqualTo(new ListPage<>(List.of(), null));
  }

  @Test
  void cursorOfAnotherListIsRefused() {
    String next = ListPage.of("others", ALL, Function.identity(), null, 2).next();

    refused(next, ProblemType.CURSOR_OF_ANOTHER_QUERY);
  }

  @Test
  void cursorOfAPlaceThatIsNotThereIsRefused() {
    refused(PageCursor.of("x", List.of("letters")), ProblemType.CURSOR_UNREADABLE);
    refused(PageCursor.of(17, List.of("letters")), ProblemType.CURSOR_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "17", "AQ", "====", "AAAAAAAAAAAAAAAAAAAAAAA"})
  void whatIsNoCursorIsRefused(String text) {
    refused(text, ProblemType.CURSOR_UNREADABLE);
  }

  @Test
  void aNumberIsReadWhereANumberIsMeant() {
    List<String> query = List.of("numbers");

    assertThat(PageCursor.seq("after", PageCursor.of(17, query), query)).isEqualTo(17);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> PageCursor.seq("after", PageCursor.of("seventeen", query), query))
        .matches(e -> e.problem().kind() == ProblemType.CURSOR_UNREADABLE);
  }

  private static ListPage<String> page(List<String> all, @Nullable String after, int most) {
    return ListPage.of("letters", all, Function.identity(), after, most);
  }

  private static void refused(@Nullable String cursor, ProblemType kind) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> page(ALL, cursor, 2))
        .matches(e -> e.problem().kind() == kind);
  }
}
