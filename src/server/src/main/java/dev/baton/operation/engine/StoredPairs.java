package dev.baton.operation.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.embedded.AtomicFile;
import dev.baton.embedded.AtomicFile.Durability;
import dev.baton.eventlog.CodeFingerprint;
import dev.baton.eventlog.EventCodec;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.UnreadableEventException;
import dev.baton.pair.PairId;
import dev.baton.protocol.Digests;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Remembers over a restart which events make up the state of each pair, so that a start reads those
 * and what came behind them, not whole streams. Only a list of events: the state is folded from the
 * log itself. It counts for the code that wrote it and for a log that holds that very event, whose
 * hash stands for all before it; anything else is passed over, and the whole stream is read.
 */
@Singleton
class StoredPairs {

  private static final Logger LOG = Logger.getLogger(StoredPairs.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CODE = CodeFingerprint.of(KnownPair.class, EventCodec.class);

  /** The file is written at most that often, and at the end of the program. */
  private static final Duration PACE = Duration.ofSeconds(30);

  private final Optional<Path> file;
  private final Map<String, StoredPair> stored = new TreeMap<>();
  private long keptAt = System.nanoTime();

  /**
   * What was known of a pair.
   *
   * @param version of its stream
   * @param hash of the event there
   * @param essentials versions of the events that make up the state
   */
  record StoredPair(long version, String hash, List<Long> essentials) {

    StoredPair {
      essentials = List.copyOf(essentials);
    }
  }

  /** What stands in the file behind its digest. */
  record StoredContent(String code, Map<String, StoredPair> pairs) {}

  @Inject
  StoredPairs(@ConfigProperty(name = "baton.data") String data) {
    this(Optional.of(Path.of(data, "pair-states.json")));
  }

  private StoredPairs(Optional<Path> file) {
    this.file = file;
    file.ifPresent(this::read);
  }

  /** Takes over what is in that file. */
  static StoredPairs in(Path file) {
    return new StoredPairs(Optional.of(file));
  }

  /** Remembers nothing. */
  static StoredPairs none() {
    return new StoredPairs(Optional.empty());
  }

  private void read(Path from) {
    try {
      String text = Files.readString(from);
      int end = text.indexOf('\n');
      String content = text.substring(end + 1);
      if (end < 0 || !text.substring(0, end).equals(Digests.of(content))) {
        throw new IOException("it is damaged");
      }
      StoredContent read = JSON.readValue(content, StoredContent.class);
      if (read.code().equals(CODE)) {
        stored.putAll(read.pairs());
      }
    } catch (NoSuchFileException never) {
      LOG.debugf("no states of pairs are remembered in %s", from);
    } catch (IOException e) {
      LOG.warnf("%s is passed over, and whole streams are read: %s", from, e.getMessage());
    }
  }

  /** The pair as it was remembered, if the log still bears it out; may be older than the log. */
  synchronized Optional<KnownPair> find(PairId pair, EventLog log) {
    StoredPair remembered = stored.get(pair.value());
    if (remembered == null) {
      return Optional.empty();
    }
    Set<Long> versions = new TreeSet<>(remembered.essentials());
    versions.add(remembered.version());
    List<RecordedEvent> events = log.pick(StreamId.of(pair), versions);
    if (events.size() != versions.size()
        || events.getLast().version() != remembered.version()
        || !events.getLast().hash().equals(remembered.hash())) {
      LOG.infof("what was remembered is not of this log, the whole stream is read pair=%s", pair);
      return Optional.empty();
    }
    Set<Long> essentials = Set.copyOf(remembered.essentials());
    try {
      return KnownPair.from(
          events.stream().filter(event -> essentials.contains(event.version())).toList(),
          events.getLast());
    } catch (UnreadableEventException e) {
      return Optional.empty(); // whoever reads the whole stream says where
    }
  }

  /**
   * Remembers these, beside what is remembered of others.
   *
   * @param atOnce whether it is the last time
   */
  synchronized void keep(Collection<KnownPair> pairs, boolean atOnce) {
    if (file.isEmpty() || (!atOnce && System.nanoTime() - keptAt < PACE.toNanos())) {
      return;
    }
    keptAt = System.nanoTime();
    boolean changed = false;
    for (KnownPair known : pairs) {
      changed |= update(known);
    }
    if (changed) {
      write(file.get());
    }
  }

  private boolean update(KnownPair known) {
    String pair = known.state().pair().value();
    StoredPair before = stored.get(pair);
    RecordedEvent newest = known.newest();
    if (before != null
        && before.version() == newest.version()
        && before.hash().equals(newest.hash())) {
      return false;
    }
    List<Long> essentials = known.essentials().stream().map(RecordedEvent::version).toList();
    if (essentials.isEmpty()) {
      return stored.remove(pair) != null;
    }
    stored.put(pair, new StoredPair(newest.version(), newest.hash(), essentials));
    return true;
  }

  private void write(Path to) {
    try {
      String content = JSON.writeValueAsString(new StoredContent(CODE, stored));
      Files.createDirectories(to.toAbsolutePath().getParent());
      AtomicFile.replace(to, Digests.of(content) + "\n" + content, Durability.PROGRAM);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("versions are always JSON", e);
    } catch (IOException e) {
      LOG.warnf("states of pairs are not remembered: %s", e.toString());
    }
  }
}
