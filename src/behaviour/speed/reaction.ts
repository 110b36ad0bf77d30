/**
 * Reaction time: the driver knows the road as it was a moment ago, and carries it forward at the speeds
 * seen then (the temporal anticipation of Treiber, Kesting, Helbing 2006, Physica A 360, 71). So a steady
 * leader is judged rightly and only what is new - a brake, a cut-in - comes late.
 */
import type { Followed } from './idm.ts'

/** What was seen at one control step, and where the driver's own vehicle was then (m along its way). */
export interface Sighting {
  readonly lead: Followed | null
  readonly own: number
}

const carried = ({ lead, own }: Sighting, age: number, ownNow: number): Followed | null =>
  lead && { gap: Math.max(0, lead.gap + lead.speed * age - (ownNow - own)), speed: lead.speed }

/** What a driver who looks away takes to be so: the last that he saw, gone on at the speeds of then. */
export const carryOn = (memory: readonly Sighting[], own: number, dt: number): Sighting => {
  const last = memory.at(-1)
  return { lead: last === undefined ? null : carried(last, dt, own), own }
}

/**
 * Remembers a sighting and gives back what the driver believes now.
 * @param memory the driver's sightings, oldest first; changed in place.
 * @param delaySteps reaction time in control steps of `dt` seconds.
 */
export const seeLate = (
  memory: Sighting[],
  seen: Sighting,
  delaySteps: number,
  dt: number,
): Followed | null => {
  memory.push(seen)
  while (memory.length > delaySteps + 1) memory.shift()
  return carried(memory[0], (memory.length - 1) * dt, seen.own)
}
