package dev.baton.eventlog;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import dev.baton.pair.SiteName;
import java.util.function.Function;

/** Writes names as plain strings, so that the vocabulary need not know about JSON. */
final class NamesModule extends SimpleModule {

  NamesModule() {
    super("names");
    add(PairId.class, PairId::new);
    add(HostId.class, HostId::new);
    add(SiteName.class, SiteName::new);
    add(OperationId.class, OperationId::new);
  }

  private <T> void add(Class<T> type, Function<String, T> make) {
    addSerializer(type, ToStringSerializer.instance);
    addDeserializer(type, new NameReader<>(type, make));
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
