package dev.baton.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All kinds of steps that plans may name. */
public final class StepKinds {

  /** Every kind, in no particular order. */
  public static final List<StepKind> ALL =
      List.of(
          new CheckReadiness(),
          new SyncFiles(),
          new ReadyDatabase(),
          new SettleDatabase(),
          new CheckpointDatabase(),
          new DrainApplication(),
          new UndrainApplication(),
          new StopApplication(),
          new StartApplication(),
          new ReleaseAddress(),
          new TakeAddress(),
          new ProveAddressFree(),
          new StopDatabase(),
          new StartDatabase(),
          new ProveCaughtUp(),
          new RelaxSynchronous(),
          new RestoreSynchronous(),
          new PromoteDatabase(),
          new AdoptPrimary(),
          new VerifyService(),
          new RejoinDatabase(),
          new VerifyRedundancy(),
          new GatherOpinions(),
          new QuoteDataLoss(),
          new FenceApplication(),
          new FenceAddress(),
          new FenceDatabase(),
          new FenceHost(),
          new VerifyAttestation(),
          new InspectOldPrimary(),
          new KeepEvidence(),
          new RewindDatabase(),
          new CopyDatabase(),
          new ObserveProduction(),
          new DrillCopy(),
          new DrillPromote(),
          new DrillApplication(),
          new DrillRemove(),
          new PruneFolders());

  private static final Map<String, StepKind> BY_NAME =
      ALL.stream().collect(Collectors.toMap(StepKind::name, Function.identity()));

  private StepKinds() {}

  /** The kind of that name; empty when this version does not know it. */
  public static Optional<StepKind> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
