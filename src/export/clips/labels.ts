/** What a video can be labelled as, and the columns of labels.csv. */
import type { ClipEvent, ClipEventKind } from '../../labels/index.ts'

/** A video's label by the gravest event in it. */
const OF_EVENT: Readonly<Partial<Record<ClipEventKind, string>>> = {
  contact: 'collision',
  'near-miss': 'near-miss',
  'loss-of-control': 'loss-of-control',
  'off-road': 'off-road',
  'skid-start': 'skid',
  'lane-departure': 'lane-departure',
  'cut-in': 'cut-in',
}
const UNEVENTFUL = 'uneventful'

/** In the order of their numbers; the same in every data set, whether it has videos of each or not. */
export const LABELS: readonly string[] = [UNEVENTFUL, ...Object.values(OF_EVENT).reverse()]

/** @param gravest undefined: nothing happens */
export const labelOf = (gravest: Pick<ClipEvent, 'kind'> | undefined): string =>
  (gravest && OF_EVENT[gravest.kind]) ?? UNEVENTFUL

/** Of labels.csv. `event_start` and `event_end`: pictures from 0, both included; empty where nothing happens. */
export const LABEL_COLUMNS = [
  ...['clip', 'label', 'fps', 'frames', 'event_start', 'event_end'],
  ...['split', 'run', 'scenario', 'seed', 'sensor', 'start_s', 'width', 'height', 'outcome', 'min_ttc_s'],
] as const

export type LabelRow = Readonly<Record<(typeof LABEL_COLUMNS)[number], string>>
