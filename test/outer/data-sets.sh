#!/bin/bash
# Exports three hazards at two sizes in every format and lets the official consumers read them: every check must exit 0,
# and non-zero on a copy of which something is broken. The checks are those of ../shared/checks (see its README for what
# must be on PYTHONPATH); `nearmiss verify` must agree with them.
#   CHECKS=../shared/checks KITTI_EVAL=... PYTHONPATH=... test/outer/data-sets.sh [FOLDER]
set -u
cd "$(dirname "$0")/../.."
dir=${1:-$(mktemp -d)}
checks=${CHECKS:-../shared/checks}
formats=coco,kitti,kitti-tracking,mcap,nuscenes,openlabel,raw,webdataset,clips
sizes=${SIZES:-320x180 480x270}
# A yawed skid; somebody who crosses at night; a cut-in on a motorway in snow.
hazards=("snow-skid-near-collision --seed 34 --from 9" "pedestrian-nearside-night --from 6"
  "test/fixtures/export/motorway-cut-in-snow.yaml --from 4")
mkdir -p "$dir"
bad=0

check() { # what, expected to be fine or broken, command ...
  local what=$1 expected=$2
  shift 2
  if "$@" >"$dir/last.log" 2>&1; then found=fine; else found=broken; fi
  if [ "$found" = "$expected" ]; then echo "ok   $what: $found; $(grep -E 'IoU|AP|PQ|points:|lidar points|clouds' "$dir/last.log" | tr -s ' \n' ' ' | cut -c1-200)"
  else
    bad=$((bad + 1))
    echo "FAIL $what: $found, not $expected"
    tail -12 "$dir/last.log"
  fi
}

all() { # data set, expected
  local set=$1 expected=$2
  check "$set coco" "$expected" python3 "$checks/check_coco.py" "$set/coco"
  check "$set kitti" "$expected" python3 "$checks/check_kitti.py" "$set/kitti" ${MEDIAN:+--med-iou $MEDIAN}
  check "$set nuscenes" "$expected" python3 "$checks/check_nuscenes.py" "$set/nuscenes" --split mini_train
  check "$set openlabel" "$expected" python3 "$checks/check_openlabel.py" "$set/openlabel/labels"
  check "$set mcap" "$expected" python3 "$checks/check_mcap.py" "$set/mcap"
  check "$set raw" "$expected" python3 "$checks/check_cloud.py" "$set/raw"
  check "$set clips" "$expected" python3 "$checks/check_clips.py" "$set/clips"
}

shorten() { # the last bytes of a file go
  truncate -s -7 "$1"
}

break_all() { # data set
  sed -i '0,/"bbox":\[[0-9.]*/s//"bbox":[-50/' "$1/coco/annotations/instances.json"
  shorten "$(find "$1/kitti/training/velodyne" -name '*.bin' | sort | head -1)"
  shorten "$(find "$1/nuscenes/samples/LIDAR_TOP" -name '*.bin' | sort | head -1)"
  for file in "$1"/openlabel/labels/*.json; do sed -i 's/"schema_version":"1.0.0"/"schema_version":"0.9"/' "$file"; done
  shorten "$(find "$1/mcap" -name '*.mcap' | head -1)"
  shorten "$(find "$1/raw" -name '*.pcd' | sort | head -1)"
  shorten "$(find "$1/clips" -name '*.mp4' | sort | head -1)"
}

for size in $sizes; do
  for hazard in "${hazards[@]}"; do
    name=$(basename "${hazard%% *}" .yaml)
    set=$dir/$name-$size
    # shellcheck disable=SC2086
    [ -e "$set" ] || node bin/nearmiss.js export $hazard --frames "${FRAMES:-6}" --size "$size" --format $formats \
      --workers "${WORKERS:-2}" --out "$set" >"$set.log" 2>&1 || { echo "FAIL $set"; tail -5 "$set.log"; bad=$((bad + 1)); continue; }
    all "$set" fine
    check "$set verify" fine node bin/nearmiss.js verify "$set"
    cp -r "$set" "$set-broken"
    break_all "$set-broken"
    all "$set-broken" broken
    check "$set verify" broken node bin/nearmiss.js verify "$set-broken"
    rm -r "$set-broken"
  done
done
echo "$bad checks failed"
exit $((bad > 0))
