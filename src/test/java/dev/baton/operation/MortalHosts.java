package dev.baton.operation;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Announcement;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Sight;
import dev.baton.operation.Cut.Moment;
import dev.baton.pair.HostId;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The way of one life to the hosts. Each order and each reading is a place where it may end. */
final class MortalHosts implements HostAgent {

  private final SimulatedPair world;
  private final Fate fate;

  MortalHosts(SimulatedPair world, Fate fate) {
    this.world = world;
    this.fate = fate;
  }

  @Override
  public HostReply perform(HostId host, String commandId, ActionRequest request) {
    Optional<Moment> end = fate.meets("send " + commandId, Moment.OF_ORDERS);
    if (end.isPresent()) {
      switch (end.get()) {
        case BEFORE -> {}
        case ON_ITS_WAY -> world.delay(host, commandId, request);
        case UNDER_WAY -> {
          world.slowsDownOver(commandId);
          HostReply unused = world.perform(host, commandId, request);
        }
        case AFTER -> {
          HostReply unused = world.perform(host, commandId, request);
        }
      }
      throw fate.end();
    }
    return survived(world.perform(host, commandId, request));
  }

  @Override
  public HostReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    return reading(
        "read %s %s".formatted(type.wireName(), host), () -> world.read(host, type, params, limit));
  }

  @Override
  public Sight observe(HostId host, long after, Duration wait) {
    return reading("observe " + host, () -> world.observe(host, after, wait));
  }

  private <T> T reading(String call, Supplier<T> reading) {
    if (fate.meets(call, Moment.OF_READINGS).isPresent()) {
      throw fate.end();
    }
    return survived(reading.get());
  }

  @Override
  public HostReply knock(String address, int port, Duration limit) {
    return reading("knock " + address, () -> world.knock(address, port, limit));
  }

  @Override
  public HostReply lookUp(HostId host, String commandId, Duration limit) {
    fate.live();
    return survived(world.lookUp(host, commandId, limit));
  }

  @Override
  public HostReply announce(HostId host, Announcement announcement, Duration limit) {
    fate.live();
    return survived(world.announce(host, announcement, limit));
  }

  /** Greetings change nothing and come at no certain time. */
  @Override
  public HostReply hello(HostId host, Duration limit) {
    fate.live();
    return survived(world.hello(host, limit));
  }

  private <T> T survived(T answer) {
    fate.live();
    return answer;
  }
}
