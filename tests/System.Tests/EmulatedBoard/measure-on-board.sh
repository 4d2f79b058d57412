#!/usr/bin/env bash
# Measures every model of a folder on the emulated board, in one boot, by its clock of instructions. Figures are EMULATED.
#
#   measure-on-board.sh MODELS
#
# Makes the board and publishes the agent for it when they are missing; prints what `deepiot-profiler --measure` says there.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
board=${XDG_CACHE_HOME:-$HOME/.cache}/deepiot-emulated-board
"$here/make-board.sh" "$board" >&2
[ -e "$board/agent/deepiot-profiler" ] ||
    dotnet publish "$here/../../../src/DeviceProfiler" -p:PublishProfile=linux-arm64 -o "$board/agent" -v quiet --nologo >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/contents"
ln -s "$board/agent" "$work/contents/agent"
ln -s "$(realpath "$1")" "$work/contents/models"
echo 'agent/deepiot-profiler --measure models --label emulated' > "$work/contents/start"
"$here/start-board.sh" "$board" "$work/contents" -icount shift=1,sleep=off -smp 1
