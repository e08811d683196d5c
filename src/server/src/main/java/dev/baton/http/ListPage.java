package dev.baton.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is in memory whole, in an order of its own. What is in the list once stays
 * in it, so a page ends with a name; what is added since comes where it belongs.
 *
 * @param next cursor for the next page; null when nothing follows
 */
public record ListPage<T>(List<T> items, @Nullable String next) {

  public ListPage {
    items = List.copyOf(items);
  }

  /**
   * The page behind the one with that cursor.
   *
   * @param list its name, which no other list has
   * @param name of an item, which no other item has
   * @param after the cursor, as it was given in the parameter {@code after}
   * @param most items in a page, at least 1
   */
  public static <T> ListPage<T> of(
      String list, List<T> all, Function<T, String> name, @Nullable String after, int most) {
    List<String> query = List.of(list);
    List<T> rest = after == null ? all : behind(all, name, PageCursor.name("after", after, query));
    List<T> page = rest.subList(0, Math.min(most, rest.size()));
    return new ListPage<>(
        page, rest.size() > most ? PageCursor.of(name.apply(page.getLast()), query) : null);
  }

  private static <T> List<T> behind(List<T> all, Function<T, String> name, String last) {
    for (int i = 0; i < all.size(); i++) {
      if (name.apply(all.get(i)).equals(last)) {
        return all.subList(i + 1, all.size());
      }
    }
    throw PageCursor.unreadable("after");
  }
}
