/** One row of a sweep's table, and the columns that it has in a file: the same names, units and order in every format. */
import type { Cell, TableColumn } from '../export/index.ts'
import type { Scenario } from '../scenario/index.ts'
import type { RunRecord } from './run.ts'

/** What one run of a sweep came to. SI units; a quantity without a value is null. */
export interface SweepRow {
  readonly scenario: string
  readonly seed: number
  readonly parameters: RunRecord['parameters']
  readonly duration_s: number
  /** The worst outcome class that held, and all that did. */
  readonly class: string
  readonly classes: readonly string[]
  readonly critical: boolean
  readonly collision: boolean
  readonly min_ttc_s: number | null
  readonly min_ttc_with: string | null
  readonly min_distance_m: number | null
  readonly max_delta_v_mps: number | null
  /** Of anybody. */
  readonly loss_of_control: boolean
  readonly verdict: 'passed' | 'failed'
  /** sha256 of the run's state log: what `nearmiss replay` is checked against. */
  readonly digest: string
}

export const rowOf = ({ scenario, seed, parameters, duration_s, outcome, digest }: RunRecord): SweepRow => ({
  ...{ scenario, seed, parameters, duration_s },
  class: outcome.class,
  classes: outcome.classes,
  critical: outcome.critical,
  collision: outcome.collision,
  min_ttc_s: outcome.min_ttc_s,
  min_ttc_with: outcome.min_ttc_with,
  min_distance_m: outcome.min_distance_m,
  max_delta_v_mps: outcome.max_delta_v_mps,
  loss_of_control: outcome.loss_of_control.length > 0,
  verdict: outcome.verdict,
  digest,
})

export interface Column extends TableColumn {
  readonly of: (row: SweepRow) => Cell
}

const text = (name: string, of: (row: SweepRow) => string | null): Column => ({ name, type: 'text', of })
const number = (name: string, of: (row: SweepRow) => number | null): Column => ({ name, type: 'number', of })
const truth = (name: string, of: (row: SweepRow) => boolean): Column => ({ name, type: 'truth', of })

const OUTCOME: readonly Column[] = [
  number('duration_s', (r) => r.duration_s),
  text('class', (r) => r.class),
  text('classes', (r) => r.classes.join(' ')),
  truth('critical', (r) => r.critical),
  truth('collision', (r) => r.collision),
  number('min_ttc_s', (r) => r.min_ttc_s),
  text('min_ttc_with', (r) => r.min_ttc_with),
  number('min_distance_m', (r) => r.min_distance_m),
  number('max_delta_v_mps', (r) => r.max_delta_v_mps),
  truth('loss_of_control', (r) => r.loss_of_control),
  text('verdict', (r) => r.verdict),
  text('digest', (r) => r.digest),
]

/** Before a parameter's name, so that none can take the place of another column. */
const PARAMETER = 'param_'

/** The columns of a table of these scenarios' runs: one for each parameter of any of them, SI units. */
export const columnsOf = (scenarios: readonly Scenario[]): Column[] => {
  const types = new Map<string, 'number' | 'text'>()
  for (const { material } of scenarios)
    for (const { name, type } of material.parameters) {
      const found = type.kind === 'quantity' ? 'number' : 'text'
      types.set(name, (types.get(name) ?? found) === found ? found : 'text')
    }
  const parameters = [...types].map(([name, type]): Column => {
    const value = ({ parameters: p }: SweepRow): Cell => (Object.hasOwn(p, name) ? p[name] : null)
    return type === 'number'
      ? { name: PARAMETER + name, type, of: value }
      : text(PARAMETER + name, (row) => value(row)?.toString() ?? null)
  })
  return [
    text('scenario', (r) => r.scenario),
    { name: 'seed', type: 'whole', of: (r) => r.seed },
    ...parameters,
    ...OUTCOME,
  ]
}
