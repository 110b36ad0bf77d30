/** The run from above, in lines: there at once, while the world in 3-D is built, and where it cannot be drawn. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { rotate, yawOf } from '../../src/math/index.ts'
import { sketchOf } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { Body, Ground } from '../panes/sketch.tsx'
import { courseOf } from './cameras.ts'

/** Of the view along and across the way of whom it follows, m. */
const SPAN = 110
const ACROSS = 60

interface PlanProps {
  readonly scenario: ConcreteScenario
  /** Calls once a drawn picture of the page. @returns a function that ends it. */
  readonly onFrame: (listener: () => void) => () => void
  readonly state: () => WorldState | null
  readonly followed: string
}

export const Plan = ({ scenario, onFrame, state, followed }: PlanProps) => {
  const [, redrawn] = useState(0)
  useEffect(() => onFrame(() => redrawn((pictures) => pictures + 1)), [])
  const sketch = useMemo(() => sketchOf(scenario, Infinity), [scenario])
  const ground = useMemo(() => <Ground sketch={sketch} width={SPAN} />, [sketch])
  // Read anew for every picture: a state that was kept could be of the scenario before.
  const now = state()
  if (now === null) return null
  const { actors } = now
  const middle = actors.find(({ id }) => id === followed) ?? actors[0]
  const [x, y] = middle.position
  const turn = (courseOf(middle) * 180) / Math.PI
  return (
    <svg
      class={`plan sketch verge-${sketch.verge}`}
      viewBox={`${-SPAN / 3} ${-ACROSS / 2} ${SPAN} ${ACROSS}`}
      preserveAspectRatio="xMidYMid slice"
      role="img"
      aria-label="The run from above"
    >
      <g transform={`rotate(${turn}) translate(${-x} ${y})`}>
        {ground}
        {actors.map((actor, index) => {
          if (!actor.present) return null
          const { spec } = scenario.actors[index]
          const [dx, dy] = rotate(actor.orientation, [spec.length / 2 - spec.rearOverhang, 0, 0])
          const at = [actor.position[0] + dx, actor.position[1] + dy] as const
          return (
            <Body
              key={actor.id}
              {...{ index, at, heading: yawOf(actor.orientation), size: [spec.length, spec.width], least: 1 }}
            />
          )
        })}
      </g>
    </svg>
  )
}
