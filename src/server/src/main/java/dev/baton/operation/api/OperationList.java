package dev.baton.operation.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.eventlog.projection.PairDirectory.OperationPage;
import dev.baton.http.PageCursor;
import dev.baton.pair.PairId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of operations, newest first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A page of operations, newest first")
public record OperationList(
    @Schema(description = "Newest first") List<OperationSummary> operations,
    @Nullable String next) {

  public OperationList {
    operations = List.copyOf(operations);
  }

  public static OperationList of(OperationPage page, Optional<PairId> pair) {
    return new OperationList(
        page.rows().stream().map(OperationSummary::of).toList(),
        page.next().isPresent() ? PageCursor.of(page.next().getAsLong(), query(pair)) : null);
  }

  /** Where to go on, from the {@code next} of a page of the same pair. */
  public static OptionalLong before(@Nullable String after, Optional<PairId> pair) {
    return after == null
        ? OptionalLong.empty()
        : OptionalLong.of(PageCursor.seq("after", after, query(pair)));
  }

  private static List<String> query(Optional<PairId> pair) {
    return List.of("operations", pair.map(PairId::value).orElse(""));
  }
}
