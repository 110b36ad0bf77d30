/** The metrics by the names that the literature gives them, over plain inputs with its symbols. */
import { power } from '../math/index.ts'
import { requiredBraking, requiredSwerve, timeToBrake, timeToSteer } from './avoidance.ts'
import { boxTtc, type Box } from './box.ts'
import { chanceOfMeeting, type SpeedDistribution } from './chance.ts'
import { closestEncounter, postEncroachment, predictedEncroachment, rssLateral } from './crossing.ts'
import { timeExposed, timeIntegrated } from './exposure.ts'
import {
  crashIndex,
  decelerationAfterReaction,
  decelerationToAvoid,
  decelerationToSafety,
  grossHeadway,
  modifiedTtc,
  rssLongitudinal,
  stopAwareTtc,
  stoppingShare,
  timeHeadway,
  timeToCollision,
} from './following.ts'
import { conflictIndex, deltaV, fatalityOf } from './severity.ts'

/** A metric's value; Infinity: no conflict; null: not defined here, and why. */
export type Measure =
  { readonly value: number; readonly reason: null } | { readonly value: null; readonly reason: string }

/** Inputs by symbol, SI; infinities may be written as texts, as JSON must. */
export type Inputs = Readonly<Record<string, unknown>>

/** An input that is a number. @throws TypeError when it is missing or none. */
const num = (inputs: Inputs, name: string, fallback?: number): number => {
  const given = inputs[name] ?? fallback
  const value = typeof given === 'string' ? Number(given) : given
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new TypeError(`input '${name}' must be a number`)
  return value
}

const part = (inputs: Inputs, name: string): Inputs => {
  const value = inputs[name]
  if (typeof value !== 'object' || value === null) throw new TypeError(`input '${name}' must be an object`)
  return value as Inputs
}

const vector = (inputs: Inputs, name: string): readonly [number, number] => {
  const v = part(inputs, name)
  return [num(v, '0'), num(v, '1')]
}

const box = (inputs: Inputs, name: string): Box => {
  const b = part(inputs, name)
  return {
    x: num(b, 'x'),
    y: num(b, 'y'),
    heading: num(b, 'heading'),
    vx: num(b, 'vx'),
    vy: num(b, 'vy'),
    length: num(b, 'l'),
    width: num(b, 'w'),
  }
}

const crossing = (inputs: Inputs, actor: string, area: string): Parameters<typeof postEncroachment>[0] => {
  const a = part(inputs, actor)
  return { sFront: num(a, 's_front0'), v: num(a, 'v'), length: num(a, 'length'), area: num(inputs, area) }
}

const distribution = (inputs: Inputs, name: string): SpeedDistribution => {
  const d = part(inputs, name)
  if (d.type === 'normal') return { type: 'normal', mean: num(d, 'mean'), sd: num(d, 'sd') }
  if (d.type === 'uniform') return { type: 'uniform', min: num(d, 'min'), max: num(d, 'max') }
  throw new TypeError(`input '${name}' must be a normal or a uniform distribution`)
}

/** Time to collision at constant speeds every dt from 0 up to, not with, t_end. */
const ttcSeries = (i: Inputs): readonly number[] => {
  const [d0, v1, v2, dt] = [num(i, 'd0'), num(i, 'v1'), num(i, 'v2'), num(i, 'dt')]
  const steps = Math.round(num(i, 't_end') / dt)
  return Array.from({ length: steps }, (_, k) => timeToCollision(d0 - (v1 - v2) * k * dt, v1, v2))
}

const following =
  (...names: readonly string[]) =>
  (f: (...values: number[]) => number) =>
  (i: Inputs): number =>
    f(...names.map((name) => num(i, name, name === 'a1' || name === 'a2' ? 0 : undefined)))

const pair = following('d', 'v1', 'v2')
const accelerating = following('d', 'v1', 'v2', 'a1', 'a2')

