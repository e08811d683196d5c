package dev.baton.lab.machine;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a lab has started, in a file of its folder, so that another process can end exactly that.
 * Written before anything relies on it.
 */
public final class LabRecord {

  private static final String OWNER = "owner";
  private static final String ROOT = "root";
  private static final String PROCESS = "process.";
  private static final String INIT = "process.init.";

  private final Path file;
  private final Properties entries = new Properties();

  private LabRecord(Path file) {
    this.file = file;
  }

  /** A new record owned by this process: the lab counts as dead as soon as this process is. */
  public static LabRecord begin(Layout layout) {
    LabRecord lab = new LabRecord(layout.record());
    lab.put(OWNER, Pid.of(ProcessHandle.current().pid()).toString());
    return lab;
  }

  /** The record another process left; empty when there is none. */
  public static Optional<LabRecord> read(Layout layout) {
    LabRecord lab = new LabRecord(layout.record());
    if (!Files.exists(lab.file)) {
      return Optional.empty();
    }
    try (Reader reader = Files.newBufferedReader(lab.file)) {
      lab.entries.load(reader);
      return Optional.of(lab);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From here on the lab lives for as long as one of its hosts does. */
  public void disown() {
    synchronized (entries) {
      entries.remove(OWNER);
      save();
    }
  }

  boolean alive() {
    Optional<String> owner = get(OWNER);
    return owner.map(text -> Pid.parse(text).alive()).orElseGet(this::anyHostAlive);
  }

  private boolean anyHostAlive() {
    return keys(INIT).stream().anyMatch(key -> process(key).alive());
  }

  void initOf(String host, Pid init) {
    put(INIT + host, init.toString());
  }

  /** The first process of that host; empty when it was never switched on. */
  Optional<Pid> initOf(String host) {
    return get(INIT + host).map(Pid::parse);
  }

  /** From here on its sites' hosts boot systemd over that root file system. */
  public void rootFileSystem(Path files) {
    put(ROOT, files.toString());
  }

  /** What its sites' hosts boot from; empty when they run on this machine's files. */
  Optional<Path> rootFileSystem() {
    return get(ROOT).map(Path::of);
  }

  /** The process started under that name; empty when none was. */
  Optional<Pid> started(String what) {
    return get(PROCESS + what).map(Pid::parse);
  }

  public void started(String what, Pid process) {
    put(PROCESS + what, process.toString());
  }

  /** Everything it started that may still be there. */
  List<Pid> processes() {
    return keys(PROCESS).stream().map(this::process).toList();
  }

  public void put(String key, String value) {
    synchronized (entries) {
      entries.setProperty(key, value);
      save();
    }
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.getProperty(key));
  }

  private Pid process(String key) {
    return Pid.parse(entries.getProperty(key));
  }

  private List<String> keys(String prefix) {
    return entries.stringPropertyNames().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  private void save() {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      entries.store(writer, "What this lab has started");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
