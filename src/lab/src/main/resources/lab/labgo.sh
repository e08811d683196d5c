#!/bin/sh
# labgo, a stand-in for a GoCD server, as a service: labgo start|stop|kill|status
# status ends with 0 when it runs and with 3 when it does not, as service scripts do.
home=/srv/go
pidfile=$home/work/labgo.pid

pid() { # of the running server, or nothing
  [ -r $pidfile ] || return 1
  read -r pid < $pidfile
  [ -r "/proc/$pid/stat" ] || return 1
  # A zombie, or another process that was given the number, is not labgo.
  case $(tr '\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null) in *dev.baton.lab.labgo.Labgo*) echo "$pid" ;; *) return 1 ;; esac
}

await_end() { # PID, tenths of a second
  left=$(($2 * 10))
  while [ -n "$(tr '\0' ' ' < "/proc/$1/cmdline" 2>/dev/null)" ]; do
    left=$((left - 1))
    if [ $left -le 0 ]; then
      echo "labgo (process $1) did not end" >&2
      exit 1
    fi
    sleep 0.01
  done
}

case ${1:-} in
  start)
    pid > /dev/null && exit 0
    options=$(sed -n 's/^wrapper\.java\.additional\.[0-9]*=//p' $home/etc/wrapper-properties.conf)
    cd $home/work || exit 1
    # shellcheck disable=SC2086
    setsid ${java} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx64m -Dsun.net.httpserver.nodelay=true \
      $options -cp "$home/lib/*" dev.baton.lab.labgo.Labgo $home >> $home/log/labgo.log 2>&1 < /dev/null &
    echo $! > $pidfile
    # Until the new process has become Java, status would call it stopped.
    tries=0
    while ! pid > /dev/null && [ $tries -lt 50 ]; do tries=$((tries + 1)); done
    ;;
  stop)
    running=$(pid) || exit 0
    kill -TERM "$running"
    await_end "$running" 100
    ;;
  kill)
    running=$(pid) || exit 0
    kill -KILL "$running"
    await_end "$running" 100
    ;;
  status)
    if running=$(pid); then echo "running, pid $running"; else echo stopped; exit 3; fi
    ;;
  *)
    echo "Usage: labgo start|stop|kill|status   (labgo is a stand-in for a GoCD server)" >&2
    exit 2
    ;;
esac
