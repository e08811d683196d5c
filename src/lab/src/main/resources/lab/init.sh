#!/bin/bash
# First process of a lab host: gives it its own files, says "ready", boots what is enabled, and reaps whatever is orphaned.
# Killing it is a power-off. Called with the host's folder and its name.
set -e
cd /
echo "$2" > /proc/sys/kernel/hostname
mount --bind "$1" /srv
mount --bind /srv/etc/hosts /etc/hosts
# The lab's folder may itself stand in /tmp, so this comes last.
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /tmp
echo ready
exec < /dev/null > /dev/null 2>&1
[ -x /srv/etc/boot.sh ] && /srv/etc/boot.sh &
while :; do
  sleep infinity &
  wait $!
done
