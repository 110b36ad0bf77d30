/** Spray: on a wet road the wheels of what drives fast throw up a cloud that hides what is behind it. */
import type { Box } from '../../criticality/index.ts'
import type { Other } from '../view.ts'

/** A wake begins at this speed and is as long as it gets at that one, m/s. */
const SPRAY_FROM = 10
const SPRAY_FULL = 25
/** Longest wakes, m: of what has tall, many wheels and of what has not; the cloud is wider than its vehicle by this. */
const LONG_WAKE = 40
const SHORT_WAKE = 10
const LARGE = 2.2
const WIDER = 2
/** Meteorological optical range within it, m: judgement, after measurements behind trucks in heavy rain. */
const WITHIN = 20

const WET = ['wet-asphalt', 'standing-water', 'slush']

/** The cloud behind a road user as a box on the ground; null: there is none. */
const wakeOf = ({ spec, state, placed }: Other): Box | null => {
  if (!state.wheels.some((w) => WET.includes(w.surface))) return null
  const [vx, vy] = state.velocity
  const speed = Math.sqrt(vx * vx + vy * vy)
  const share = Math.min(1, (speed - SPRAY_FROM) / (SPRAY_FULL - SPRAY_FROM))
  if (share <= 0) return null
  const length = share * (spec.spec.width > LARGE ? LONG_WAKE : SHORT_WAKE)
  const { world } = placed
  const back = (world.length + length) / 2
  return {
    ...world,
    x: world.x - back * Math.cos(world.heading),
    y: world.y - back * Math.sin(world.heading),
    length,
    width: world.width + WIDER,
  }
}

/**
 * Whether spray takes the sight along a line, from the length of it within each cloud.
 * @param inside metres of the line that are within a box
 */
export const isLostInSpray = (others: readonly Other[], inside: (box: Box) => number): boolean =>
  others.reduce((sum, other) => {
    const wake = wakeOf(other)
    return wake === null ? sum : sum + inside(wake)
  }, 0) > WITHIN
