package dev.baton.http.document;

import dev.baton.http.ProblemType;
import dev.baton.protocol.EvidenceKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * The members that some types of problems have beside those of all: a schema for each such type. A
 * list of all types says which is for which. Answers name the schema of all alone, because clients
 * that are generated from alternatives fail on a type that comes later.
 */
final class ProblemMembers {

  private static final String REFERENCE = "#/components/schemas/";

  private ProblemMembers() {}

  /**
   * One member.
   *
   * @param always whether every problem of the type has it
   */
  private record Member(String name, boolean always, Schema schema) {}

  static void describe(OpenAPI api) {
    Map<ProblemType, List<Member>> members = members();
    members.forEach((type, own) ->
        api.getComponents()
            .addSchema(
                name(type),
                OASFactory.createSchema()
                    .description("Problem of the type " + type.uri())
                    .addAllOf(reference("Problem"))
                    .addAllOf(object(own))));
    api.addExtension(
        "x-problem-types",
        Arrays.stream(ProblemType.values())
            .map(type -> listed(type, members.containsKey(type) ? name(type) : "Problem"))
            .toList());
  }

  private static Map<String, Object> listed(ProblemType type, String schema) {
    Map<String, Object> listed = new LinkedHashMap<>();
    listed.put("type", type.uri());
    listed.put("status", type.status());
    listed.put("title", type.title());
    listed.put("schema", Map.of("$ref", REFERENCE + schema));
    return listed;
  }

  /** For example {@code HostExistsProblem}. */
  private static String name(ProblemType type) {
    return Stream.of(type.uri().replace("/problems/", "").split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining("", "", "Problem"));
  }

  private static Map<ProblemType, List<Member>> members() {
    Map<ProblemType, List<Member>> members = new LinkedHashMap<>();
    members.put(ProblemType.HOST_EXISTS, List.of(always("registered", reference("Host"))));
    members.put(
        ProblemType.OPERATION_RUNNING,
        List.of(always("operation", text("Path of the operation under way"))));
    members.put(
        ProblemType.SPLIT_BRAIN,
        List.of(
            sometimes(
                "splitBrain",
                object(
                        List.of(
                            always("finding", text("What was seen, as in the status of the pair")),
                            always("hosts", list("The hosts that show it", text("A host"))),
                            always("evidence", map("What each of them showed", text("")))))
                    .description("The split brain, where it is on record"))));
    members.put(
        ProblemType.LOG_ROLLED_BACK,
        List.of(
            always(
                "rollback",
                object(
                        List.of(
                            always("acknowledged", number("Newest event that was acknowledged")),
                            always("hash", text("Hash of that event, hex")),
                            always("head", number("Event that the log ends with; 0 for none"))))
                    .description("What is missing"))));
    members.put(
        ProblemType.MOVE_NOT_OPEN,
        List.of(always("moves", list("The moves that are open", text("A move")))));
    members.put(
        ProblemType.PLAN_CHANGED,
        List.of(always("planHash", text("Hash of the plan that waits for approval"))));
    members.put(
        ProblemType.PRECONDITION_FAILED, List.of(always("etag", text("The ETag that stands"))));
    members.put(
        ProblemType.PLAN_DIFFERS,
        List.of(always("plan", reference("PlanView")), sometimes("difference", planDifference())));
    members.put(
        ProblemType.NOT_READY,
        List.of(
            sometimes("checks", list("The checks that are not met", reference("CheckStatus"))),
            sometimes("hosts", hosts("The hosts that are not fit for it"))));
    members.put(ProblemType.DATA_LOSS_NOT_ACCEPTED, List.of(always("quote", dataLoss())));
    members.put(
        ProblemType.PRIMARY_SERVES,
        List.of(
            always("findings", list("What has to be overridden", reference("OverrideNeeded")))));
    members.put(
        ProblemType.FENCING_MISSING,
        List.of(always("hosts", hosts("The hosts that nothing fences"))));
    members.put(
        ProblemType.ATTESTATION_CONTRADICTED,
        List.of(
            always("seen", map("Signs of life, by host", list("Of one host", text("A sign"))))));
    members.put(
        ProblemType.COMMITS_WOULD_WAIT,
        List.of(
            always(
                EvidenceKey.SYNCHRONOUS_STANDBY_NAMES.wireName(),
                text("That setting as it is on the site that is to take over"))));
    members.put(
        ProblemType.DOCUMENTED_ORDER_REFUSED, List.of(always("plan", reference("PlanView"))));
    members.put(
        ProblemType.REJOIN_UNFIT,
        List.of(always("finding", map("What was found, by key", text("")))));
    members.put(ProblemType.STOPPED, List.of(always("stop", stop())));
    members.put(
        ProblemType.DATABASE_UNAVAILABLE,
        List.of(
            always(
                "database",
                text(
                    "What is the matter with it. Known values: full, unreachable, restarting,"
                        + " gone; others may come"))));
    members.put(
        ProblemType.HOSTS_UNREACHABLE,
        List.of(sometimes("hosts", hosts("The hosts that do not answer"))));
    return members;
  }

