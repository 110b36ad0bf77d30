#!/bin/bash
# Kills an export with two workers (kill -9) at random moments, goes on with --resume each time, and compares the
# manifest with that of an export that nobody disturbed. Every other kill hits a worker instead of the command.
#   test/outer/kill-and-resume.sh [KILLS] [FOLDER]      LONGEST: seconds before a kill
set -u
kills=${1:-20}
dir=${2:-$(mktemp -d)}
cd "$(dirname "$0")/../.."
command=(node bin/nearmiss.js export snow-skid-near-collision --seed 7 --from 5 --frames 45 --size 64x36
  --sensors ego.front,ego.imu-body --format coco,raw,mcap,openlabel,webdataset --workers 2)
mkdir -p "$dir"
"${command[@]}" --out "$dir/whole" 2>/dev/null || exit 1
done=0
finished=0
attempt=()
while [ "$done" -lt "$kills" ]; do
  "${command[@]}" --out "$dir/killed" "${attempt[@]}" 2>>"$dir/log" >/dev/null &
  pid=$!
  sleep "$((RANDOM % ${LONGEST:-14} + 1)).$((RANDOM % 10))"
  victim=$pid
  [ $((done % 2)) = 1 ] && victim=$(pgrep -P $pid | head -1)
  : "${victim:=$pid}"
  if kill -9 "$victim" 2>/dev/null; then done=$((done + 1)); fi
  wait $pid 2>/dev/null
  while pgrep -P $pid >/dev/null 2>&1; do sleep 0.2; done
  attempt=(--resume)
  if [ -e "$dir/killed" ]; then
    cmp "$dir/whole/manifest.json" "$dir/killed/manifest.json" || exit 1
    finished=$((finished + 1))
    rm -r "$dir/killed"
    attempt=()
  fi
done
# A kill before the plan is written leaves nothing to go on with.
[ -e "$dir/killed.unfinished/plan.json" ] || attempt=()
"${command[@]}" --out "$dir/killed" "${attempt[@]}" || exit 1
cmp "$dir/whole/manifest.json" "$dir/killed/manifest.json" || exit 1
echo "$done kills, $((finished + 1)) exports to their end: the same bytes"
