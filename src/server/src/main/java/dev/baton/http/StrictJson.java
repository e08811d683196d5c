package dev.baton.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.baton.protocol.UrlRedactor;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses bodies strictly: no coercion, no duplicate fields, nothing after the end, and no text that
 * {@link TextRules} refuses. What a person put into a URL to be let in ends here: a reason is
 * recorded, and everybody may read it.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

  @Override
  @SuppressWarnings("deprecation") // the builder that replaces it is not ours to call here
  public void customize(ObjectMapper json) {
    json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    json.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    json.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    json.registerModule(
        new SimpleModule()
            .addDeserializer(String.class, new RedactedText(false))
            .addKeyDeserializer(String.class, new FitKey()));
    json.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    json.coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  /** A text or a key that {@link TextRules} refuse, with what is wrong with it. */
  static final class UnfitTextException extends JsonMappingException {

    UnfitTextException(JsonParser where, String fault) {
      super(where, fault);
    }
  }

  private static void check(JsonParser where, String field, String text) throws UnfitTextException {
    Optional<String> fault = TextRules.fault(field, text);
    if (fault.isPresent()) {
      throw new UnfitTextException(where, fault.get());
    }
  }

  /**
   * Any text of a body: of a field with a type. What has none is not a caller's: Vert.x reads the
   * answers of agents with the same mapper, and those may say more and in several lines.
   */
  private static final class RedactedText extends StringDeserializer
      implements ContextualDeserializer {

    private final boolean checked;

    RedactedText(boolean checked) {
      this.checked = checked;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      return new RedactedText(property != null);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = super.deserialize(parser, context);
      if (checked) {
        // No name in a list; what is in one has no limit of its own.
        check(parser, Objects.requireNonNullElse(parser.currentName(), ""), text);
      }
      return UrlRedactor.redact(text);
    }
  }

  /** Any key of an object whose keys are the caller's own. */
  private static final class FitKey extends KeyDeserializer {

    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
      check(context.getParser(), "", key);
      return key;
    }
  }
}
