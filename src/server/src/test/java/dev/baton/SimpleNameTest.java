package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One simple name, one type, in everything that is delivered: who reads a name in a log or a stack
 * trace knows what it is without its package.
 */
class SimpleNameTest {

  /** Nested types that are named within their outer type only: requests and answers. */
  private static final Set<String> NESTED =
      Set.of(
          // The answers of a host, and the states of the step that got them.
          "Done",
          "Refused",
          "Unknown",
          // What came back from a call, in each client.
          "Answer");

  @Test
  void noSimpleNameStandsForTwoTypes() throws IOException {
    SortedMap<String, SortedSet<String>> twice = twice();

    twice.keySet().removeAll(NESTED);

    assertThat(twice).isEmpty();
  }

  @Test
  void nothingIsAllowedTwiceThatStandsOnce() throws IOException {
    SortedSet<String> allowed = new TreeSet<>(NESTED);

    allowed.removeAll(twice().keySet());

    assertThat(allowed).isEmpty();
  }

  @Test
  void onlyNestedTypesShareANameForGood() throws IOException {
    SortedMap<String, SortedSet<String>> kept = twice();
    kept.keySet().retainAll(NESTED);

    kept.values().removeIf(types -> types.stream().filter(SimpleNameTest::ofItsOwn).count() < 2);

    assertThat(kept).isEmpty();
  }

  /** Whether the type stands in a file of its own name. */
  private static boolean ofItsOwn(String type) {
    return !type.substring(type.lastIndexOf('/') + 1).contains(".");
  }

  /** Each name that stands for several types, with where they are: {@code package/Outer.Inner}. */
  private static SortedMap<String, SortedSet<String>> twice() throws IOException {
    Names names = new Names();
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(SourceTree.sources()));
      for (CompilationUnitTree unit : task.parse()) {
        names.scan(unit, null);
      }
    }
    names.found.values().removeIf(types -> types.size() < 2);
    return names.found;
  }

  private static final class Names extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final SortedMap<String, SortedSet<String>> found = new TreeMap<>();

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      String name = type.getSimpleName().toString();
      if (!name.isEmpty()) {
        found.computeIfAbsent(name, n -> new TreeSet<>()).add(where(name));
      }
      return super.visitClass(type, null);
    }

    private String where(String name) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
      String own = file.substring(0, file.indexOf('.'));
      return unit.getPackageName() + "/" + (name.equals(own) ? name : own + "." + name);
    }
  }
}
