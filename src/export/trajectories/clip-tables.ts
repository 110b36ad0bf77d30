/** scenario.parquet and event.parquet: what each clip is of, what came of it, and what happened in it. */
import { TICKS_PER_SECOND } from '../../world/index.ts'
import type { Clip } from '../exporter.ts'
import { toJson } from '../json-list.ts'
import type { Cell, TableColumn } from '../table.ts'

const text = (name: string): TableColumn => ({ name, type: 'text' })
const number = (name: string): TableColumn => ({ name, type: 'number' })

/** `parameters`, `tags` and `weather` are JSON: their names differ from scenario to scenario. */
export const SCENARIO_COLUMNS: readonly TableColumn[] = [
  ...['clip', 'split', 'scenario', 'title'].map(text),
  { name: 'seed', type: 'whole' },
  ...['from_s', 'to_s'].map(number),
  text('outcome'),
  number('min_ttc_s'),
  ...['contacts', 'near_misses', 'skids', 'emergency_brakings'].map((name): TableColumn => ({
    name,
    type: 'whole',
  })),
  ...['road_surface', 'parameters', 'tags', 'weather'].map(text),
]

export const scenarioRow = ({ name, split, scenario, from, to, outcome, minTtc, labels }: Clip): Cell[] => {
  const count = (kind: Clip['labels'][number]['kind']): number => labels.filter((e) => e.kind === kind).length
  return [
    ...[name, split, scenario.name, scenario.title, scenario.seed],
    ...[from / TICKS_PER_SECOND, to / TICKS_PER_SECOND, outcome, minTtc],
    ...[count('contact'), count('near-miss'), count('skid-start'), count('aeb')],
    ...[scenario.road.surface, toJson(scenario.parameters), toJson(scenario.tags), toJson(scenario.weather)],
  ]
}

/** `actors`: ids joined by blanks, whose event it is first; `metrics`: JSON, each name ends in its unit. */
export const EVENT_COLUMNS: readonly TableColumn[] = [
  text('clip'),
  number('time_s'),
  ...['kind', 'actors', 'metrics'].map(text),
]

export const eventRows = ({ name, labels }: Clip): Cell[][] =>
  labels.map(({ time, kind, actors, metrics }) => [name, time, kind, actors.join(' '), toJson(metrics)])
