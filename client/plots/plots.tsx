/** The run's signals: speed of everyone, slip and friction of the subject, and how close it comes. */
import { useEffect, useMemo } from 'preact/hooks'
import { NEAR_MISS_TTC } from '../../src/criticality/index.ts'
import type { Player } from '../player/player.ts'
import type { Tape } from '../player/tape.ts'
import { Plot, type Line } from './plot.tsx'
import { openSeries, subjectOf, type Column, type Series } from './series.ts'

const ACTOR_COLORS = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6']
/** More lines than this cannot be told apart. */
const MOST_ACTORS = ACTOR_COLORS.length

export const Plots = ({ player, rival }: { player: Player; rival: Tape | null }) => {
  const { tape } = player
  const series = useMemo(() => openSeries(tape), [tape])
  useEffect(() => () => series.dispose(), [series])
  const other = useMemo(() => (rival === null ? null : openSeries(rival)), [rival])
  useEffect(() => () => other?.dispose(), [other])
  const theirs = rival === null || other === null ? null : { series: other, subject: subjectOf(rival) }
  /** The same signal of the run that it is compared with. */
  const against = (of: (other: Series, subject: number) => Column): Line[] =>
    theirs === null
      ? []
      : [{ label: 'other', color: '--note', column: of(theirs.series, theirs.subject), dashed: true }]
  const name = `${tape.head.summary.id}-${rival?.head.summary.id ?? ''}`
  const actors = tape.head.layout.actors.slice(0, MOST_ACTORS)
  const subject = tape.head.layout.actors[subjectOf(tape)].id
  const summary = tape.summary.value
  const duration = Math.max(1, summary.status === 'running' ? summary.duration : player.edge.value)
  const shared = { series, player, duration, also: other }
  return (
    <div class="plots">
      <Plot
        key={`${name}-speed`}
        {...shared}
        title="Speed"
        unit="km/h"
        low={0}
        high={null}
        atLeast={[0, 50]}
        lines={[
          ...actors.map((a, i) => ({ label: a.id, color: ACTOR_COLORS[i], column: series.speed[i] })),
          ...against((o, subject) => o.speed[subject]),
        ]}
      />
      <Plot
        key={`${name}-slip`}
        {...shared}
        title={`Slip of ${subject}`}
        unit="° / %"
        low={null}
        high={null}
        atLeast={[-5, 20]}
        lines={[
          { label: 'body °', color: '--series-1', column: series.slipAngle },
          { label: 'wheels %', color: '--series-2', column: series.slipRatio },
          { label: 'grip %', color: '--series-3', column: series.friction, dashed: true },
          ...against((o) => o.slipAngle),
        ]}
      />
      <Plot
        key={`${name}-ttc`}
        {...shared}
        title="Time to collision"
        unit="s"
        low={0}
        high={10}
        atLeast={[0, 10]}
        mark={{ value: NEAR_MISS_TTC, label: 'near miss' }}
        lines={[
          { label: 'TTC', color: '--danger', column: series.ttc },
          { label: 'headway', color: '--series-1', column: series.thw, dashed: true },
          ...against((o) => o.ttc),
        ]}
      />
    </div>
  )
}
