/**
 * Replay: an HTML file a run that shows it in 3-D, as the cameras draw it, with nothing to install and no network. Made
 * of states alone: the browser draws.
 */
import { join } from 'node:path'
import { describeClip } from '../../labels/index.ts'
import { packRows, rowLayout, writeRow, type RowLayout, type WorldState } from '../../world/index.ts'
import { openAppender, type Appender } from '../append.ts'
import type { Clip, DataSetContext, Exporter, FinishedPiece } from '../exporter.ts'
import { keepStates, keptStates } from '../states.ts'
import { pageEnd, pageHead, pageStates } from './page.ts'
import type { ReplayRecord } from './record.ts'
import { verifyReplays } from './verify.ts'

export const replay: Exporter = {
  name: 'replay',
  summary: 'an HTML file a run that shows it in 3-D in any browser, from disk, without a network',
  statesOnly: true,
  piece: keepStates,
  assemble,
  verify: verifyReplays,
}

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  { version }: DataSetContext,
): Promise<void> {
  let file: Appender | null = null
  try {
    for (const { clip, folder: from, last } of pieces) {
      const states = [...keptStates(from)]
      if (states.length > 0) {
        const layout = rowLayout(states[0])
        if (file === null) {
          file = await openAppender(join(folder, `${clip.name}.html`))
          await pageHead(file, headOf(clip, layout, version))
        }
        await pageStates(file, packRows(layout, rowsOf(states, layout)))
      }
      if (last && file !== null) {
        await pageEnd(file)
        await file.close()
        file = null
      }
    }
  } finally {
    await file?.close()
  }
}

const rowsOf = (states: readonly WorldState[], layout: RowLayout): Float64Array => {
  const rows = new Float64Array(states.length * layout.size)
  for (const [i, state] of states.entries()) writeRow(state, rows, i * layout.size)
  return rows
}

const headOf = (clip: Clip, layout: RowLayout, version: string) => {
  const { scenario, outcome, minTtc, labels } = clip
  const record: ReplayRecord = {
    ...{ generator: `Nearmiss ${version}`, layout, outcome, minTtc },
    // Nothing of what a page cannot show: what the sensors are.
    scenario: { ...scenario, sensors: [] },
    caption: describeClip(scenario, labels).caption.text,
    events: labels,
  }
  return { title: scenario.title, text: scenario.description, record }
}
