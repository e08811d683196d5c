package dev.baton.faults;

import static dev.baton.faults.Block.ACT;
import static dev.baton.faults.Block.EXPECT;
import static dev.baton.faults.Block.FAULT;
import static dev.baton.faults.Block.LIST;
import static dev.baton.faults.Block.SETUP;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every sentence there is. */
final class Language {

  private static final List<Sentence> SETUPS =
      List.of(
          Sentence.of(LIST, "short", w -> scenarioContext -> {}),
          Sentence.of(
              SETUP,
              "pair at <site>",
              w -> scenarioContext -> scenarioContext.begin(w.get("site"))),
          Sentence.of(
              SETUP,
              "small disk for the data folder of <db>",
              w -> scenarioContext -> Disks.smallDataFolder(scenarioContext, w.get("db"))),
          Sentence.of(
              SETUP,
              "small disk for the journal on <host>",
              w -> scenarioContext -> Disks.smallJournal(scenarioContext, w.get("host"))),
          Sentence.of(
              SETUP,
              "clock of <host> at <hour>",
              w -> scenarioContext -> Clocks.shift(scenarioContext, w.get("host"), w.get("hour"))));

  private static final List<Sentence> ACTS =
      List.of(
          act(
              "graceful switchover to <site>",
              w -> scenarioContext -> scenarioContext.graceful(w.get("site"))),
          act(
              "forced switchover to <site> accepting <loss>",
              w -> scenarioContext -> scenarioContext.forced(w.get("site"), w.get("loss"))),
          act(
              "ask for a graceful switchover to <site>",
              w -> scenarioContext -> scenarioContext.ask("graceful", w.get("site"), "none")),
          act(
              "ask for a forced switchover to <site> accepting <loss>",
              w -> scenarioContext -> scenarioContext.ask("forced", w.get("site"), w.get("loss"))),
          act(
              "recovery by <rejoin>",
              w -> scenarioContext -> scenarioContext.recover(w.get("rejoin"), false)),
          act(
              "recovery by <rejoin> and return home",
              w -> scenarioContext -> scenarioContext.recover(w.get("rejoin"), true)),
          act("approve", w -> ScenarioContext::approve),
          act(
              "escalate accepting <loss>",
              w -> scenarioContext -> scenarioContext.escalate(w.get("loss"))),
          act(
              "attest of <host>: <words>",
              w -> scenarioContext -> scenarioContext.attest(w.get("host"), w.get("words"))),
          act(
              "override <problem>: <words>",
              w -> scenarioContext -> scenarioContext.override(w.get("problem"), w.get("words"))),
          act("<move>", w -> scenarioContext -> scenarioContext.move(w.get("move"))),
          act("wait until it moves no more", w -> ScenarioContext::awaitSettled),
          act("wait until the pair is whole", w -> ScenarioContext::awaitWhole),
          act("wait until the client is served", w -> ScenarioContext::awaitServed),
          act("wait until the agent of <host> is lost", w -> s -> s.awaitAgent(w, "up", false)),
          act("wait until the agent of <host> is up", w -> s -> s.awaitAgent(w, "up", true)),
          act(
              "wait until the agent of <host> is bound-elsewhere",
              w -> s -> s.awaitAgent(w, "bound-elsewhere", true)),
          act(
              "second installation asks for the hosts with home <site>",
              w -> s -> SecondInstallation.asks(s, w.get("site"))),
          act("keep a backup of the control plane's database", w -> OlderDatabase::keep),
          act("adopt", w -> OlderDatabase::adopt),
          act("power on <host>", w -> scenarioContext -> Power.on(scenarioContext, w.get("host"))),
          act(
              "power on site <site>",
              w -> scenarioContext -> Power.siteOn(scenarioContext, w.get("site"))),
          act("start agent on <host>", w -> s -> s.lab().agent(w.get("host")).start()),
          act(
              "start control plane",
              w -> scenarioContext -> scenarioContext.lab().controlPlane().start()),
          act("mend everything", w -> ScenarioContext::mend));