  private static Schema planDifference() {
    return object(
            List.of(
                always("added", list("Steps that were not expected", text("Id of a step"))),
                always("removed", list("Expected steps that are not there", text("Id of a step"))),
                always(
                    "changed",
                    list(
                        "Steps that both have, and that are not the same",
                        object(
                            List.of(
                                always("step", text("Id of the step")),
                                always("field", text("What of it, for example deadline")),
                                always("expected", text("As it was expected; empty for absent")),
                                always("planned", text("As it is planned; empty for absent")))))),
                always("reordered", flag("Whether steps that both have come in another order"))))
        .description("How the plan differs from the expected one; absent where that is not known");
  }

  private static Schema dataLoss() {
    return object(
            List.of(
                sometimes("bytes", number("Write-ahead log that is lost at least; or not known")),
                sometimes("seconds", number("Time of which writes may be lost; or not known")),
                sometimes("age", number("Seconds since the old primary was last seen; or never")),
                always("exact", flag("Whether it cannot be more")),
                always("why", text("The finding in one sentence"))))
        .description("What would be lost");
  }

  private static Schema stop() {
    return object(
            List.of(
                always("by", text("Who stopped everything")),
                always("since", text("When that was").format("date-time")),
                always("reason", text("Why")),
                sometimes("ticket", text("The change or incident it belongs to")),
                always("recorded", flag("Whether it is on record already"))))
        .description("The stop that stands");
  }

  private static Member always(String name, Schema schema) {
    return new Member(name, true, schema);
  }

  private static Member sometimes(String name, Schema schema) {
    return new Member(name, false, schema);
  }

  private static Schema object(List<Member> members) {
    Schema object = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    members.forEach(member -> {
      object.addProperty(member.name(), member.schema());
      if (member.always()) {
        object.addRequired(member.name());
      }
    });
    return object;
  }

  private static Schema reference(String name) {
    return OASFactory.createSchema().ref(REFERENCE + name);
  }

  private static Schema hosts(String description) {
    return list(description, text("Name of a host"));
  }

  private static Schema list(String description, Schema items) {
    return typed(Schema.SchemaType.ARRAY, description).items(items);
  }

  private static Schema map(String description, Schema values) {
    return typed(Schema.SchemaType.OBJECT, description).additionalPropertiesSchema(values);
  }

  private static Schema text(String description) {
    return typed(Schema.SchemaType.STRING, description);
  }

  private static Schema number(String description) {
    return typed(Schema.SchemaType.INTEGER, description).format("int64");
  }

  private static Schema flag(String description) {
    return typed(Schema.SchemaType.BOOLEAN, description);
  }

  private static Schema typed(Schema.SchemaType type, String description) {
    Schema schema = OASFactory.createSchema().addType(type);
    return description.isEmpty() ? schema : schema.description(description);
  }
}
