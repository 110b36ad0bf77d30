/**
 * Trajectories: who was where, a hundred times a second, as tables (Parquet) whose columns bear ASAM OSI's names. Made
 * of states alone: nothing is drawn for them.
 */
import { join } from 'node:path'
import type { Clip, DataSetContext, Exporter, FinishedPiece } from '../exporter.ts'
import type { WorldState } from '../../world/index.ts'
import { keepStates, keptStates } from '../states.ts'
import { writeTable, type Cell, type TableColumn } from '../table.ts'
import { EVENT_COLUMNS, eventRows, SCENARIO_COLUMNS, scenarioRow } from './clip-tables.ts'
import { MOVING_OBJECT_COLUMNS, movingObjects } from './moving-object.ts'
import { verifyTrajectories } from './verify.ts'
import { WHEEL_COLUMNS, wheelData } from './wheel-data.ts'

export const trajectories: Exporter = {
  name: 'trajectories',
  summary: 'tracks of all road users and their wheels as Parquet, by the names of ASAM OSI; clips and events',
  statesOnly: true,
  piece: keepStates,
  assemble,
  verify: verifyTrajectories,
}

async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  { clips }: DataSetContext,
): Promise<void> {
  const write = (
    name: string,
    columns: readonly TableColumn[],
    rows: Iterable<readonly Cell[]>,
  ): Promise<void> => writeTable(join(folder, `${name}.parquet`), columns, rows)
  await write('moving_object', MOVING_OBJECT_COLUMNS, rowsOf(pieces, movingObjects))
  await write('wheel_data', WHEEL_COLUMNS, rowsOf(pieces, wheelData))
  await write(
    'scenario',
    SCENARIO_COLUMNS,
    mapped(clips, (clip) => [scenarioRow(clip)]),
  )
  await write('event', EVENT_COLUMNS, mapped(clips, eventRows))
}

/** Rows of all pieces; what makes them is made anew for every clip. */
function* rowsOf(
  pieces: Iterable<FinishedPiece>,
  of: (clip: Clip) => (state: WorldState) => Cell[][],
): Generator<readonly Cell[], void, void> {
  let rows: ((state: WorldState) => Cell[][]) | null = null
  for (const { clip, folder, index } of pieces) {
    if (rows === null || index === 0) rows = of(clip)
    for (const state of keptStates(folder)) yield* rows(state)
  }
}

function* mapped(
  clips: Iterable<Clip>,
  of: (clip: Clip) => readonly (readonly Cell[])[],
): Generator<readonly Cell[], void, void> {
  for (const clip of clips) yield* of(clip)
}
