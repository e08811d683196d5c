# Makes the root file system of the lab's systemd hosts. Runs under the cache's lock, which it keeps when whoever called it is
# killed. Called with: the folder to make, Debian's release, packages with commas between, and the sources, one each.
set -e
folder=$1 suite=$2 packages=$3
shift 3
[ ! -d "$folder" ] || exit 0 # somebody else was first
# One that was not finished has another name, and is made anew.
rm -rf "$folder.part"
# Without a word about services: nothing is started in it, and its clusters are made as on any machine.
unshare --mount --propagation private mmdebstrap --quiet --mode=root --variant=important --format=directory \
  --aptopt='APT::Install-Recommends "false"' --include="$packages" \
  --customize-hook='chroot "$1" systemctl --quiet enable systemd-networkd systemd-networkd-wait-online' \
  "$suite" "$folder.part" "$@"
mv "$folder.part" "$folder"