const FUNCTIONS: Readonly<Record<string, (inputs: Inputs) => number | null>> = {
  TTC: pair(timeToCollision),
  MTTC: accelerating(modifiedTtc),
  'MTTC (stop-aware)': accelerating(stopAwareTtc),
  'THW (net gap)': following('d', 'v1')(timeHeadway),
  'THW (front-to-front)': following('d', 'v1', 'l2')(grossHeadway),
  DRAC: pair(decelerationToAvoid),
  MDRAC: following('d', 'v1', 'v2', 'prt')(decelerationAfterReaction),
  'a_long,req': following('d', 'v1', 'v2', 'a2')(requiredBraking),
  'a_lat,req': following('ttc', 'w1', 'w2', 'dy')(requiredSwerve),
  a_req: (i) => Math.sqrt(power(num(i, 'a_long_req'), 2) + power(num(i, 'a_lat_req'), 2)),
  BTN: (i) => num(i, 'a_long_req') / num(i, 'a_long_min'),
  STN: (i) => num(i, 'a_lat_req') / num(i, 'a_lat_max'),
  DST: following('d', 'v1', 'v2', 'ts')(decelerationToSafety),
  TTB: following('d', 'v1', 'v2', 'a_max')(timeToBrake),
  TTS: following('ttc', 'w1', 'w2', 'dy', 'a_lat_max')(timeToSteer),
  TTR: (i) => Math.max(num(i, 'ttb'), num(i, 'tts'), num(i, 'ttk')),
  PET: (i) => postEncroachment(crossing(i, 'actor1', 'ca_length1'), crossing(i, 'actor2', 'ca_length2')),
  PrET: following('dist1', 'v1', 'dist2', 'v2')(predictedEncroachment),
  TTCE: (i) => closestEncounter(vector(i, 'rel_pos'), vector(i, 'rel_vel')).time,
  DCE: (i) => closestEncounter(vector(i, 'rel_pos'), vector(i, 'rel_vel')).distance,
  TET: (i) => timeExposed(ttcSeries(i), num(i, 'dt'), num(i, 'tau')),
  TIT: (i) => timeIntegrated(ttcSeries(i), num(i, 'dt'), num(i, 'tau')),
  'RSS d_min longitudinal same direction': following(
    'v_r',
    'v_f',
    'rho',
    'a_max',
    'b_min',
    'b_max',
  )(rssLongitudinal),
  'RSS d_min lateral': (i) =>
    rssLateral(
      num(i, 'v1'),
      num(i, 'v2'),
      num(i, 'rho'),
      num(i, 'a_lat'),
      num(i, 'b_lat'),
      num(i, 'mu'),
      // ad-rss-lib's cases state its sign convention, and follow its rule.
      i.sign !== undefined,
    ),
  'Delta-v': (i) => deltaV(num(i, 'm1'), num(i, 'm2'), vector(i, 'v1'), vector(i, 'v2')),
  'Joksch fatality': following('delta_v')(fatalityOf),
  'Crash Index CrI': accelerating(crashIndex),
  CI: (i) =>
    conflictIndex(
      num(i, 'm1'),
      num(i, 'm2'),
      vector(i, 'v1'),
      vector(i, 'v2'),
      num(i, 'alpha'),
      num(i, 'beta'),
      num(i, 'pet'),
    ),
  PSD: following('d_ca', 'v', 'a_max')(stoppingShare),
  'P_MC (exact reference)': (i) =>
    chanceOfMeeting(num(i, 'd'), distribution(i, 'v1_dist'), num(i, 'v2'), num(i, 'horizon')),
  'TTC 2-D oriented boxes': (i) => boxTtc(box(i, 'A'), box(i, 'B')),
}

/** Why a metric may have no value. */
const UNDEFINED: Readonly<Record<string, string>> = {
  PET: 'both actors are in the conflict area together',
}

/**
 * Every metric by name: inputs -> value, or none and why.
 * Each throws TypeError, naming the input, when one is missing or not a number.
 */
export const METRICS: Readonly<Record<string, (inputs: Inputs) => Measure>> = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([name, f]) => [
    name,
    (inputs: Inputs): Measure => {
      const value = f(inputs)
      return value === null ? { value, reason: UNDEFINED[name] } : { value, reason: null }
    },
  ]),
)
