/**
 * The data card that stands at the root of every data set: dataset.json for programmes, dataset.md for people. It says
 * what is in the set, counted from the frames themselves, and what may be done with it.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TICKS_PER_SECOND } from '../../world/index.ts'
import { openAppender } from '../append.ts'
import type { Clip, FinishedPiece, PieceContext, PieceWriter } from '../exporter.ts'
import { openJsonList, writeJsonDocument } from '../json-list.ts'
import { LICENCE_STATEMENT, PRIVACY_STATEMENT } from './statements.ts'
import { addTally, BINS, count, LIGHTS, newTally, WEATHERS, type Tally } from './tally.ts'
import { clipRow, headText, TABLE_HEAD } from './text.ts'
import { addClip, newTotals, type CardFacts, type ClipRecord, type Totals } from './totals.ts'

const TALLY = 'tally.json'

/** Counts the frames of a piece. */
export const cardPiece = (folder: string, { clip }: PieceContext): PieceWriter => {
  const tally = newTally()
  return {
    write: (frame) => {
      count(tally, frame, clip.scenario)
      return Promise.resolve()
    },
    close: () => writeFile(join(folder, TALLY), JSON.stringify(tally)),
  }
}

export const DATASET_JSON = 'dataset.json'
const DATASET_MD = 'dataset.md'

/** Writes the card into a folder. Memory holds one clip at a time. @param pieces as `cardPiece` left them */
export const writeCard = async (
  folder: string,
  pieces: Iterable<FinishedPiece>,
  facts: CardFacts,
): Promise<void> => {
  const totals = newTotals()
  const clips = await openJsonList(join(folder, '.clips'))
  const rows = join(folder, '.rows')
  const table = await openAppender(rows)
  let tally = newTally()
  for (const piece of pieces) {
    addTally(tally, JSON.parse(await readFile(join(piece.folder, TALLY), 'utf8')) as Tally)
    if (!piece.last) continue
    const record = clipRecord(piece.clip, tally)
    addClip(totals, record, tally)
    await clips.push(record)
    await table.write(clipRow(record))
    tally = newTally()
  }
  await table.close()

  const text = await openAppender(join(folder, DATASET_MD))
  await text.write(headText(totals, facts) + TABLE_HEAD)
  for await (const part of createReadStream(rows)) await text.write(part as Buffer)
  await text.close()
  await rm(rows)
  await writeJsonDocument(join(folder, DATASET_JSON), headRecord(totals, facts), { clips })
}

const clipRecord = (clip: Clip, tally: Tally): ClipRecord => {
  const { name, scenario, split, outcome, minTtc, from, to } = clip
  return {
    ...{ name, scenario: scenario.name, title: scenario.title, tags: scenario.tags },
    ...{ seed: scenario.seed, parameters: scenario.parameters, split, outcome, min_ttc_s: minTtc },
    ...{ from_s: from / TICKS_PER_SECOND, to_s: to / TICKS_PER_SECOND, frames: tally.frames },
    scenario_sha256: createHash('sha256')
      .update(JSON.stringify({ ...scenario, sensors: [] }))
      .digest('hex'),
  }
}

const headRecord = (totals: Totals, { version, formats, selection, licence }: CardFacts) => ({
  card_version: 1,
  generator: `nearmiss ${version}`,
  formats,
  filters: {
    min_box_px: selection.minBox,
    min_visibility: selection.minVisibility,
    classes: selection.classes,
  },
  licence: { name: licence, statement: LICENCE_STATEMENT },
  privacy: PRIVACY_STATEMENT,
  totals: {
    ...{ clips: totals.clips, frames: totals.frames },
    clips_by_split: totals.splits,
    clips_by_hazard: totals.hazards,
    clips_by_outcome: totals.outcomes,
    labels_by_class: totals.labels,
    tracks_by_class: totals.tracks,
  },
  distributions: {
    ...Object.fromEntries(
      (Object.keys(BINS) as (keyof typeof BINS)[]).map((name) => [
        name,
        {
          of: name === 'min_ttc_s' ? 'clips' : 'labels',
          bin_edges: [...BINS[name].edges, BINS[name].end],
          counts: totals.distributions[name],
          ...(name === 'min_ttc_s' ? { none: totals.withoutTtc } : {}),
        },
      ]),
    ),
    weather: { of: 'frames', meaning: WEATHERS, counts: totals.weather },
    time_of_day: { of: 'frames', meaning: LIGHTS, counts: totals.light },
  },
})
