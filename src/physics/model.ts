/**
 * The constant half of a vehicle: VehicleSpec laid out flat, one array an item of the wheels, with what
 * follows from it (static loads, preloads, friction curves) worked out once. The step only reads it.
 */
import type { MagicFormulaTyre, SurfaceKind, TyreSpec, VehicleSpec } from '../scenario/index.ts'
import { curveOf, tabulate } from './tyre.ts'
import { GRAVITY, TICK, SUBSTEPS } from './constants.ts'

/** Surfaces by number, as the flat arrays hold them. */
export const SURFACE_KINDS: readonly SurfaceKind[] = [
  'dry-asphalt',
  'wet-asphalt',
  'standing-water',
  'packed-snow',
  'loose-snow',
  'slush',
  'ice',
  'black-ice',
  'gravel',
  'grass',
]

/** Wheels in the order front left, front right, rear left, rear right, ...: the other wheel of w's axle. */
export const across = (w: number): number => w ^ 1

export interface VehicleModel {
  readonly spec: VehicleSpec
  readonly wheelCount: number
  readonly mass: number
  /** Of the centre of gravity in the body frame, m. */
  readonly cg: readonly [number, number, number]
  readonly wheelbase: number
  /** Wheel centres at rest, relative to the centre of gravity, m. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  /** Rolling radius and free radius (rolling radius plus static tyre deflection), m. */
  readonly radius: Float64Array
  readonly freeRadius: Float64Array
  readonly spinInertia: Float64Array
  readonly unsprungMass: Float64Array
  readonly spring: Float64Array
  readonly damper: Float64Array
  readonly antiRoll: Float64Array
  readonly bump: Float64Array
  readonly rebound: Float64Array
  readonly tyreRate: Float64Array
  readonly rollScrub: number
  /** Inclination (top to the left) by travel, rad/m. */
  readonly camberByTravel: Float64Array
  /** Suspension force at rest, N. */
  readonly preload: Float64Array
  /** Tyre load at rest, and the load up to which the tyre keeps its peak friction, N. */
  readonly staticLoad: Float64Array
  readonly nominalLoad: Float64Array
  /** Most torque of the brake, N m; share of the driving torque of this wheel. */
  readonly brake: Float64Array
  readonly drive: Float64Array
  /** Share of the way to the pedal that the pressure goes in a tick. */
  readonly brakeResponse: number
  readonly steered: Float64Array
  readonly relaxX: number
  readonly relaxY: number
  readonly loadSensitivity: number
  /** Measured coefficients in place of the curves, or null. */
  readonly magicFormula: MagicFormulaTyre | null
  /** Tabulated friction curve and peak friction of each surface, by SURFACE_KINDS. */
  readonly curves: readonly Float64Array[]
  readonly muPeak: Float64Array
  /** Combined slip at the peak, by SURFACE_KINDS. */
  readonly peakSlip: Float64Array
  /** Damping of the standing tyre as slip a m/s, s/m, by SURFACE_KINDS. */
  readonly standDamping: Float64Array
  /** Outer box relative to the centre of gravity: centre and half extents, m. */
  readonly boxCentre: readonly [number, number, number]
  readonly boxHalf: readonly [number, number, number]
  /** No part is farther from the centre of gravity than this, m. */
  readonly reach: number
}

/** Vehicles on the same tyres share one set of tables. */
const tables = new WeakMap<TyreSpec, readonly Float64Array[]>()

const curvesOf = (tyre: TyreSpec): readonly Float64Array[] => {
  const known = tables.get(tyre)
  if (known !== undefined) return known
  const made = SURFACE_KINDS.map((kind) => tabulate(curveOf(tyre.surfaces[kind])))
  tables.set(tyre, made)
  return made
}

/** Tyres are fitted with this much load to spare over the standing vehicle. */
const RESERVE = 1.2

/** How the weight spreads over springs when the body only heaves and pitches; exact for two axles. */
const staticLoads = (spec: VehicleSpec, weight: number): number[] => {
  const sides = spec.axles.map((a) => ({ k: 2 * a.springRate, x: a.x }))
  const k0 = sides.reduce((n, a) => n + a.k, 0)
  const k1 = sides.reduce((n, a) => n + a.k * a.x, 0)
  const k2 = sides.reduce((n, a) => n + a.k * a.x * a.x, 0)
  const moment = weight * spec.centreOfGravity[0]
  const det = k0 * k2 - k1 * k1
  const heave = (weight * k2 - moment * k1) / det
  const pitch = (moment * k0 - weight * k1) / det
  return sides.map((a) => a.k * (heave + pitch * a.x))
}

