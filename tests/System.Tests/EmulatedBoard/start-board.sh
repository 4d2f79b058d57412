#!/usr/bin/env bash
# Switches on a board that make-board.sh has made, and becomes it: to kill this process is to pull its plug. What the board
# prints comes out here.
#
#   start-board.sh BOARD CONTENTS [QEMU OPTION...]
#
# BOARD is the folder of make-board.sh. CONTENTS is a folder that the board finds as /board, symbolic links followed; it runs
# /board/start there, and switches itself off when that ends. It reaches this machine's loopback as 10.0.2.2.
set -euo pipefail
board=$1 contents=$(realpath "$2")
shift 2

# The kernel unpacks one archive after the other; each begins at a multiple of four bytes.
memory=$contents.initrd
root=$contents.root
cp "$board/base.cpio.gz" "$memory"
truncate -s %4 "$memory"
mkdir -p "$root"
ln -sfn "$contents" "$root/board"
(cd "$root" && find -L . | cpio --quiet -o -H newc -L -R 0:0) >> "$memory"

exec qemu-system-aarch64 -machine virt -cpu cortex-a72 -m 1024 -nographic -no-reboot \
    -netdev user,id=net -device virtio-net-pci,netdev=net,romfile= \
    -kernel "$board/kernel" -initrd "$memory" -append "console=ttyAMA0 quiet panic=-1" "$@" < /dev/null