  private static final List<Sentence> FAULTS =
      List.of(
          fault(
              "when <step> <moment>: <words>",
              w -> {
                ScenarioStep scenarioStep = ScenarioText.step(FAULT, w.get("words"));
                return scenarioContext -> {
                  scenarioContext.awaitStep(w.get("step"), w.get("moment").equals("is done"));
                  scenarioStep.on(scenarioContext);
                };
              }),
          fault(
              "kill <process> on <host>",
              w -> s -> Processes.kill(s.lab(), w.get("process"), w.get("host"))),
          fault("kill control plane", w -> s -> Processes.killControlPlane(s.lab())),
          fault(
              "freeze <process> on <host> for <n> s",
              w -> s -> Processes.freeze(s, w.get("process"), w.get("host"), w.seconds("n"))),
          fault(
              "freeze control plane for <n> s",
              w ->
                  scenarioContext -> Processes.freezeControlPlane(scenarioContext, w.seconds("n"))),
          fault("restart agent on <host>", w -> s -> Processes.restartAgent(s, w.get("host"))),
          fault(
              "power off <host>",
              w -> scenarioContext -> Power.off(scenarioContext, w.get("host"))),
          fault(
              "power off site <site>",
              w -> scenarioContext -> Power.siteOff(scenarioContext, w.get("site"))),
          fault("cut the cable of <host>", w -> s -> Links.cut(s, w.get("host"))),
          fault("cut the cables of site <site>", w -> s -> Links.cutSite(s, w.get("site"))),
          fault(
              "cut the cable of <host> for <n> s",
              w -> s -> Links.cutFor(s, w.get("host"), w.seconds("n"))),
          fault("black hole at <host>", w -> s -> Links.blackHole(s, w.get("host"), true, true)),
          fault(
              "black hole at <host> for <n> s",
              w -> s -> Links.blackHoleFor(s, w.get("host"), w.seconds("n"))),
          fault(
              "lose everything <direction> at <host>",
              w ->
                  s ->
                      Links.blackHole(
                          s,
                          w.get("host"),
                          w.get("direction").equals("incoming"),
                          w.get("direction").equals("outgoing"))),
          fault(
              "slow link of <host>",
              w -> scenarioContext -> SlowLinks.slow(scenarioContext, w.get("host"))),
          fault("no streaming to <db>", w -> s -> Links.blockStreaming(s, w.get("db"))),
          fault("fill the data folder of <db>", w -> s -> Disks.fillData(s, w.get("db"))),
          fault("fill the journal on <host>", w -> s -> Disks.fillJournal(s, w.get("host"))),
          fault("second installation takes the hosts", w -> SecondInstallation::takes),
          fault(
              "the backup of the control plane's database is restored",
              w -> OlderDatabase::restore),
          fault(
              "promote <db> behind Baton's back",
              w -> scenarioContext -> scenarioContext.promoteByHand(w.get("db"))),
          fault(
              "give the address to <app> too",
              w ->
                  s ->
                      s.lab()
                          .host(w.get("app"))
                          .run("ip", "addr", "add", LabFixture.ADDRESS + "/24", "dev", "eth0")),
          fault(
              "<n> at random",
              w -> scenarioContext -> RandomFaults.strike(scenarioContext, w.number("n"))));

  private static final List<Sentence> EXPECTATIONS =
      List.of(
          expect("outcome one of <outcomes>", w -> s -> Expect.outcome(s, w.list("outcomes"))),
          expect("refused with <problem>", w -> s -> Expect.refused(s, w.get("problem"))),
          expect("primary <site>", w -> s -> Expect.primary(s, w.get("site"))),
          expect("client served", w -> ScenarioContext::awaitServed),
          expect("pair whole", w -> ScenarioContext::awaitWhole),
          expect("step <step> is <state>", w -> s -> Expect.step(s, w.get("step"), w.get("state"))),
          expect("why says <words>", w -> s -> Expect.words(s, w.get("words"))),
          expect("split brain on record", w -> ScenarioContext::awaitSplitBrain),
          expect("rows lost", w -> ScenarioContext::expectLoss));

  private Language() {}

  private static Sentence act(String text, Function<Words, ScenarioStep> meaning) {
    return Sentence.of(ACT, text, meaning);
  }

  private static Sentence fault(String text, Function<Words, ScenarioStep> meaning) {
    return Sentence.of(FAULT, text, meaning);
  }

  private static Sentence expect(String text, Function<Words, ScenarioStep> meaning) {
    return Sentence.of(EXPECT, text, meaning);
  }

  /** The sentences of a block, in the order they are explained. */
  static List<Sentence> of(Block block) {
    return Stream.of(SETUPS, ACTS, FAULTS, EXPECTATIONS)
        .flatMap(List::stream)
        .filter(sentence -> sentence.block() == block)
        .toList();
  }
}
