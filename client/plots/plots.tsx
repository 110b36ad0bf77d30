/** The run's signals: speed of everyone, slip and friction of the subject, and how close it comes. */
import { useEffect, useMemo } from 'preact/hooks'
import { NEAR_MISS_TTC } from '../../src/criticality/index.ts'
import type { Player } from '../player/player.ts'
import { Plot } from './plot.tsx'
import { openSeries, subjectOf } from './series.ts'

const ACTOR_COLORS = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6']
/** More lines than this cannot be told apart. */
const MOST_ACTORS = ACTOR_COLORS.length

export const Plots = ({ player }: { player: Player }) => {
  const { tape } = player
  const series = useMemo(() => openSeries(tape), [tape])
  useEffect(() => () => series.dispose(), [series])
  const actors = tape.head.layout.actors.slice(0, MOST_ACTORS)
  const subject = tape.head.layout.actors[subjectOf(tape)].id
  const summary = tape.summary.value
  const duration = Math.max(1, summary.status === 'running' ? summary.duration : player.edge.value)
  const shared = { series, player, duration }
  return (
    <div class="plots">
      <Plot
        key={`${tape.head.summary.id}-speed`}
        {...shared}
        title="Speed"
        unit="km/h"
        low={0}
        high={null}
        atLeast={[0, 50]}
        lines={actors.map((a, i) => ({ label: a.id, color: ACTOR_COLORS[i], column: series.speed[i] }))}
      />
      <Plot
        key={`${tape.head.summary.id}-slip`}
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
        ]}
      />
      <Plot
        key={`${tape.head.summary.id}-ttc`}
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
        ]}
      />
    </div>
  )
}
