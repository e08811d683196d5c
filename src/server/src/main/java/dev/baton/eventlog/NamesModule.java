package dev.baton.eventlog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.pair.kind.SwitchoverMode;
import java.io.IOException;
import java.util.function.Function;

/**
 * Jackson module: writes value types as plain strings, so that the domain need not know about JSON.
 */
final class NamesModule extends SimpleModule {

  NamesModule() {
    super("names");
    add(PairId.class, PairId::new);
    add(HostId.class, HostId::new);
    add(SiteName.class, SiteName::new);
    add(OperationId.class, OperationId::new);
    add(SwitchoverMode.class, SwitchoverMode::word, SwitchoverMode::of);
    add(RejoinKind.class, RejoinKind::word, RejoinKind::of);
    add(SplitBrainKind.class, SplitBrainKind::word, SplitBrainKind::of);
    add(AcceptedLoss.class, AcceptedLoss::word, AcceptedLoss::of);
  }

  private <T> void add(Class<T> type, Function<String, T> make) {
    addSerializer(type, ToStringSerializer.instance);
    addDeserializer(type, new NameReader<>(type, make));
  }

  private <T> void add(Class<T> type, Function<T, String> word, Function<String, T> make) {
    addSerializer(type, new WordWriter<>(type, word));
    addDeserializer(type, new NameReader<>(type, make));
  }

  private static final class WordWriter<T> extends StdSerializer<T> {

    private final transient Function<T, String> word;

    WordWriter(Class<T> type, Function<T, String> word) {
      super(type);
      this.word = word;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider unused)
        throws IOException {
      out.writeString(word.apply(value));
    }
  }

  private static final class NameReader<T> extends FromStringDeserializer<T> {

    private final transient Function<String, T> make;

    NameReader(Class<T> type, Function<String, T> make) {
      super(type);
      this.make = make;
    }

    @Override
    protected T _deserialize(String value, DeserializationContext context) {
      return make.apply(value);
    }
  }
}
