/** Two runs in step: where they differ now, and in what they came to. */
import { useComputed } from '@preact/signals'
import { slipAngleOf, speedOf, subjectIndex } from '../../src/criticality/index.ts'
import type { RunSummary } from '../../src/protocol/index.ts'
import type { ActorState } from '../../src/world/index.ts'
import { dependOn } from '../player/depend-on.ts'
import type { Player } from '../player/player.ts'
import { useReadable } from '../player/refresh.ts'
import type { Tape } from '../player/tape.ts'
import type { Session } from '../session.ts'

const DEGREES = 180 / Math.PI

interface Row {
  readonly name: string
  readonly unit: string
  readonly ours: number | null
  readonly theirs: number | null
}

const subjectAt = (tape: Tape, time: number): ActorState | null => {
  // A run that is over stays where it ended.
  const last = Math.max(0, tape.steps.peek() - 1) / 100
  return tape.at(Math.min(time, last))?.actors[subjectIndex(tape.head.layout.actors)] ?? null
}

const rowsNow = (a: ActorState | null, b: ActorState | null): Row[] => {
  const row = (name: string, unit: string, of: (actor: ActorState) => number): Row => ({
    ...{ name, unit },
    ours: a && of(a),
    theirs: b && of(b),
  })
  return [
    row('speed', 'km/h', (x) => speedOf(x) * 3.6),
    row('slip angle', '°', (x) => slipAngleOf(x) * DEGREES),
    row('along the road', 'm', (x) => x.s),
    row('to its left', 'm', (x) => x.t),
  ]
}

const rowsInAll = (a: RunSummary, b: RunSummary): Row[] => {
  const [ours, theirs] = [a.outcome?.extremes ?? [], b.outcome?.extremes ?? []]
  const metrics = [...new Set([...ours, ...theirs].map((e) => e.metric))]
  return metrics.map((metric) => {
    const [x, y] = [ours, theirs].map((list) => list.find((e) => e.metric === metric))
    return { name: metric, unit: (x ?? y)!.unit, ours: x?.value ?? null, theirs: y?.value ?? null }
  })
}

const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(2))

const difference = ({ ours, theirs }: Row): string => {
  if (ours === null || theirs === null) return ''
  const by = ours - theirs
  return `${by > 0 ? '+' : by < 0 ? '−' : ''}${Math.abs(by).toFixed(2)}`
}

const Rows = ({ title, rows }: { title: string; rows: readonly Row[] }) => (
  <tbody>
    <tr>
      <th colSpan={4} scope="colgroup">
        {title}
      </th>
    </tr>
    {rows.map((r) => (
      <tr key={r.name}>
        <th scope="row">
          {r.name} <span class="unit">{r.unit}</span>
        </th>
        <td>{shown(r.ours)}</td>
        <td>{shown(r.theirs)}</td>
        <td class="by">{difference(r)}</td>
      </tr>
    ))}
  </tbody>
)

interface CompareProps {
  readonly session: Session
  readonly player: Player
  readonly rival: Tape
}

export const Compare = ({ session, player, rival }: CompareProps) => {
  const now = useReadable(player.time)
  const rows = useComputed(() => {
    // Rows come one stretch after another, while the playhead may stand still.
    dependOn(player.tape.rows, rival.rows)
    return rowsNow(subjectAt(player.tape, now.value), subjectAt(rival, now.value))
  })
  const [ours, theirs] = [player.tape.summary.value, rival.summary.value]
  const inAll = rowsInAll(ours, theirs)
  return (
    <section class="compare" aria-label="Comparison of two runs">
      <header>
        <h2>Compare</h2>
        <span class="spring" />
        <button type="button" class="small" onClick={() => void session.compare(null)}>
          Close
        </button>
      </header>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">seed {ours.seed}</th>
            <th scope="col" class="theirs" title={theirs.title}>
              seed {theirs.seed}
            </th>
            <th scope="col">differs by</th>
          </tr>
        </thead>
        <Rows title="Now" rows={rows.value} />
        {inAll.length > 0 && <Rows title="Worst of the run" rows={inAll} />}
      </table>
    </section>
  )
}
