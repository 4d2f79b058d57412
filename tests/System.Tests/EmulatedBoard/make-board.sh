#!/usr/bin/env bash
# Makes an emulated 64-bit ARM board: a kernel, and a root file system in memory with busybox and the libraries that .NET
# and ONNX Runtime load. What the board runs is put in when it is switched on: see start-board.sh.
#
#   make-board.sh [FOLDER]        default: ~/.cache/deepiot-emulated-board
#
# Needs Debian's apt-get and dpkg-deb, and cpio and gzip. Needs no root and changes nothing of the system: apt gets lists and
# a status of its own below FOLDER, for arm64. Downloads stay there. Made once, it is not made again until this file changes.
set -euo pipefail

self=$(realpath "${BASH_SOURCE[0]}")
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/deepiot-emulated-board}
for tool in apt-get apt-cache dpkg-deb cpio gzip; do
    command -v "$tool" > /dev/null || { echo "$tool is missing" >&2; exit 1; }
done

# Written last, so that whoever is interrupted begins again.
if cmp --silent "$self" "$folder/made-by"; then exit 0; fi

downloads=$folder/downloads
mkdir -p "$downloads/lists/partial" "$downloads/archives/partial"
cd "$downloads"
apt() {
    local program=$1
    shift
    "$program" -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User="$(id -un)" \
        -o Dir::State::Lists="$downloads/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$downloads" "$@"
}
apt apt-get update
kernel=$(apt apt-cache depends linux-image-cloud-arm64 | awk '/Depends: linux-image-/ { print $2; exit }')
rm -f ./*.deb
apt apt-get download "$kernel" busybox-static libc6 libgcc-s1 libssl3 libstdc++6 zlib1g

work=$(mktemp -d "$folder/making.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,dev,lib,modules,proc,root,sys,tmp}

dpkg-deb -x "$kernel"_*.deb "$work/kernel"
# The order in which they must be loaded.
order=0
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci failover net_failover virtio_net; do
    order=$((order + 1))
    cp "$(find "$work/kernel/lib/modules" -name "$module.ko")" "$root/modules/$order-$module.ko"
done

for package in busybox-static libc6 libgcc-s1 libssl3 libstdc++6 zlib1g; do
    dpkg-deb -x "$package"_*.deb "$work/packages"
done
cp "$work/packages/bin/busybox" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp -a "$work"/packages/lib/. "$root/lib/"
mkdir -p "$root/usr/lib"
cp -a "$work"/packages/usr/lib/aarch64-linux-gnu "$root/usr/lib/"
# Tables of character sets and the like, which nothing here loads.
rm -rf "$root"/usr/lib/aarch64-linux-gnu/{gconv,audit,engines-3,ossl-modules}

cat > "$root/init" << 'INIT'
#!/bin/sh
# The first process: brings the network up, runs what was put in, and switches the board off when that ends.
/bin/busybox --install -s /bin
export PATH=/bin HOME=/root DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in /modules/*.ko; do insmod "$module"; done
ifconfig lo 127.0.0.1
ifconfig eth0 10.0.2.15
echo "board: up after $(cut -d' ' -f1 /proc/uptime) s"
cd /board && sh ./start
echo "board: ended with code $?"
poweroff -f
INIT
chmod +x "$root/init"

(cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) | gzip > "$work/base.cpio.gz"
mv "$work/base.cpio.gz" "$folder/base.cpio.gz"
mv "$work"/kernel/boot/vmlinuz-* "$folder/kernel"
cp "$self" "$folder/made-by"
