#!/bin/bash
# Exports onto a disk that is full before the end (a small tmpfs, so it wants root): it must end with a clear error and
# leave what is done; when there is room again, --resume must end with the same manifest as an export that had room.
#   test/outer/full-disk.sh [FOLDER]
set -u
dir=${1:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
command=(node bin/nearmiss.js export snow-skid-near-collision --seed 7 --from 5 --frames 15 --size 96x54
  --sensors ego.front,ego.imu-body --format coco,raw,mcap --workers 2)
disk=$dir/disk
mkdir -p "$disk"
rm -rf "$dir/whole"
"${command[@]}" --out "$dir/whole" >/dev/null 2>&1 || { echo "FAIL: the export itself"; exit 1; }
whole=$(du -sk "$dir/whole" | cut -f1)
mount -t tmpfs -o "size=$((3 * whole + 65536))k" tmpfs "$disk" || exit 1
trap 'umount "$disk"' EXIT

full=0
fail() {
  echo "FAIL with $share % of the room: $1"
  cat "$dir/log"
  exit 1
}
for share in 0 40 90; do
  rm -rf "$disk"/*
  room=$((whole * share / 100))
  free=$(df -k --output=avail "$disk" | tail -1)
  [ "$share" = 0 ] && room=4
  head -c "$(((free - room) * 1024))" /dev/zero >"$disk/filler"
  if "${command[@]}" --out "$disk/set" >/dev/null 2>"$dir/log"; then
    echo "$share % of the room: enough"
  else
    code=$?
    full=$((full + 1))
    [ $code = 1 ] || fail "exit code $code"
    grep -qi 'disk is full' "$dir/log" || fail 'the message does not say what is wrong'
    grep -q '    at ' "$dir/log" && fail 'it shows a stack'
    [ -e "$disk/set" ] && fail 'half a data set is there'
    rm "$disk/filler"
    "${command[@]}" --out "$disk/set" --resume >/dev/null 2>>"$dir/log" || fail '--resume does not go on'
  fi
  cmp "$dir/whole/manifest.json" "$disk/set/manifest.json" || fail 'other bytes'
  [ -e "$disk/set.unfinished" ] && fail 'what was unfinished is still there'
done
[ $full -ge 2 ] || { share=all; fail "the disk was full $full times only"; }
echo "full $full times: told, and gone on with to the same bytes"
