package dev.baton.http.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields that are always there: those of a record that may not be null, which the
 * compiler checks. A field of a body may always be null to the compiler; what a body needs stands
 * at its record.
 */
final class RequiredFields {

  private static final DotName NULLABLE = DotName.createSimple(Nullable.class.getName());
  private static final DotName OPTIONAL = DotName.createSimple(Optional.class.getName());
  private static final DotName SCHEMA =
      DotName.createSimple(
          org.eclipse.microprofile.openapi.annotations.media.Schema.class.getName());

  /** By name in the document; records of tests may have the same names. */
  private final Map<String, List<ClassInfo>> records = new HashMap<>();

  RequiredFields(IndexView index) {
    for (ClassInfo type : index.getKnownClasses()) {
      if (type.isRecord() && type.name().toString().startsWith("dev.baton.")) {
        records.computeIfAbsent(name(type), name -> new ArrayList<>()).add(type);
      }
    }
  }

  private static String name(ClassInfo type) {
    AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
    AnnotationValue name = schema == null ? null : schema.value("name");
    return name == null ? type.simpleName() : name.asString();
  }

  void describe(Map<String, Schema> schemas) {
    schemas.forEach((name, schema) -> {
      if (schema.getProperties() != null) {
        Set<String> fields = schema.getProperties().keySet();
        records.getOrDefault(name, List.of()).stream()
            .filter(type -> fields.equals(components(type)))
            .findFirst()
            .ifPresent(type -> require(schema, type));
      }
    });
  }

  private static Set<String> components(ClassInfo type) {
    return type.recordComponents().stream()
        .map(RecordComponentInfo::name)
        .collect(Collectors.toSet());
  }

  private static void require(Schema schema, ClassInfo type) {
    List<String> said = schema.getRequired() == null ? List.of() : schema.getRequired();
    schema
        .getProperties()
        .keySet()
        .forEach(field -> {
          if (!said.contains(field) && isAlwaysThere(type, field)) {
            schema.addRequired(field);
          }
        });
  }

  private static boolean isAlwaysThere(ClassInfo type, String field) {
    var declared = type.field(field).type();
    return !declared.hasAnnotation(NULLABLE) && !declared.name().equals(OPTIONAL);
  }
}
