/**
 * The constant half of a vehicle: VehicleSpec laid out for the step, with what follows from it (static loads, preloads, friction curves) worked out once. The step only reads it.
 */
import { power } from '../math/index.ts'
import {
  SURFACE_KINDS,
  type MagicFormulaTyre,
  type TyreOnSurface,
  type VehicleSpec,
  type WheelPlace,
  wheelPlaces,
} from '../scenario/index.ts'
import { wetTyre, type WetTyre } from './tyres/aquaplaning.ts'
import { engineModel, locksOf, type EngineModel, type LockModel } from './chassis/powertrain.ts'
import { curveOf, tabulate } from './tyres/tyre.ts'
import { inCondition, type FittedTyre } from './tyres/tyre-condition.ts'
import { ACT, GRAVITY, SUBSTEPS, TICK } from './constants.ts'
import { outlineOf, type Outline } from './contact/solid.ts'
import { axleLoads, UNBURDENED, type Burden } from './statics.ts'

/** Constants of one wheel. */
export interface WheelModel {
  /** Centre at rest, relative to the vehicle's centre of gravity, m. */
  readonly x: number
  readonly y: number
  readonly z: number
  /** 1: left, -1: right, 0: the axle's only wheel. */
  readonly side: 1 | -1 | 0
  /** Rolling radius and free radius (rolling radius plus static tyre deflection), m. */
  readonly radius: number
  readonly freeRadius: number
  readonly width: number
  readonly spinInertia: number
  /** Change of the rate in a substep by a moment, rad/s by N m. */
  readonly perInertia: number
  readonly unsprungMass: number
  readonly invUnsprung: number
  readonly spring: number
  readonly damper: number
  readonly antiRoll: number
  readonly bump: number
  readonly rebound: number
  readonly tyreRate: number
  /** Factor on the rolling resistance. */
  readonly rollingFactor: number
  /** Inclination (top to the left) by travel, rad/m. */
  readonly camberByTravel: number
  /** Suspension force at rest, N. */
  readonly preload: number
  /** Tyre load at rest, and the load up to which the tyre keeps its peak friction, N. */
  readonly staticLoad: number
  readonly nominalLoad: number
  /** Most torque of the brake, N m, and the heat that warms it, J/K (Infinity: never); share of the driving torque. */
  readonly brake: number
  readonly brakeCapacity: number
  readonly drive: number
  /** Largest road-wheel angle, rad; 0: not steered. */
  readonly steerMax: number
}

export interface VehicleModel extends Outline {
  readonly spec: VehicleSpec
  /** In the order of wheelPlaces. */
  readonly wheels: readonly WheelModel[]
  readonly mass: number
  /** Inertia about each axis of the body, kg m^2, and one over it. */
  readonly inertiaX: number
  readonly inertiaY: number
  readonly inertiaZ: number
  readonly invX: number
  readonly invY: number
  readonly invZ: number
  readonly wheelbase: number
  /** A circle that holds all wheel centres: its middle ahead of the centre of gravity, and its radius, m. */
  readonly wheelsX: number
  readonly wheelsReach: number
  readonly rollScrub: number
  /** Of the steering system, N m/rad, Infinity: rigid; trails of the contact points, m (aligning.ts). */
  readonly steeringStiffness: number
  readonly casterTrail: number
  readonly trail: number
  readonly wetTyre: WetTyre
  /** Wheels of each axle, from the front: left and right, or one. */
  readonly axles: readonly (readonly number[])[]
  /** Share of the way to the pedal that the brake pressure goes each time that the brakes act. */
  readonly brakeResponse: number
  /** Of the linings' way to the disc each time; 1: they touch at once. */
  readonly brakeStroke: number
  /** Engine curves, or null: only its power is known. What keeps driven wheels together, open ones left out. */
  readonly engine: EngineModel | null
  readonly locks: readonly LockModel[]
  /** Share of a metre's sliding by which slip follows in a substep: substep over relaxation length, s/m. */
  readonly lagX: number
  readonly lagY: number
  readonly loadSensitivity: number
  /** Measured coefficients in place of the curves, or null. */
  readonly magicFormula: MagicFormulaTyre | null
  /** Tabulated friction curve, peak friction and combined slip at the peak, by SURFACE_KINDS. */
  readonly curves: readonly Float64Array[]
  readonly muPeak: Float64Array
  readonly peakSlip: Float64Array
  /** Damping of the standing tyre as slip a m/s, s/m, by SURFACE_KINDS. */
  readonly standDamping: Float64Array
}

/** Vehicles on the same tyres share one set of tables. */
const tables = new WeakMap<FittedTyre, readonly Float64Array[]>()

const curvesOf = (tyre: FittedTyre): readonly Float64Array[] => {
  const known = tables.get(tyre)
  if (known !== undefined) return known
  const made = SURFACE_KINDS.map((kind) => tabulate(curveOf(tyre.surfaces[kind])))
  tables.set(tyre, made)
  return made
}

/** Specific heat of cast iron, J/(kg K). */
const IRON = 500

/** Tyres are fitted with this much load to spare over the standing vehicle. */
const RESERVE = 1.2

