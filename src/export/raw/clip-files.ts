/** What raw tells of a clip as a whole, put together of what its pieces have seen: tracks, events, captions. */
import { createReadStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSightWatch, describeClip, firstSights, type Frame, type Sight } from '../../labels/index.ts'
import type { WorldState } from '../../world/index.ts'
import { openAppender, type Appender } from '../append.ts'
import type { Clip, FinishedPiece } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import { TRACK_COLUMNS, trackRows } from './tracks.ts'

/** Beside the clip's own folder in a piece's: no files of the data set yet. */
const [TRACKS, SIGHTS] = ['tracks.csv', 'sights.json']

export interface PieceNotes {
  state(state: WorldState): Promise<void>
  see(frame: Frame): void
  close(): Promise<void>
}

/** Notes what a piece has to say for its clip. */
export const takeNotes = async (folder: string, { scenario }: Clip): Promise<PieceNotes> => {
  const tracks = await openAppender(join(folder, TRACKS))
  const sights = createSightWatch(scenario)
  return {
    state: (state) => tracks.write(trackRows(state)),
    see: (frame) => sights.see(frame),
    close: async () => {
      await tracks.close()
      await writeFile(join(folder, SIGHTS), JSON.stringify(sights.sights()))
    },
  }
}

/** Puts the notes of pieces together, clip by clip; pieces come in order. */
export const clipFiles = (root: string) => {
  let tracks: Appender | null = null
  let sights: Sight[] = []
  return {
    async add({ clip, folder, last }: FinishedPiece): Promise<void> {
      const own = join(root, clip.name)
      await mkdir(own, { recursive: true })
      if (tracks === null) {
        tracks = await openAppender(join(own, TRACKS))
        await tracks.write(`${TRACK_COLUMNS.join()}\n`)
      }
      for await (const part of createReadStream(join(folder, TRACKS))) await tracks.write(part as Buffer)
      sights.push(...(JSON.parse(await readFile(join(folder, SIGHTS), 'utf8')) as Sight[]))
      if (!last) return
      await tracks.close()
      const { scenario, labels, events: log } = clip
      const events = [...labels, ...firstSights(scenario, labels, sights)].sort((a, b) => a.time - b.time)
      await writeFile(join(own, 'events.json'), toJson({ events, log }))
      await writeFile(join(own, 'captions.json'), JSON.stringify(describeClip(scenario, events)))
      tracks = null
      sights = []
    },
  }
}