export const buildModel = (spec: VehicleSpec): VehicleModel => {
  const n = spec.axles.length * 2
  const cg = spec.centreOfGravity
  const axleOf = (w: number) => spec.axles[w >> 1]
  const perWheel = (f: (w: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, w) => f(w))

  const axleLoads = staticLoads(spec, spec.mass * GRAVITY)
  const side = (w: number): number => (w % 2 === 0 ? 1 : -1)
  // A centre of gravity off the middle loads one side more.
  const staticLoad = perWheel((w) => (axleLoads[w >> 1] / 2) * (1 + (side(w) * 2 * cg[1]) / axleOf(w).track))
  const unsprungMass = perWheel((w) => axleOf(w).unsprungMass)
  const radius = perWheel((w) => axleOf(w).wheelRadius)
  const tyreRate = perWheel((w) => axleOf(w).tyreRate)
  const spinInertia = perWheel((w) => axleOf(w).wheelInertia)

  const standDamping = Float64Array.from(SURFACE_KINDS, (kind) => {
    const stiffness = spec.tyre.surfaces[kind].stiffnessPerLoad
    // A standing car on its tyres is a mass on springs; a third of critical damping calms it. The wheel's
    // own spin must stay stable under it at the substep.
    const wanted = 0.6 / Math.sqrt(stiffness * GRAVITY * spec.tyre.relaxation.longitudinal)
    const bound = perWheel(
      (w) => (0.4 * spinInertia[w] * SUBSTEPS) / (stiffness * staticLoad[w] * radius[w] ** 2 * TICK),
    )
    return Math.min(wanted, ...bound)
  })

  const xs = spec.axles.map((a) => a.x)
  const boxCentre = [
    spec.length / 2 - spec.rearOverhang - cg[0],
    -cg[1],
    (spec.groundClearance + spec.height) / 2 - cg[2],
  ] as const
  const boxHalf = [spec.length / 2, spec.width / 2, (spec.height - spec.groundClearance) / 2] as const
  return {
    spec,
    wheelCount: n,
    mass: spec.mass,
    cg,
    wheelbase: Math.max(...xs) - Math.min(...xs),
    x: perWheel((w) => axleOf(w).x - cg[0]),
    y: perWheel((w) => (side(w) * axleOf(w).track) / 2 - cg[1]),
    z: perWheel((w) => radius[w] - cg[2]),
    radius,
    freeRadius: perWheel((w) => radius[w] + staticLoad[w] / tyreRate[w]),
    spinInertia,
    unsprungMass,
    spring: perWheel((w) => axleOf(w).springRate),
    damper: perWheel((w) => axleOf(w).damperRate),
    antiRoll: perWheel((w) => axleOf(w).antiRollRate),
    bump: perWheel((w) => axleOf(w).bumpTravel),
    rebound: perWheel((w) => axleOf(w).reboundTravel),
    tyreRate,
    rollScrub: spec.rollScrub ?? 1,
    camberByTravel: perWheel((w) => side(w) * (axleOf(w).camberByTravel ?? 0)),
    preload: perWheel((w) => staticLoad[w] - unsprungMass[w] * GRAVITY),
    staticLoad,
    nominalLoad: staticLoad.map((load) => RESERVE * load),
    brake: perWheel((w) => (spec.brakeTorqueMax * axleOf(w).brakeShare) / 2),
    brakeResponse: spec.brakeLag > 0 ? 1 - Math.exp(-TICK / spec.brakeLag) : 1,
    drive: perWheel((w) => axleOf(w).driveShare / 2),
    steered: perWheel((w) => axleOf(w).steerMax),
    relaxX: spec.tyre.relaxation.longitudinal,
    relaxY: spec.tyre.relaxation.lateral,
    loadSensitivity: spec.tyre.loadSensitivity,
    magicFormula: spec.tyre.magicFormula ?? null,
    curves: curvesOf(spec.tyre),
    muPeak: Float64Array.from(SURFACE_KINDS, (kind) => spec.tyre.surfaces[kind].muPeak),
    peakSlip: Float64Array.from(SURFACE_KINDS, (kind) => spec.tyre.surfaces[kind].slipAtPeak),
    standDamping,
    boxCentre,
    boxHalf,
    reach: Math.hypot(...boxCentre) + Math.hypot(...boxHalf),
  }
}
