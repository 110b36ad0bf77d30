/** Where on his way a driver turns off or changes lane, and what his indicators say of it beforehand. */
import { wrapAngle } from '../../math/index.ts'
import type { Leg, Road } from '../../road/index.ts'
import { insideOf, type Pass } from './passes.ts'

/** A stretch of a way on which it leads to one side, m along it. */
export interface Turn {
  readonly side: 'left' | 'right'
  readonly from: number
  readonly to: number
}

/** Less than this off where the road has been leading is straight on, rad. */
const STRAIGHT = 0.4
/** A change of lane that the way takes begins this far before the end of a leg and ends as far behind it, m. */
const CHANGE = 20
/** Indicators are on from this far before a turn, and for this long, whichever is more, m and s. */
const BEFORE = 25
const AHEAD = 3

/**
 * All turns of a way. A lane that leads on to one other only is followed, however it bends; where there is a
 * choice, what counts is how far the way leaves the bend that it was in (so a roundabout is left to its outside).
 */
export const turnsOf = (road: Road, legs: readonly Leg[], passes: readonly Pass[]): readonly Turn[] => {
  const { nodes } = road.graph
  const turns: Turn[] = []
  for (let i = 0; i + 1 < legs.length; i++) {
    const [leg, next] = [legs[i], legs[i + 1]]
    if (leg.then === 'left' || leg.then === 'right')
      turns.push({ side: leg.then, from: passes[i].to - CHANGE, to: passes[i].to + CHANGE })
    const { junction } = nodes[next.node]
    if (leg.then !== 'on' || junction === null || nodes[leg.node].next.length < 2) continue
    let last = i + 1
    while (last + 1 < legs.length && nodes[legs[last + 1].node].junction === junction) last++
    const bend = leg.direction * road.curvature(insideOf(leg), leg.road)
    let off = 0
    for (const { road: on, direction, from, to } of legs.slice(i + 1, last + 1)) {
      const turned = road.toWorld(to, 0, on).heading - road.toWorld(from, 0, on).heading
      off += wrapAngle(turned) - bend * direction * (to - from)
    }
    if (Math.abs(off) > STRAIGHT)
      turns.push({ side: off > 0 ? 'left' : 'right', from: passes[i].to, to: passes[last].to })
  }
  return turns
}

/** What the indicators say of the way ahead. @param front of the vehicle, along the way, m */
export const indicatedTurn = (turns: readonly Turn[], front: number, speed: number): Turn['side'] | null => {
  const ahead = front + Math.max(BEFORE, AHEAD * speed)
  for (const { side, from, to } of turns) if (from < ahead && to > front) return side
  return null
}
