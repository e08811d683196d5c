package dev.baton.agent.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.baton.agent.action.RefusedException;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.InstallationId;
import dev.baton.protocol.RefusalCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an agent obeys, and what survives its end. */
class AgentBindingTest {

  private static final InstallationId OURS =
      new InstallationId("11111111-2222-4333-8444-555555555555");
  private static final InstallationId ANOTHER =
      new InstallationId("99999999-2222-4333-8444-555555555555");

  @TempDir private Path state;
  private int forgotten;

  private AgentBinding binding() throws Exception {
    return new AgentBinding(state, () -> forgotten++);
  }

  private static Announcement from(InstallationId installation, String pair) {
    return new Announcement(installation, pair, 1, 1, "replica");
  }

  private static void refuses(AgentBinding binding, Announcement order) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> binding.admit(order, "baton://control-plane/two"))
        .satisfies(
            e -> assertThat(e.refusal().code()).isEqualTo(RefusalCode.BOUND_ELSEWHERE),
            e -> assertThat(e).hasMessageContaining("pair 'ci' of installation " + OURS),
            e -> assertThat(e).hasMessageContaining("unbind"));
  }

  @Test
  void firstOneBindsAndEveryOtherIsRefused() throws Exception {
    AgentBinding binding = binding();
    binding.admit(from(OURS, "ci"), "baton://control-plane/one");

    refuses(binding, from(ANOTHER, "ci"));
    refuses(binding, from(ANOTHER, "other"));
    refuses(binding, from(OURS, "other"));
    assertThatCode(() -> binding.admit(from(OURS, "ci"), "baton://control-plane/two"))
        .doesNotThrowAnyException();
  }

  @Test
  void restartKeepsIt() throws Exception {
    binding().admit(from(OURS, "ci"), "baton://control-plane/one");

    AgentBinding again = binding();

    assertThat(again.facts())
        .containsEntry("installation", OURS.value())
        .containsEntry("pair", "ci")
        .containsKey("since");
    refuses(again, from(ANOTHER, "ci"));
  }

  @Test
  void oneThatIsBoundToNobodySaysSo() throws Exception {
    assertThat(binding().facts()).isEmpty();
  }

  @Test
  void rememberedIsWhoWasRefused() throws Exception {
    AgentBinding binding = binding();
    binding.admit(from(OURS, "ci"), "baton://control-plane/one");
    refuses(binding, from(ANOTHER, "other"));

    assertThat(binding.facts())
        .containsEntry("refusedInstallation", ANOTHER.value())
        .containsEntry("refusedPair", "other")
        .containsEntry("refusedBy", "baton://control-plane/two")
        .containsKey("refusedAt");
  }

  @Test
  void ofTwoWhoTryInTurnTheFirstIsShown() throws Exception {
    AgentBinding binding = binding();
    binding.admit(from(OURS, "ci"), "baton://control-plane/one");
    refuses(binding, from(ANOTHER, "other"));
    refuses(binding, from(OURS, "third"));

    assertThat(binding.facts()).containsEntry("refusedPair", "other");
  }

  @Test
  void releaseWhileItRunsMakesItFreeForAnother() throws Exception {
    AgentBinding binding = binding();
    binding.admit(from(OURS, "ci"), "baton://control-plane/one");
    Release.request(state, "the control plane is gone", "root");

    binding.admit(from(ANOTHER, "other"), "baton://control-plane/two");

    assertThat(forgotten).isEqualTo(1);
    assertThat(Release.pending(state)).isFalse();
    assertThat(binding.facts()).containsEntry("installation", ANOTHER.value());
    assertThat(Files.readString(state.resolve("released.jsonl")))
        .contains("the control plane is gone", "root", OURS.value());
  }

  @Test
  void releaseThatWasCutOffIsEndedAtTheNextStart() throws Exception {
    binding().admit(from(OURS, "ci"), "baton://control-plane/one");
    Release.request(state, "gone", "root");

    AgentBinding again = binding();

    assertThat(again.facts()).isEmpty();
    assertThat(forgotten).isEqualTo(1);
  }

  @Test
  void damagedBindingIsNoneThatMayBeIgnored() throws Exception {
    Files.writeString(state.resolve("binding.json"), "{");

    assertThatIOException().isThrownBy(this::binding).withMessageContaining("is damaged");
    assertThat(AgentBinding.isBound(state)).isTrue();
  }

  @Test
  void ofTwoThatRaceOneWins() throws Exception {
    AgentBinding binding = binding();
    CountDownLatch gun = new CountDownLatch(1);
    List<Future<Boolean>> runners;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      runners =
          IntStream.range(0, 20)
              .mapToObj(
                  i -> threads.submit(() -> admitted(binding, i % 2 == 0 ? OURS : ANOTHER, gun)))
              .toList();
      gun.countDown();
    }

    long even =
        IntStream.range(0, 20).filter(i -> i % 2 == 0 && runners.get(i).resultNow()).count();
    long odd = IntStream.range(0, 20).filter(i -> i % 2 == 1 && runners.get(i).resultNow()).count();

    assertThat(List.of(even, odd)).containsExactlyInAnyOrder(10L, 0L);
    assertThat(binding().facts())
        .containsEntry("installation", (even > 0 ? OURS : ANOTHER).value());
  }

  private static boolean admitted(
      AgentBinding binding, InstallationId installation, CountDownLatch gun)
      throws InterruptedException {
    gun.await();
    try {
      binding.admit(from(installation, "ci"), "baton://control-plane/racer");
      return true;
    } catch (RefusedException lost) {
      return false;
    }
  }
}
