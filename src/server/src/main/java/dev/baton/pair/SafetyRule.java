package dev.baton.pair;

/**
 * The rules of safety (S), of the engine (E) and of the event log (L) that code and events cite.
 * The names are in the log: renaming one breaks old data. {@code docs/rules.md} is written from
 * here.
 */
public enum SafetyRule {
  S1(
      "A database is promoted only once the other one is proved to be stopped or fenced, or"
          + " a person has attested that its host is off."),
  S2(
      "The address is taken only after its old host gave it up and nobody on the network"
          + " answers for it, and no host takes it by itself when it boots."),
  S3(
      "A graceful switchover promotes only a standby that has replayed the old primary's"
          + " shutdown checkpoint on the same timeline."),
  S4(
      "A forced switchover says first how much may be lost, and runs only if the caller"
          + " accepted that much."),
  S5(
      "A primary that does not answer is called down only after the standby site has looked"
          + " for it too."),
  S6(
      "A host that boots keeps database, application and address down until the control"
          + " plane has told it its role in the current term."),
  S7(
      "A switchover or recovery deletes no data: an old data folder is renamed and kept,"
          + " and what a rewind erases is put on record before."),
  S8(
      "A site counts as following again only when its replication is seen streaming on the"
          + " new timeline."),
  S9(
      "Files that belong to one host stay on it, and no file is copied into an application"
          + " that runs."),
  S10("The application is not started on a database that is still in recovery."),
  S11(
      "Pausing, aborting and stopping everything need fewer rights than any start, and no"
          + " rate limit slows them down."),
  S12(
      "Where commits on the new primary would wait for the lost one, the plan says so: it"
          + " relaxes that as a step of its own and restores it once a standby streams, or the"
          + " start is refused, as the pair's policy has it."),
  S13(
      "An agent serves one installation and one pair until that installation retires the pair"
          + " or root on its host releases it; no retirement and no"
          + " registration opens a host that is out."),
  S14(
      "A log that ends before an event that was acknowledged takes no more events until a"
          + " person has decided, and raises an alarm."),
  S15(
      "A change of sites gives the address up only when the old application's port, or that of a"
          + " database alone, takes no connections any more, and opens service only once its process"
          + " is gone."),
  S16(
      "Before its port is closed, a drained application has written nothing for two seconds"
          + " but what its policy allows; else the switch is taken back and says what was"
          + " written."),
  S17(
      Keeping.PLANNED,
      "Slots, settings, files, units and rules that Baton did not make are neither removed"
          + " nor overwritten: what is in the way blocks the start, or is set aside on record."),
  S18(
      "An agent that runs as root works in the folders of a service account as that"
          + " account, and follows no symbolic link there."),
  S19(
      "An order is sent again only if it certainly reached nobody, and only for a short"
          + " while."),
  E1(
      "The plan of an operation is data with a hash, and is on record before its first"
          + " effect."),
  E2(
      "An order is on record before it leaves for a host, and its result is on record after"
          + " it."),
  E3(
      "An order ends done, refused or unknown; what is unknown is asked for, then probed,"
          + " then left to a person, and never blindly tried again."),
  E4(
      "The id of a command follows from operation, step and attempt, and an agent answers a"
          + " repeat of it from its journal."),
  E5(
      "A pair has at most one open operation: a second start meets a newer version of the"
          + " pair's stream."),
  E6(
      "A replica that takes a pair over raises its epoch, and agents refuse every lower"
          + " one, after a reboot too."),
  E7(
      "Deadlines stand in the database and go by its clock; a notification only makes"
          + " things faster."),
  E8(
      "Every wait has a deadline, and an operation that cannot go on pauses and says which"
          + " moves are open."),
  E9(
      "What fails before the promotion is taken back until the old primary serves again;"
          + " after it the operation only goes forward."),
  E10(
      "A step looks at the world again before it acts: what is done already counts as done,"
          + " and what somebody changed is a pause."),
  E11(
      "Steps that do not depend on one another run side by side, and the time without"
          + " service is measured in every run."),
  E12(
      "An operation has succeeded only if nothing was skipped, overridden or ignored;"
          + " otherwise its outcome lists what was."),
  L1(
      "All events stand in one order without gaps, and whoever reads on from a number"
          + " misses none."),
  L2(
      "An append names the version and the epoch it was decided on; if either is no longer"
          + " so, nothing is written."),
  L3("The hash of an event covers all of its fields and the hash of the event before it."),
  L4(
      "The program can only add events; changing or removing one is refused by the database"
          + " itself."),
  L5("A decision, its event and its idempotency key are written together or not at all."),
  L6(
      "Appends that wait at the same time are written together, and each one succeeds or"
          + " fails by itself."),
  L7("What an agent sees is no event; that a verdict changed is one."),
  L8("No secret is in the log; where equality matters, a keyed hash is."),
  L9("Every event says who did what, when, where and why, and what it belongs to."),
  L10(
      "The end of the log is signed after every operation and at least every hour, kept"
          + " outside the database, and can be checked without the server."),
  L11("What was denied, refused or blocked is an event too."),
  L12(
      "Names and fields of events never change once released, and samples of every released"
          + " version stay readable."),
  L13(
      "Tables derived from the log can be dropped and rebuilt from it, and a read that"
          + " follows a write waits until they hold it.");

  private final Keeping keeping;
  private final String sentence;

  /** Whether anything keeps the rule yet. */
  private enum Keeping {
    KEPT,
    PLANNED
  }

  SafetyRule(String sentence) {
    this(Keeping.KEPT, sentence);
  }

  SafetyRule(Keeping keeping, String sentence) {
    this.keeping = keeping;
    this.sentence = sentence;
  }

  /** The rule in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** Whether it is only meant so far: nothing keeps it yet, and nothing may cite it. */
  public boolean planned() {
    return keeping == Keeping.PLANNED;
  }
}
