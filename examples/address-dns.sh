#!/bin/sh
# Moves the pair's name in the DNS, for address.assign, address.release and address.probe of a policy.
# usage: address-dns.sh assign|release|probe OWN_ADDRESS OTHER_ADDRESS NAME   (the agent adds NAME: it is address.ip)
# OTHER_ADDRESS is that of the other site: when it is lost, its record is replaced.
# Needs nsupdate and dig (Debian: bind9-dnsutils), and a key that may change this one record and no other.
set -eu
server=192.0.2.53
key=/etc/baton/dns.key
ttl=5
own=$2
other=$3
name=$4

update() { printf 'server %s\n%s\nsend\n' "$server" "$1" | nsupdate -k "$key"; }

case $1 in
  assign)  # the server itself refuses while there is a record of a third, whoever asks at the same moment
    update "prereq nxrrset $name A
update add $name $ttl A $own" || update "prereq yxrrset $name A $other
update delete $name A $other
update add $name $ttl A $own" ;;
  release) # only the own record: never that of the other site
    update "update delete $name A $own" ;;
  probe)   # of the server that is changed, as other servers keep for a while what they knew
    reply=$(dig +time=2 +tries=2 +noall +comments +answer @"$server" "$name" A)
    case $reply in
      *"status: NOERROR"* | *"status: NXDOMAIN"*) ;;
      *) echo "$server gives no answer on $name"; exit 1 ;;
    esac
    found=$(printf '%s\n' "$reply" | awk '$4 == "A" { print $5 }')
    case $found in
      "$own") exit 0 ;;
      '' | "$other") exit 3 ;;
      *) echo "$found"; exit 4 ;;
    esac ;;
  *) exit 2 ;;
esac
