package dev.baton.cli.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a list, page by page.
 *
 * @param next where to go on; empty when that was all
 */
public record Listing(List<JsonFields> items, String next) {

  public Listing {
    items = List.copyOf(items);
  }

  /** All items of a list that has no limit of its own. */
  public static Listing all(ApiClient api, RequestPath path, String member) {
    List<JsonFields> items = new ArrayList<>();
    String next = "";
    do {
      JsonFields page = api.get(path.with("after", next)).fields();
      items.addAll(page.objects(member));
      next = page.text("next");
    } while (!next.isEmpty());
    return new Listing(items, next);
  }

  /**
   * So many items of a list.
   *
   * @param limit how many at most
   * @param page how many the list gives at once at most
   */
  public static Listing first(ApiClient api, RequestPath path, String member, int limit, int page) {
    List<JsonFields> items = new ArrayList<>();
    String next = "";
    do {
      String most = Integer.toString(Math.min(page, limit - items.size()));
      JsonFields answer = api.get(path.with("limit", most).with("after", next)).fields();
      items.addAll(answer.objects(member));
      next = answer.text("next");
    } while (!next.isEmpty() && items.size() < limit);
    return new Listing(items, next);
  }

  /** As one document, in the form of one page. */
  public String json(String member) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(member, items.stream().map(JsonFields::members).toList());
    if (!next.isEmpty()) {
      document.put("next", next);
    }
    return JsonFields.write(document);
  }
}
