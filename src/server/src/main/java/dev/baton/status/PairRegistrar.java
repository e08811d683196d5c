package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.host.HostAgent;
import dev.baton.host.HostInventory;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.http.Fields;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.engine.PairAlarms;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.SynchronousPolicy;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.status.PairRegistration.SiteRegistration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks on the hosts that they make a pair before it is registered. */
@ApplicationScoped
class PairRegistrar {

  private static final String PORT = ":5432";

  /** IPv4, IPv6 or a host name; whether the agents mean the same is compared. */
  static final String ADDRESS =
      "^(?:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?)$";

  static final String DATABASE_ADDRESS = "^[A-Za-z0-9.:_\\[\\]-]+:[0-9]{1,5}$";

  private static final Pattern FITS_ADDRESS = Pattern.compile(ADDRESS);
  private static final Pattern FITS_DATABASE_ADDRESS = Pattern.compile(DATABASE_ADDRESS);

  private final HostAgent agent;
  private final HostInventory inventory;
  private final ControlDatabaseId own;
  private final PairDirectory directory;
  private final PairRepository pairs;
  private final PairAlarms alarms;

  PairRegistrar(
      HostAgent agent,
      HostInventory inventory,
      ControlDatabaseId own,
      PairDirectory directory,
      PairRepository pairs,
      PairAlarms alarms) {
    this.agent = agent;
    this.inventory = inventory;
    this.own = own;
    this.directory = directory;
    this.pairs = pairs;
    this.alarms = alarms;
  }

  /** The registration as an event; refused when a field is wrong or the hosts do not fit. */
  PairRegistered check(PairRegistration body) {
    PairId pair = Fields.required("pair", body.pair(), PairId::new);
    SiteName home = Fields.required("home", body.home(), SiteName::new);
    Optional<String> address =
        Optional.ofNullable(body.address())
            .map(text -> Fields.required("address", text, PairRegistrar::address));
    List<SiteRegistration> given = body.sites() == null ? List.of() : body.sites();
    if (given.size() != 2) {
      throw ProblemException.badRequest("sites", "a pair has exactly two");
    }
    boolean databaseOnly = databaseOnly(given);
    List<Site> sites = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      sites.add(site("sites[%d].".formatted(i), given.get(i)));
    }
    if (sites.get(0).name().equals(sites.get(1).name())
        || !Collections.disjoint(sites.get(0).hosts(), sites.get(1).hosts())) {
      throw ProblemException.badRequest("sites", "the two need names and hosts of their own");
    }
    Site first =
        sites.stream()
            .filter(site -> site.name().equals(home))
            .findFirst()
            .orElseThrow(() -> ProblemException.badRequest("home", "name one of the two sites"));
    refuseTaken(pair, sites);
    Site other = sites.get(first.equals(sites.get(0)) ? 1 : 0);
    Set<HostId> hosts = new LinkedHashSet<>(first.hosts());
    hosts.addAll(other.hosts());
    RegistrationPrecheck world = new RegistrationPrecheck(PairSnapshot.look(agent, hosts));
    world.requireFree(pair);
    Optional<String> policy =
        Optional.ofNullable(body.synchronousPolicy())
            .map(word -> Fields.required("synchronousPolicy", word, PairRegistrar::policy));
    String identity = identity(sites, first, world.seen());
    world.requireHomeWrites(first, other);
    PairRegistered registered =
        new PairRegistered(
            pair,
            home,
            sites,
            address,
            identity,
            policy,
            databaseOnly ? Optional.of(true) : Optional.empty());
    world.requireParts(PairState.from(List.of(registered)));
    return registered;
  }

  /** What one site has alone could not be moved to the other. */
  private static boolean databaseOnly(List<SiteRegistration> sites) {
    boolean first = sites.getFirst().application() == null;
    if (first != (sites.getLast().application() == null)) {
      throw ProblemException.badRequest(
          "sites[%d].application".formatted(first ? 0 : 1),
          "name the host of the application on both sites, or on neither when there is none");
    }
    return first;
  }

  /** A host has one role at a time; two pairs would tell its guard different ones. */
  private void refuseTaken(PairId pair, List<Site> sites) {
    Map<PairId, List<Site>> others = new LinkedHashMap<>();
    alarms.each(
        "tell its hosts",
        directory.pairs().stream().filter(other -> !other.equals(pair)).toList(),
        other -> others.put(other, pairs.sites(other)));
    others.forEach((other, taken) ->
        taken.stream()
            .flatMap(site -> site.hosts().stream())
            .filter(host -> sites.stream().anyMatch(site -> site.hosts().contains(host)))
            .findFirst()
            .ifPresent(host -> {
              throw unfit(
                  "%s is a host of pair '%s' already, and a host is moved with one pair only"
                      .formatted(host, other));
            }));
  }

  private Site site(String at, SiteRegistration given) {
    SiteName name = Fields.required(at + "name", given.name(), SiteName::new);
    HostId database = host(at + "database", given.database());
    HostId application =
        given.application() == null ? database : host(at + "application", given.application());
    String endpoint = inventory.endpoint(database).orElseThrow();
    String address =
        given.databaseAddress() == null
            ? endpoint.substring(0, endpoint.lastIndexOf(':')) + PORT
            : given.databaseAddress();
    if (!FITS_DATABASE_ADDRESS.matcher(address).matches()) {
      throw ProblemException.badRequest(
          at + "databaseAddress",
          "use address:port, without a user name, a password or parameters; those of replication"
              + " stand in the hosts' policy files");
    }
    return new Site(name, application, database, address);
  }

  private HostId host(String field, @org.jspecify.annotations.Nullable String name) {
    HostId host = Fields.required(field, name, HostId::new);
    if (inventory.endpoint(host).isEmpty()) {
      throw ProblemException.badRequest(
          field, "'%s' is not registered; register it with POST /v1/hosts first".formatted(host));
    }
    return host;
  }

  private String identity(List<Site> sites, Site home, Map<HostId, ObservationResult> seen) {
    String identity = identity(home.database(), seen);
    for (Site site : sites) {
      String other = identity(site.database(), seen);
      if (!other.equals(identity)) {
        throw unfit(
            "%s and %s are not copies of one another (system identifiers %s and %s)"
                .formatted(home.database(), site.database(), identity, other));
      }
    }
    if (identity.equals(own.systemIdentifier())) {
      throw unfit(
          "%s is the database that this control plane itself lives in; it could not move that one"
              .formatted(home.database()));
    }
    return identity;
  }

  private static String identity(HostId host, Map<HostId, ObservationResult> all) {
    return switch (all.get(host)) {
      case ObservationResult.Seen(Observation seen) -> {
        Map<String, String> postgres = seen.postgres();
        String identity = Evidence.of(postgres).text(EvidenceKey.SYSTEM_IDENTIFIER);
        if (identity == null || identity.isEmpty()) {
          throw unfit("%s shows no PostgreSQL; see its agent's policy file".formatted(host));
        }
        yield identity;
      }
      case ObservationResult.NotSeen(var state, var why) ->
          throw new ProblemException(
              ProblemType.HOSTS_UNREACHABLE, "%s; mend that, then repeat the call.".formatted(why));
      case null -> throw new IllegalStateException("nobody has looked at " + host);
    };
  }

  private static ProblemException unfit(String why) {
    return new ProblemException(ProblemType.PAIR_UNFIT, why + ".");
  }

  private static String policy(String word) {
    return SynchronousPolicy.of(Optional.of(word)).word();
  }

  private static String address(String text) {
    if (!FITS_ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "use an IP address without prefix length, or the host name that moves");
    }
    return text;
  }
}
