/** What raw tells of a clip as a whole, put together of what its pieces have seen: tracks, readings, events, captions. */
import { createReadStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createSightWatch, describeClip, firstSights, type Frame, type Sight } from '../../labels/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { openAppender, type Appender } from '../append.ts'
import type { Clip, FinishedPiece } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { isInstrument, readingRow, readingsHeader } from './readings.ts'
import { TRACK_COLUMNS, trackRows } from './tracks.ts'

/** Beside the clip's own folder in a piece's: no files of the data set yet. */
const [TRACKS, SIGHTS] = ['tracks.csv', 'sights.json']
/** A table that every piece adds its lines to. */
interface Table {
  /** In a piece's folder. */
  readonly part: string
  /** In the clip's. */
  readonly file: string
  readonly header: string
}

const tablesOf = ({ sensors, actors }: ConcreteScenario): Table[] => [
  { part: TRACKS, file: TRACKS, header: `${TRACK_COLUMNS.join()}\n` },
  ...sensors.filter(isInstrument).map((sensor) => ({
    part: `${sensor.id}.csv`,
    file: join(sensor.id, 'readings.csv'),
    header: readingsHeader(sensor, actors),
  })),
]

export interface PieceNotes {
  state(state: WorldState): Promise<void>
  see(frame: Frame): Promise<void>
  close(): Promise<void>
}

/** Notes what a piece has to say for its clip. */
export const takeNotes = async (folder: string, { scenario }: Clip): Promise<PieceNotes> => {
  const tables = new Map<string, Appender>()
  for (const { part } of tablesOf(scenario)) tables.set(part, await openAppender(join(folder, part)))
  const sights = createSightWatch(scenario)
  return {
    state: async (state) => tables.get(TRACKS)?.write(trackRows(state)),
    see: async (frame) => {
      sights.see(frame)
      const row = readingRow(frame)
      if (row !== null) await tables.get(`${frame.sensor.id}.csv`)?.write(row)
    },
    close: async () => {
      for (const table of tables.values()) await table.close()
      await writeFile(join(folder, SIGHTS), JSON.stringify(sights.sights()))
    },
  }
}

/** Puts the notes of pieces together, clip by clip; pieces come in order. */
export const clipFiles = (root: string) => {
  let open: Appender[] | null = null
  let sights: Sight[] = []
  return {
    async add({ clip, folder, last }: FinishedPiece): Promise<void> {
      const { scenario, labels, events: log } = clip
      const own = join(root, clip.name)
      const tables = tablesOf(scenario)
      open ??= await Promise.all(tables.map((table) => beginTable(own, table)))
      for (const [i, { part }] of tables.entries())
        for await (const bytes of createReadStream(join(folder, part))) await open[i].write(bytes as Buffer)
      sights.push(...(JSON.parse(await readFile(join(folder, SIGHTS), 'utf8')) as Sight[]))
      if (!last) return
      for (const table of open) await table.close()
      const events = [...labels, ...firstSights(scenario, labels, sights)].sort((a, b) => a.time - b.time)
      await writeFile(join(own, 'events.json'), toJson({ events, log }))
      await writeFile(join(own, 'captions.json'), JSON.stringify(describeClip(scenario, events)))
      open = null
      sights = []
    },
  }
}

const beginTable = async (folder: string, { file, header }: Table): Promise<Appender> => {
  await mkdir(dirname(join(folder, file)), { recursive: true })
  const table = await openAppender(join(folder, file))
  await table.write(header)
  return table
}
