package dev.baton.plan;

import dev.baton.step.SingleActionTable;
import dev.baton.step.StepKind;
import dev.baton.step.address.ProveAddressFree;
import dev.baton.step.application.ProveSessions;
import dev.baton.step.application.ProveSettled;
import dev.baton.step.application.StartApplication;
import dev.baton.step.application.SyncFiles;
import dev.baton.step.application.UndrainApplication;
import dev.baton.step.application.VerifyService;
import dev.baton.step.database.AdoptPrimary;
import dev.baton.step.database.CarrySlot;
import dev.baton.step.database.CopyDatabase;
import dev.baton.step.database.DropSlot;
import dev.baton.step.database.PromoteDatabase;
import dev.baton.step.database.ProveArchived;
import dev.baton.step.database.ProveCaughtUp;
import dev.baton.step.database.ProveReplayed;
import dev.baton.step.database.RejoinDatabase;
import dev.baton.step.database.RewindDatabase;
import dev.baton.step.database.VerifyRedundancy;
import dev.baton.step.drill.DrillApplication;
import dev.baton.step.drill.DrillCopy;
import dev.baton.step.drill.DrillPromote;
import dev.baton.step.drill.DrillRemove;
import dev.baton.step.drill.ObserveProduction;
import dev.baton.step.fence.FenceDatabase;
import dev.baton.step.fence.FenceHost;
import dev.baton.step.judge.CheckReadiness;
import dev.baton.step.judge.GatherOpinions;
import dev.baton.step.judge.InspectOldPrimary;
import dev.baton.step.judge.QuoteDataLoss;
import dev.baton.step.judge.VerifyAttestation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All kinds of steps that plans may name. */
public final class StepCatalogue {

  private static final List<StepKind> OF_THEIR_OWN =
      List.of(
          new CheckReadiness(),
          new SyncFiles(),
          new UndrainApplication(),
          new ProveSettled(),
          new StartApplication(),
          new ProveSessions(),
          new ProveAddressFree(),
          new ProveArchived(),
          new ProveReplayed(),
          new ProveCaughtUp(),
          new PromoteDatabase(),
          new CarrySlot(),
          new DropSlot(),
          new AdoptPrimary(),
          new VerifyService(),
          new RejoinDatabase(),
          new VerifyRedundancy(),
          new GatherOpinions(),
          new QuoteDataLoss(),
          new FenceDatabase(),
          new FenceHost(),
          new VerifyAttestation(),
          new InspectOldPrimary(),
          new RewindDatabase(),
          new CopyDatabase(),
          new ObserveProduction(),
          new DrillCopy(),
          new DrillPromote(),
          new DrillApplication(),
          new DrillRemove());

  /** Every kind, in no particular order. */
  public static final List<StepKind> ALL =
      Stream.concat(SingleActionTable.STEPS.stream(), OF_THEIR_OWN.stream()).toList();

  private static final Map<String, StepKind> BY_NAME =
      ALL.stream().collect(Collectors.toMap(StepKind::name, Function.identity()));

  private StepCatalogue() {}

  /** The kind of that name; empty when this version does not know it. */
  public static Optional<StepKind> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
