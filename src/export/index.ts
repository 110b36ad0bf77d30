/**
 * export: one folder a format behind the Exporter interface. Codecs live here and nowhere else.
 */
import { clips } from './clips/clips.ts'
import { coco } from './coco/coco.ts'
import type { Exporter } from './exporter.ts'
import { kitti } from './kitti/object.ts'
import { kittiTracking } from './kitti/tracking.ts'
import { mcap } from './mcap/mcap.ts'
import { nuscenes } from './nuscenes/nuscenes.ts'
import { openlabel } from './openlabel/openlabel.ts'
import { raw } from './raw/raw.ts'
import { replay } from './replay/replay.ts'
import { trajectories } from './trajectories/trajectories.ts'
import { webdataset } from './webdataset/webdataset.ts'

export * from './exporter.ts'
export { beginFolder, demandFree, replaceFile, settle } from './atomic.ts'
export { explained } from './disk-errors.ts'
export { writeManifest } from './manifest.ts'
export { verifyDataSet } from './verify.ts'
export { cardPiece, writeCard } from './card/card.ts'
export { createSelector } from './selection.ts'
export { writeTable, TABLE_ENDINGS, type Cell, type TableColumn } from './table.ts'
export { encodeJpeg, encodeThumbnail } from './codec.ts'
export { readMembers } from './json-read.ts'
export { openMessages, type RunMessages } from './mcap/mcap.ts'
export { toJson } from './json-list.ts'
export type { ReplayRecord } from './replay/record.ts'

/** Every format by its name on the command line. */
export const EXPORTERS: Readonly<Record<string, Exporter>> = {
  clips,
  coco,
  kitti,
  'kitti-tracking': kittiTracking,
  mcap,
  nuscenes,
  openlabel,
  raw,
  replay,
  trajectories,
  webdataset,
}
