#!/bin/bash
# What systemd does on a machine of one's own, with what `baton-agent units` prints: the agent first, then each service
# if the guard lets it. 1 leaves it down; after any other failure the guard is asked again, as Restart=on-failure does.
java="${java} -XX:+UseSerialGC -Xms8m -Xmx48m -XX:TieredStopAtLevel=1"
jar=/srv/baton/baton-agent.jar
policy=/srv/baton/agent.policy

start() { # SERVICE COMMAND...
  service=$1
  shift
  while :; do
    $java -jar $jar guard $policy "$service"
    case $? in
      0) "$@" && return ;;
      1) return ;;
    esac
    sleep 1
  done
}

labgo() { # until it is up; fails when it ends before, as it does while its database boots beside it
  /srv/go/bin/labgo start
  while /srv/go/bin/labgo status > /dev/null; do
    (exec 3<> /dev/tcp/127.0.0.1/8153 && printf 'GET /go/api/v1/health HTTP/1.0\r\n\r\n' >&3 \
      && read -r line <&3 && [[ $line == *200* ]]) 2> /dev/null && return
    sleep 0.2
  done
  return 1
}

exec >> /srv/log/boot.log 2>&1 < /dev/null
# Left by the boot before: its number may be somebody else's by now, and then PostgreSQL would not start.
rm -f /srv/run/*.pid /srv/postgresql/data/postmaster.pid
setsid $java -jar $jar $policy >> /srv/log/agent.log 2>&1 &
echo $! > /srv/run/agent.pid
if [ -d /srv/postgresql/data ]; then
  start postgresql setpriv --reuid=postgres --regid=postgres --init-groups \
    /usr/lib/postgresql/15/bin/pg_ctl -D /srv/postgresql/data -l /srv/postgresql/postgresql.log -s -w start &
fi
if [ -x /srv/go/bin/labgo ]; then
  start application labgo &
fi
