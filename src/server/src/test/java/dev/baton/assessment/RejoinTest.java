package dev.baton.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.kind.RejoinKind;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * One row per situation in which an old primary can be found. What is decided on was said by agents
 * of real servers (PostgreSQL 15) that had been brought into that situation; {@code
 * RejoinOfRealServersTest} does so and writes the texts.
 */
class RejoinTest {

  private final Map<String, String> old = new HashMap<>();
  private final Map<String, String> current = new HashMap<>();

  private RejoinKind found(String situation) {
    Properties all = new Properties();
    try (Reader text =
        new InputStreamReader(
            Objects.requireNonNull(
                RejoinTest.class.getResourceAsStream("/rejoin/%s.properties".formatted(situation)),
                situation),
            StandardCharsets.UTF_8)) {
      all.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> was = new HashMap<>();
    Map<String, String> is = new HashMap<>();
    for (String key : all.stringPropertyNames()) {
      (key.startsWith("old.") ? was : is).put(key.substring(4), all.getProperty(key));
    }
    String own = was.getOrDefault("history", "");
    String history = is.getOrDefault("history", "");
    was.putAll(old);
    is.putAll(current);
    return Rejoin.decide(was, own, is, history).kind();
  }

  @Test
  void otherDatabaseSystemIsRefused() {
    current.put("systemIdentifier", "9");

    RejoinKind kind = found("crashed");

    assertThat(kind).isEqualTo(RejoinKind.REFUSE);
  }

  @Test
  void sameTimelineFollows() {
    assertThat(found("same-timeline")).isEqualTo(RejoinKind.FOLLOW);
  }

  @Test
  void timelineAheadIsRewound() {
    assertThat(found("on-a-timeline-ahead")).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void cleanStopThatEndsAtTheForkFollows() {
    assertThat(found("stopped-cleanly-and-ends-at-the-fork")).isEqualTo(RejoinKind.FOLLOW);
  }

  @Test
  void cleanStopBeyondTheForkIsRewound() {
    assertThat(found("stopped-cleanly-beyond-the-fork")).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void cleanStopThatEndsBeforeTheForkIsRewound() {
    assertThat(found("stopped-cleanly-before-the-fork")).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void cleanStopWhoseEndCannotBeReadIsRewound() {
    old.put("checkpointEnd", "");

    RejoinKind kind = found("stopped-cleanly-and-ends-at-the-fork");

    assertThat(kind).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void standbyNotBeyondTheForkFollows() {
    assertThat(found("was-a-standby-not-beyond-the-fork")).isEqualTo(RejoinKind.FOLLOW);
  }

  @Test
  void standbyBeyondTheForkIsRewound() {
    assertThat(found("was-a-standby-beyond-the-fork")).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void timelineThatIsNotInTheHistoryIsRewound() {
    assertThat(found("on-a-timeline-not-in-the-history")).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void crashedOneIsRewound() {
    assertThat(found("crashed")).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void crashedOneWithChecksumsInsteadOfHintsIsRewound() {
    old.put("walLogHints", "false");
    old.put("dataChecksums", "true");

    RejoinKind kind = found("crashed");

    assertThat(kind).isEqualTo(RejoinKind.REWIND);
  }

  @Test
  void withoutHintsAndChecksumsItIsCopied() {
    assertThat(found("without-hints")).isEqualTo(RejoinKind.BASEBACKUP);
  }

  @Test
  void withoutFullPageWritesItIsCopied() {
    assertThat(found("without-full-page-writes")).isEqualTo(RejoinKind.BASEBACKUP);
  }

  @Test
  void withoutPgRewindItIsCopied() {
    old.put("pgRewind", "false");

    RejoinKind kind = found("crashed");

    assertThat(kind).isEqualTo(RejoinKind.BASEBACKUP);
  }

  @Test
  void rewindThatBrokeOffIsCopied() {
    assertThat(found("rewind-broke-off")).isEqualTo(RejoinKind.BASEBACKUP);
  }

  @Test
  void twoTimelinesOfOneNumberAreCopied() {
    assertThat(found("both-made-the-same-number")).isEqualTo(RejoinKind.BASEBACKUP);
  }

  @Test
  void folderWithoutADatabaseIsFilled() {
    assertThat(found("no-data")).isEqualTo(RejoinKind.BASEBACKUP);
  }
}
