package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.ObservationResult;
import dev.baton.operation.engine.CrashPoint.Moment;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Announcement;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The way of one life to the hosts. Each order and each reading is a place where it may end. */
public final class CrashingHosts implements HostAgent {

  private final SimulatedPair world;
  private final CrashSchedule crashSchedule;

  public CrashingHosts(SimulatedPair world, CrashSchedule crashSchedule) {
    this.world = world;
    this.crashSchedule = crashSchedule;
  }

  @Override
  public AgentReply perform(HostId host, String commandId, ActionRequest request) {
    Optional<Moment> end = crashSchedule.meets("send " + commandId, Moment.OF_ORDERS);
    if (end.isPresent()) {
      switch (end.get()) {
        case BEFORE -> {}
        case ON_ITS_WAY -> world.delay(host, commandId, request);
        case UNDER_WAY -> {
          world.slowsDownOver(commandId);
          world.perform(host, commandId, request);
        }
        case AFTER -> {
          world.perform(host, commandId, request);
        }
      }
      throw crashSchedule.end();
    }
    return survived(world.perform(host, commandId, request));
  }

  @Override
  public AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    return reading(
        "read %s %s".formatted(type.wireName(), host), () -> world.read(host, type, params, limit));
  }

  @Override
  public ObservationResult observe(HostId host, long after, Duration wait) {
    return reading("observe " + host, () -> world.observe(host, after, wait));
  }

  private <T> T reading(String call, Supplier<T> reading) {
    if (crashSchedule.meets(call, Moment.OF_READINGS).isPresent()) {
      throw crashSchedule.end();
    }
    return survived(reading.get());
  }

  @Override
  public AgentReply knock(String address, int port, Duration limit) {
    return reading("knock " + address, () -> world.knock(address, port, limit));
  }

  @Override
  public AgentReply lookUp(HostId host, String commandId, Duration limit) {
    crashSchedule.live();
    return survived(world.lookUp(host, commandId, limit));
  }

  @Override
  public AgentReply announce(HostId host, Announcement announcement, Duration limit) {
    crashSchedule.live();
    return survived(world.announce(host, announcement, limit));
  }

  /** Greetings change nothing and come at no certain time. */
  @Override
  public AgentReply hello(HostId host, Duration limit) {
    crashSchedule.live();
    return survived(world.hello(host, limit));
  }

  private <T> T survived(T answer) {
    crashSchedule.live();
    return answer;
  }
}
