/** From a `driver` entry to what the behaviour room reads: styles fill in what is not given. */
import type { DriverSpec, PerceptionSpec, SeeingDriver } from '../concrete.ts'
import type { Resolved } from '../expression/formula.ts'
import type { WholeDocument } from '../scenario.ts'
import type { styles } from '../schema/driver.ts'

type DriverDocument = Resolved<WholeDocument['actors'][string]['driver']>
type Style = (typeof styles)[number]

/** Desired speed on an emergency call over the limit. */
const URGENT = 1.3

type Manner = Omit<
  SeeingDriver,
  'desiredSpeed' | 'laneChanges' | 'overtaking' | 'haze' | 'ignores' | 'crossingMargin' | 'emergency'
> & {
  /** Desired speed over what it would be for the normal style. */
  readonly haste: number
  readonly givesWay: number
}

const NORMAL: Manner = {
  haste: 1,
  givesWay: 2,
  headway: 1.5,
  minGap: 2,
  maxAcceleration: 1.4,
  comfortDeceleration: 2,
  maxDeceleration: 8,
  reaction: 0.8,
  curveAcceleration: 3,
  attention: { glanceEvery: 0, glance: 1.5, weave: 0 },
}

/** Judgement within what is usual: headways of NGSIM and highD drivers, glances of the 100-car study. */
const STYLES: Readonly<Record<Style, Manner>> = {
  normal: NORMAL,
  calm: {
    ...NORMAL,
    haste: 0.95,
    headway: 2,
    maxAcceleration: 1,
    comfortDeceleration: 1.5,
    curveAcceleration: 2,
  },
  aggressive: {
    ...NORMAL,
    ...{ haste: 1.15, headway: 0.8, minGap: 1.5, maxAcceleration: 2.5, comfortDeceleration: 3 },
    curveAcceleration: 4.5,
  },
  drowsy: { ...NORMAL, givesWay: 4, reaction: 1.8, attention: { glanceEvery: 12, glance: 1.5, weave: 0.25 } },
  distracted: {
    ...NORMAL,
    givesWay: 5,
    reaction: 1.1,
    attention: { glanceEvery: 4, glance: 1.8, weave: 0.12 },
  },
}

const perceptionOf = (
  d: Extract<DriverDocument, { kind: 'acc' }>['perception'],
  actor: string,
): { readonly perception?: PerceptionSpec } => {
  if (d === undefined) return {}
  const { by, sensor, range, rate, latency } = d
  return { perception: { kind: by, sensor: `${actor}.${sensor}`, range, rate, latency } }
}

/**
 * @param actor whose driver it is
 * @param speed of the actor at the start, m/s.
 * @param speedLimit of the road there, m/s.
 */
export const driverOf = (
  driver: DriverDocument,
  actor: string,
  speed: number,
  speedLimit: number,
): DriverSpec => {
  if (driver.kind === 'none' || driver.kind === 'walk') return { kind: 'none' }
  if (driver.kind === 'open-loop' || driver.kind === 'external') return driver
  const manner = STYLES[driver.style]
  const mobil = driver['lane-changes']
  const { emergency, overtakes } = driver
  const usual = emergency ? Math.max(speed, URGENT * speedLimit) : speed > 0 ? speed : speedLimit
  const givesWay = driver['gives-way'] ?? manner.givesWay
  const seeing: SeeingDriver = {
    desiredSpeed: driver['desired-speed'] ?? manner.haste * usual,
    ...(emergency ? { emergency: true as const } : {}),
    givesWay: givesWay === 'never' ? null : givesWay,
    headway: driver.headway ?? manner.headway,
    minGap: driver['min-gap'] ?? manner.minGap,
    maxAcceleration: driver['max-acceleration'] ?? manner.maxAcceleration,
    comfortDeceleration: driver['comfort-deceleration'] ?? manner.comfortDeceleration,
    maxDeceleration: driver['max-deceleration'] ?? manner.maxDeceleration,
    // A system has no reaction time of its own.
    reaction: driver.reaction ?? (driver.kind === 'acc' ? 0 : manner.reaction),
    curveAcceleration: driver['curve-acceleration'] ?? manner.curveAcceleration,
    attention: {
      glanceEvery: driver['glance-every'] ?? manner.attention.glanceEvery,
      glance: driver.glance ?? manner.attention.glance,
      weave: driver.weave ?? manner.attention.weave,
    },
    haze: driver['windscreen-haze'],
    ignores: driver.ignores,
    crossingMargin: driver['crossing-margin'],
    ...(overtakes === 'none'
      ? {}
      : { overtaking: { clearance: overtakes.clearance ?? null, spare: overtakes.spare } }),
    laneChanges:
      mobil === 'none'
        ? null
        : {
            politeness: mobil.politeness,
            threshold: mobil.threshold,
            safeBraking: mobil['safe-braking'],
            bias: mobil.bias,
          },
  }
  if (driver.kind === 'aeb')
    return {
      ...{ kind: 'aeb', ...seeing, ttcBrake: driver['ttc-brake'] },
      ...{ delay: driver.delay, deceleration: driver.deceleration },
      ...perceptionOf(driver.perception, actor),
    }
  if (driver.kind === 'rss')
    return {
      ...{ kind: 'rss', ...seeing, response: driver.response, leastBraking: driver['least-braking'] },
      ...{ responseAcceleration: driver['response-acceleration'], leadBraking: driver['lead-braking'] },
    }
  if (driver.kind === 'acc') return { kind: 'acc', ...seeing, ...perceptionOf(driver.perception, actor) }
  return { kind: driver.kind, ...seeing }
}
