package dev.baton.http.document;

import dev.baton.http.RequestId;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The headers that answers have, described once and named where they come. */
final class ApiHeaders {

  static final String REQUEST_ID = RequestId.HEADER;
  static final String LOCATION = "Location";
  static final String ETAG = "ETag";
  static final String RETRY_AFTER = "Retry-After";
  static final String ALLOW = "Allow";
  static final String CHALLENGE = "WWW-Authenticate";

  private static final String REFERENCE = "#/components/headers/";

  /** What an answer shows that has an ETag: it is the same number. */
  private static final String VERSION = "version";

  private ApiHeaders() {}

  static void describe(Components components) {
    describe(
        components,
        REQUEST_ID,
        true,
        Schema.SchemaType.STRING,
        "Id of this call, on every event it causes too; the caller's own where it sent one");
    describe(
        components,
        LOCATION,
        true,
        Schema.SchemaType.STRING,
        "Path of what came to be, without a host: it is the one that was called");
    describe(
        components,
        ETAG,
        false,
        Schema.SchemaType.STRING,
        "Version of what is shown, to be sent back as If-Match; absent where that cannot be read");
    describe(
        components,
        RETRY_AFTER,
        false,
        Schema.SchemaType.INTEGER,
        "Seconds after which asking again is of use; absent where it never is");
    describe(
        components,
        ALLOW,
        true,
        Schema.SchemaType.STRING,
        "The methods that the path has, separated by commas");
    describe(
        components,
        CHALLENGE,
        true,
        Schema.SchemaType.STRING,
        "How to identify oneself: with a bearer token");
  }

  private static void describe(
      Components components,
      String name,
      boolean always,
      Schema.SchemaType type,
      String description) {
    components.addHeader(
        name,
        OASFactory.createHeader()
            .description(description)
            .required(always)
            .schema(OASFactory.createSchema().addType(type)));
  }

  static void add(APIResponse answer, String name) {
    answer.addHeader(name, OASFactory.createHeader().ref(REFERENCE + name));
  }

  /** The headers of the good answers of one call; those of problems stand at the problems. */
  static void add(APIResponses answers, Map<String, Schema> schemas) {
    boolean makes = answers.hasAPIResponse("201");
    answers
        .getAPIResponses()
        .forEach((status, answer) -> {
          if (status.startsWith("2")) {
            boolean versioned = hasVersion(answer, schemas);
            add(answer, REQUEST_ID);
            if (versioned) {
              add(answer, ETAG);
            }
            if (makes || (versioned && status.equals("202"))) {
              add(answer, LOCATION);
            }
            if (status.equals("202")) {
              add(answer, RETRY_AFTER);
            }
          }
        });
  }

  private static boolean hasVersion(APIResponse answer, Map<String, Schema> schemas) {
    Content content = answer.getContent();
    MediaType json = content == null ? null : content.getMediaType("application/json");
    Schema shown =
        json == null || json.getSchema() == null ? null : schemas.get(name(json.getSchema()));
    return shown != null
        && shown.getProperties() != null
        && shown.getProperties().containsKey(VERSION);
  }

  /** Of the schema it refers to; "" where it is one itself. */
  static String name(Schema schema) {
    String reference = schema.getRef();
    return reference == null ? "" : reference.substring(reference.lastIndexOf('/') + 1);
  }
}