const buildWheel = (
  spec: VehicleSpec,
  fitted: FittedTyre,
  { axle, side }: WheelPlace,
  axleLoad: number,
): WheelModel => {
  const [cx, cy, cz] = spec.centreOfGravity
  const wheels = side === 0 ? 1 : 2
  // A centre of gravity off the middle loads one side more.
  const staticLoad = side === 0 ? axleLoad : (axleLoad / 2) * (1 + (side * 2 * cy) / axle.track)
  const tyreRate = axle.tyreRate * fitted.verticalStiffness
  return {
    x: axle.x - cx,
    y: (side * axle.track) / 2 - cy,
    z: axle.wheelRadius - cz,
    side,
    radius: axle.wheelRadius,
    freeRadius: axle.wheelRadius + staticLoad / tyreRate,
    width: axle.wheelWidth,
    spinInertia: axle.wheelInertia,
    perInertia: TICK / axle.wheelInertia,
    unsprungMass: axle.unsprungMass,
    invUnsprung: 1 / axle.unsprungMass,
    spring: axle.springRate,
    damper: axle.damperRate,
    antiRoll: axle.antiRollRate,
    bump: axle.bumpTravel,
    rebound: axle.reboundTravel,
    tyreRate,
    rollingFactor: fitted.rollingResistance,
    camberByTravel: side * (axle.camberByTravel ?? 0),
    preload: staticLoad - axle.unsprungMass * GRAVITY,
    staticLoad,
    nominalLoad: RESERVE * staticLoad,
    brake: (spec.brakeTorqueMax * axle.brakeShare) / wheels,
    brakeCapacity: axle.brakeMass === undefined ? Infinity : IRON * axle.brakeMass,
    drive: axle.driveShare / wheels,
    steerMax: axle.steerMax,
  }
}

/**
 * A standing car on its tyres is a mass on springs; a third of critical damping calms it. The wheel's own
 * spin must stay stable under it at the substep.
 */
const standDamping = (wheels: readonly WheelModel[], stiffness: number, relaxation: number): number => {
  const wanted = 0.6 / Math.sqrt(stiffness * GRAVITY * relaxation)
  const bounds = wheels.map(
    (w) => (0.4 * w.spinInertia * SUBSTEPS) / (stiffness * w.staticLoad * power(w.radius, 2) * TICK),
  )
  return Math.min(wanted, ...bounds)
}

/** Indices of each axle's wheels in the order of wheelPlaces. */
const axlesOf = ({ axles }: VehicleSpec): number[][] => {
  let next = 0
  return axles.map(({ track }) => (track > 0 ? [next++, next++] : [next++]))
}

/** @param burden of a trailer: springs are preloaded and tyres fitted for it */
export const buildModel = (spec: VehicleSpec, burden: Burden = UNBURDENED): VehicleModel => {
  const { tyre, centreOfGravity: cg } = spec
  const fitted = inCondition(tyre)
  const loads = axleLoads(spec, burden)
  const wheels = wheelPlaces(spec.axles).map((place) =>
    buildWheel(spec, fitted, place, loads[spec.axles.indexOf(place.axle)]),
  )
  const axles = axlesOf(spec)
  const bySurface = (f: (t: TyreOnSurface) => number): Float64Array =>
    Float64Array.from(SURFACE_KINDS, (kind) => f(fitted.surfaces[kind]))
  const xs = spec.axles.map((a) => a.x)
  const wheelsX = (Math.max(...xs) + Math.min(...xs)) / 2 - cg[0]
  return {
    spec,
    wheels,
    mass: spec.mass,
    inertiaX: spec.inertia[0],
    inertiaY: spec.inertia[1],
    inertiaZ: spec.inertia[2],
    invX: 1 / spec.inertia[0],
    invY: 1 / spec.inertia[1],
    invZ: 1 / spec.inertia[2],
    wheelbase: Math.max(...xs) - Math.min(...xs),
    wheelsX,
    wheelsReach: Math.max(...wheels.map((w) => Math.hypot(w.x - wheelsX, w.y, w.z))),
    rollScrub: spec.rollScrub ?? 1,
    steeringStiffness: spec.steeringStiffness ?? Infinity,
    casterTrail: spec.casterTrail ?? 0,
    trail: tyre.trail ?? 0,
    wetTyre: wetTyre(fitted),
    axles,
    engine: engineModel(spec),
    locks: locksOf(spec, axles),
    brakeStroke: spec.brakeDelay === undefined ? 1 : Math.min(1, ACT / spec.brakeDelay),
    brakeResponse: spec.brakeLag > 0 ? 1 - Math.exp(-ACT / spec.brakeLag) : 1,
    lagX: TICK / tyre.relaxation.longitudinal,
    lagY: TICK / tyre.relaxation.lateral,
    loadSensitivity: tyre.loadSensitivity,
    magicFormula: tyre.magicFormula ?? null,
    curves: curvesOf(fitted),
    muPeak: bySurface((t) => t.muPeak),
    peakSlip: bySurface((t) => t.slipAtPeak),
    standDamping: bySurface((t) => standDamping(wheels, t.stiffnessPerLoad, tyre.relaxation.longitudinal)),
    ...outlineOf(spec),
  }
}
