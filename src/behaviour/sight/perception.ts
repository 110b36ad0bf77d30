/**
 * What an assistance system makes of its sensor. It looks at its own rate, believes in something after two looks that
 * show it, and keeps it up for a few looks that do not. Faults of the sensor act here: what is covered shows things
 * later, what drops out misses looks, what is late tells of the past, and a ghost is something that is not there.
 */
import { stream } from '../../math/index.ts'
import type { DriverSpec, PerceptionSpec, SensorFaultKind } from '../../scenario/index.ts'
import type { SensorFault } from '../../world/index.ts'
import type { Lead } from './lead.ts'
import type { View } from '../view.ts'

/** Looks that must agree before a track is believed in, and looks without it after which it is given up. */
const CONFIRMED = 2
const GIVEN_UP = 4
/** A ghost stands this far ahead, m, and lasts for about so many looks: judgement, after recordings of false echoes. */
const GHOST_NEAREST = 8
const GHOST_FARTHEST = 60
const GHOST_LOOKS = 6
/** Draws that a look may need. */
const DRAWS = 3

/** The sensor of a driver's assistance system; null: it has none, and sees all that the driver could. */
export const perceptionOf = (driver: DriverSpec): PerceptionSpec | null =>
  driver.kind === 'aeb' || driver.kind === 'acc' ? (driver.perception ?? null) : null

/** Chance of one system's looks over a run: made before it starts, so nothing of it has to be remembered. */
export type Looks = Float64Array

/** The draws of one actor for a run of `duration` seconds from its own stream of the seed. */
export const looksOf = (
  spec: PerceptionSpec | null,
  seed: number,
  actor: string,
  duration: number,
): Looks => {
  if (spec === null) return new Float64Array(0)
  const random = stream(seed, 'perception', actor)
  return Float64Array.from({ length: DRAWS * (Math.ceil(duration * spec.rate) + 1) }, () => random.next())
}

/** What one look has shown. */
interface Look {
  readonly time: number
  readonly lead: Lead | null
}

/** What the system has been told, and where it takes the own vehicle to have been then (m along its way). */
interface Report extends Look {
  readonly own: number
}

/** Where the own vehicle is along its way, m, and how fast it goes there, m/s. */
interface Own {
  readonly at: number
  readonly speed: number
}

/** Between control steps: plain data. */
export interface PerceptionMemory {
  looks: number
  /** Looks that the system has not been told of yet, and the last that it has. */
  waiting: Look[]
  known: Report | null
  hits: number
  misses: number
  /** A false echo: where it stands along the own way, m, and for how many more looks. */
  ghost: { readonly at: number; readonly left: number } | null
}

export const freshPerception = (): PerceptionMemory => ({
  looks: 0,
  waiting: [],
  known: null,
  hits: 0,
  misses: 0,
  ghost: null,
})

/** How strong a fault of this sensor is now; 0: it is not at work. */
const levelOf = (faults: readonly SensorFault[], sensor: string, kind: SensorFaultKind): number =>
  faults.reduce((most, f) => (f.sensor === sensor && f.fault === kind ? Math.max(most, f.level) : most), 0)

/**
 * How far the sensor shows anything, m: a camera and a lidar no farther than light comes; a covered lens shows
 * what is large enough in what is left of it.
 */
const reachOf = (view: View, { kind, range, sensor }: PerceptionSpec): number => {
  const cover = (['snow-cover', 'mud'] as const).reduce(
    (open, fault) => open * (1 - levelOf(view.faults, sensor, fault)),
    1,
  )
  return (kind === 'radar' ? range : Math.min(range, view.sight)) * cover
}

/**
 * The one ahead as the system believes it to be.
 * @param truth whom the sensor would show, of all that are nearer than the view's sight.
 */
const perceive = (
  view: View,
  memory: PerceptionMemory,
  spec: PerceptionSpec,
  looks: Looks,
  own: Own,
  truth: (view: View) => Lead | null,
): Lead | null => {
  const { time, faults } = view
  const of = (kind: SensorFaultKind): number => levelOf(faults, spec.sensor, kind)
  // Half a microsecond: sums of control steps are not exact in binary.
  if (time + 5e-7 >= memory.looks / spec.rate) {
    const draw = (i: number): number => looks[DRAWS * memory.looks + i]
    const reach = reachOf(view, spec)
    // Neither radar nor lidar needs light.
    const dark = view.dark && spec.kind === 'camera'
    const seen = truth({ ...view, sight: reach, dark, radar: spec.kind === 'radar' })
    const lost = draw(0) < of('dropout')
    const frozen = draw(0) < of('freeze')
    haunt(memory, of('ghosts') / spec.rate, draw(1), draw(2), own.at)
    const echo = memory.ghost === null ? null : ghostLead(memory.ghost.at - own.at)
    const shown = lost ? null : seen
    const lead = echo !== null && (shown === null || echo.gap < shown.gap) ? echo : shown
    memory.waiting.push({ time, lead: frozen ? (memory.known?.lead ?? null) : lead })
    memory.looks++
  }
  const late = spec.latency + of('latency')
  while (memory.waiting.length > 0 && memory.waiting[0].time + late <= time + 5e-7) {
    const [look] = memory.waiting.splice(0, 1)
    // It knows how late its sensor usually is, not what a fault adds.
    take(memory, { lead: look.lead, time: time - spec.latency, own: own.at - own.speed * spec.latency })
  }
  const { known } = memory
  if (known?.lead == null || memory.hits < CONFIRMED) return null
  const { lead } = known
  return { ...lead, gap: Math.max(0, lead.gap + lead.speed * (time - known.time) - (own.at - known.own)) }
}

/** Whom a driver's assistance system has before it: as its sensor shows it, or, without one, as it is. */
export const perceivedLead = (
  view: View,
  memory: PerceptionMemory | null,
  looks: Looks,
  own: Own,
  truth: (view: View) => Lead | null,
): Lead | null => {
  const spec = perceptionOf(view.spec.driver)
  return spec === null || memory === null ? truth(view) : perceive(view, memory, spec, looks, own, truth)
}

/** Counts a look for or against the track. */
const take = (memory: PerceptionMemory, look: Report): void => {
  if (look.lead !== null) {
    memory.known = look
    memory.hits++
    memory.misses = 0
    return
  }
  memory.misses++
  if (memory.hits >= CONFIRMED && memory.misses < GIVEN_UP) return
  memory.known = look
  memory.hits = 0
}

/** Lets a ghost come or go. */
const haunt = (memory: PerceptionMemory, chance: number, comes: number, where: number, own: number): void => {
  if (memory.ghost !== null) {
    const left = memory.ghost.left - 1
    memory.ghost = left > 0 ? { ...memory.ghost, left } : null
  } else if (comes < chance) {
    const at = own + GHOST_NEAREST + where * (GHOST_FARTHEST - GHOST_NEAREST)
    memory.ghost = { at, left: 1 + Math.floor((2 * GHOST_LOOKS * comes) / chance) }
  }
}

const ghostLead = (gap: number): Lead | null => (gap > 0 ? { gap, speed: 0, acceleration: 0 } : null)
