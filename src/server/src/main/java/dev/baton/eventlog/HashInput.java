package dev.baton.eventlog;

import dev.baton.protocol.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The bytes under one hash after the other, in the form {@link HashChain} describes. */
public final class HashInput {

  private static final byte[] FORM = ByteText.ascii("baton-event/1");

  private final MessageDigest digest = Digests.sha256();
  private final ByteText input = new ByteText();

  /** Starts the next event. */
  void begin() {
    input.clear();
    input.int32(FORM.length);
    input.add(FORM);
  }

  void field(@Nullable String text) {
    if (text == null) {
      input.int32(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    input.int32(bytes.length);
    input.add(bytes);
  }

  void field(BinaryRow row, EventColumn column) {
    int start = input.length();
    input.int32(-1);
    if (row.has(column)) {
      row.write(column, input);
      input.int32At(start, input.length() - start - Integer.BYTES);
    }
  }

  /** 32 bytes. */
  byte[] hash() {
    digest.update(input.bytes(), 0, input.length());
    return digest.digest();
  }

  /** The hash the row's fields ought to have. */
  public byte[] hash(BinaryRow row) {
    begin();
    for (EventColumn column : EventColumn.HASHED) {
      field(row, column);
    }
    return hash();
  }
}
