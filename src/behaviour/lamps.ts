/** The lamps as they are seen: lit or dark at this instant. */
import type { IndicatorState, Weather } from '../scenario/index.ts'
import type { Lights } from '../world/index.ts'
import { courseAt } from './lane/course.ts'
import type { ActorMemory } from './memory.ts'
import type { View } from './view.ts'

/** Flashes a second; UN R48 allows 60 to 120 a minute. */
const FLASH_RATE = 1.5
/** A pedal pressed less than this lights no lamp. */
const BRAKE_LAMP = 0.02
/** A move across the road of less than this is not indicated, m. */
const INDICATED_MOVE = 1
const DIM_SUN = (6 * Math.PI) / 180
const POOR_VISIBILITY = 1000

/** Whether people drive with headlights in this weather. */
export const headlightsOn = ({ snowfall, rainfall, visibility, sun }: Weather): boolean =>
  snowfall > 0 || rainfall > 0 || visibility < POOR_VISIBILITY || sun.elevation < DIM_SUN

/** What the indicators say when nobody has switched them by hand: of a move that goes on, or of one that is meant. */
const shown = ({ rules, time }: View, { course, direction, intent }: ActorMemory): IndicatorState => {
  const way = direction * (course.to - course.from)
  if (Math.abs(way) >= INDICATED_MOVE && courseAt(course, time).t !== course.to)
    return way > 0 ? 'left' : 'right'
  return intent?.side ?? rules.turn ?? 'off'
}

/** @param headlights whether people drive with headlights in this weather */
export const lampsOf = (view: View, memory: ActorMemory, brake: number, headlights: boolean): Lights => {
  const { lights: atStart = {} } = view.spec
  const indicator =
    memory.indicator?.what ?? (memory.crashed ? 'hazard' : (atStart.indicator ?? shown(view, memory)))
  const beam = memory.headlights?.what ?? atStart.headlights ?? (headlights ? 'on' : 'off')
  const { driver } = view.spec
  const urgent = 'emergency' in driver && driver.emergency === true
  const beacon = memory.beacon?.what ?? { lit: atStart.beacon ?? urgent, siren: atStart.siren ?? urgent }
  const flash = (view.time * FLASH_RATE) % 1 < 0.5
  return {
    brake: brake > BRAKE_LAMP,
    indicatorLeft: flash && (indicator === 'left' || indicator === 'hazard'),
    indicatorRight: flash && (indicator === 'right' || indicator === 'hazard'),
    headlights: beam !== 'off',
    highBeam: beam === 'high',
    beacon: beacon.lit,
    siren: beacon.siren,
  }
}
