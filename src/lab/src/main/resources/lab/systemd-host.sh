#!/bin/bash
# Powers on a lab host that boots systemd, and boots it again whenever it reboots. Its files are an overlay that is mounted in
# a mount namespace of this script's own: with the last process of the host the mounts are gone.
# Called with: root file system, the host's own part of it, its name, its network namespace, its address, what it sees as
# /srv, a JDK that it sees where this machine has it, and the control groups that everything of it is in.
set -e
cd /
base=$1 own=$2 name=$3 network=$4 address=$5 srv=$6 jdk=$7
shift 7
root=$own/root

mkdir -p "$own/upper" "$own/work" "$root"
mount -t overlay "$network" -o "lowerdir=$base,upperdir=$own/upper,workdir=$own/work" "$root"
# nspawn remembers here what runs; the machine's own is none of its business.
mkdir -p /run/systemd
mount -t tmpfs tmpfs /run/systemd
echo "$name" > "$root/etc/hostname"
cp "$srv/etc/hosts" "$root/etc/hosts"
[ -s "$root/etc/machine-id" ] || echo "$(tr -d - < /proc/sys/kernel/random/uuid)" > "$root/etc/machine-id"
printf '[Match]\nName=eth0\n\n[Network]\nAddress=%s/24\n' "$address" > "$root/etc/systemd/network/10-eth0.network"
mkdir -p "$root$jdk"

for group in "$@"; do
  mkdir -p "$group"
done
status=133 # what nspawn says of a host that wants to boot again
while [ $status = 133 ]; do
  # No address outlives a boot, and the link comes up with its network's service.
  ip -n "$network" link set eth0 down
  ip -n "$network" addr flush dev eth0
  status=0
  (
    for group in "$@"; do
      echo $BASHPID > "$group/cgroup.procs"
    done
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn --quiet --boot --directory="$root" --machine="$network" \
      --hostname="$name" --register=no --keep-unit --network-namespace-path="/run/netns/$network" --resolv-conf=off \
      --timezone=off --link-journal=no --capability=CAP_NET_ADMIN --drop-capability=CAP_SYS_RESOURCE \
      --rlimit=RLIMIT_NOFILE=20000 --console=pipe --bind="$srv:/srv" --bind-ro="$jdk"
  ) || status=$?
  # Whatever the boot before has left in it, the next one takes for its own.
  for group in "$@"; do
    find "$group" -mindepth 1 -depth -type d -exec rmdir {} + 2> /dev/null || true
  done
done
exit $status
