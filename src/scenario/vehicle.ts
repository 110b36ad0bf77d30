/**
 * What vehicles/*.yaml become: SI numbers only. Body frame ISO 8855: x forward, y left, z up, origin on
 * the ground under the rear axle (as OpenSCENARIO).
 */
import type { SurfaceKind } from './concrete.ts'
import type { DifferentialSpecs, EngineSpec, MotorSpec } from './vehicles/powertrain.ts'

/** What labels call a road user; the names of SEMANTIC_CLASSES. */
export const ACTOR_CLASSES = [
  ...(['car', 'van', 'truck', 'bus', 'trailer', 'motorcycle', 'bicycle'] as const),
  ...(['pedestrian', 'animal', 'object'] as const),
] as const
export type ActorClass = (typeof ACTOR_CLASSES)[number]

/** Bodies that src/shape knows how to build. */
export type BodyStyle =
  | ('hatchback' | 'sedan' | 'estate' | 'coupe' | 'suv' | 'pickup' | 'van' | 'box-truck' | 'bus')
  | ('tractor' | 'semitrailer' | 'caravan' | 'motorcycle' | 'bicycle')
  | ('adult' | 'child' | 'elderly' | 'deer' | 'dog' | 'boar' | 'moose')
  | ('umbrella' | 'pushchair' | 'wheelchair')
  | ('post' | 'tree' | 'cone' | 'box' | 'wheel' | 'barrel' | 'boulder' | 'door')
  | ('bin' | 'bench' | 'hedge' | 'board')

/** Tyre data of one surface: four numbers give the Magic Formula's shape (docs/physics.md). */
export interface TyreOnSurface {
  /** Peak friction coefficient at the nominal load. */
  readonly muPeak: number
  /** Combined slip at which the peak stands (dimensionless). */
  readonly slipAtPeak: number
  /** Sliding over peak friction, 0..1. */
  readonly slideOverPeak: number
  /** Slip stiffness over load, 1/unit slip. */
  readonly stiffnessPerLoad: number
}

/**
 * Coefficients of the Magic Formula with combined-slip weights, by the names of Pacejka's Tire and Vehicle
 * Dynamics (p: pure slip, r: combined; x forward, y sideways).
 */
export interface MagicFormulaTyre {
  readonly pCx1: number
  readonly pDx1: number
  readonly pEx1: number
  readonly pKx1: number
  readonly pHx1: number
  readonly pVx1: number
  readonly rBx1: number
  readonly rBx2: number
  readonly rCx1: number
  readonly rEx1: number
  readonly rHx1: number
  readonly pCy1: number
  readonly pDy1: number
  readonly pDy3: number
  readonly pEy1: number
  readonly pKy1: number
  readonly pHy1: number
  readonly pHy3: number
  readonly pVy1: number
  readonly pVy3: number
  readonly rBy1: number
  readonly rBy2: number
  readonly rBy3: number
  readonly rCy1: number
  readonly rEy1: number
  readonly rHy1: number
  readonly rVy1: number
  readonly rVy3: number
  readonly rVy4: number
  readonly rVy5: number
  readonly rVy6: number
}

export interface TyreSpec {
  readonly name: string
  readonly surfaces: Readonly<Record<SurfaceKind, TyreOnSurface>>
  /** mu falls by this share for each nominal load more than the nominal one (never above the peak). */
  readonly loadSensitivity: number
  /** Relaxation lengths, m. */
  readonly relaxation: { readonly longitudinal: number; readonly lateral: number }
  /** Depth of the tread now and when new, m. Default: 8 mm of 8 mm. */
  readonly tread?: { readonly now: number; readonly whenNew: number }
  /** Inflation now and as it should be, Pa. Default: 2.3 bar, as it should be. */
  readonly pressure?: { readonly now: number; readonly rated: number }
  /** Pneumatic trail of a wheel that rolls straight at its load at rest, m. Default 0: no aligning moment. */
  readonly trail?: number
  /** Measured coefficients, which then draw the force on every surface, scaled to its peak friction. */
  readonly magicFormula?: MagicFormulaTyre
}

export interface AxleSpec {
  /** Of the wheel centres in the body frame, m. */
  readonly x: number
  /** Between the wheel centres, m; 0: one wheel in the middle. */
  readonly track: number
  readonly wheelRadius: number
  readonly wheelWidth: number
  /** Spin inertia of one wheel with its share of the driveline, kg m^2. */
  readonly wheelInertia: number
  /** One wheel's unsprung mass, kg. */
  readonly unsprungMass: number
  /** At the wheel, one side: N/m, N s/m. */
  readonly springRate: number
  readonly damperRate: number
  /** Anti-roll bar: N/m at the wheel for opposite travel. */
  readonly antiRollRate: number
  /** Travel from rest to the bump and the rebound stop, m. */
  readonly bumpTravel: number
  readonly reboundTravel: number
  /** Inclination gained by travel: top outward positive, rad/m in bump; only measured tyres feel it. Default 0. */
  readonly camberByTravel?: number
  /** Vertical tyre stiffness, N/m. */
  readonly tyreRate: number
  /** Largest road-wheel angle, rad; 0: not steered. */
  readonly steerMax: number
  /** Share of the driving torque, 0..1 over all axles. */
  readonly driveShare: number
  /** Share of the braking torque, 0..1 over all axles. */
  readonly brakeShare: number
  /** Mass of one brake's disc or drum, kg: what it heats. Default: the brake does not warm. */
  readonly brakeMass?: number
}

/**
 * fixed: the axles' shares. by-load: a valve that lets the rear brake no more for its load than the front.
 * by-slip: electronic brake force distribution, which keeps the rear wheels from slipping more than the front.
 */
export type BrakeProportioning = 'fixed' | 'by-load' | 'by-slip'

/** Where a vehicle is joined to another one, in the body frame, m. A ball turns every way; a fifth wheel does not roll. */
export interface Joint {
  readonly kind: 'ball' | 'fifth-wheel'
  readonly x: number
  readonly z: number
}

/** A trailer's own half of the joint. */
export interface Coupling extends Joint {
  /** Dry friction against yaw (a stabiliser), N m. */
  readonly friction: number
  /** Articulation at which the two bodies meet, rad. */
  readonly angleMax: number
  /** What applies the trailer's brakes: its tractor's pedal (air), or the push of the coupling (overrun). */
  readonly brakes: 'air' | 'overrun'
}

/** Who balances a two-wheeler. */
export interface RiderSpec {
  /** Farthest lean from the upright that the rider rides at, rad. */
  readonly leanMax: number
  /** Radius of the tyres' cross-section, m: how far the contact wanders when it leans. */
  readonly crownRadius: number
  /** Rises with leaning: what camber alone gives as a share of what the same side slip would give. */
  readonly camberThrust: number
}

/** What every road user has: a body with its dimensions, mass and looks. */
export interface BodySpec {
  readonly name: string
  readonly title: string
  readonly class: ActorClass
  /** Where the numbers come from. */
  readonly source: string
  /** Outer dimensions, m. `rearOverhang`: from the origin (a vehicle's rear axle) back to the end. */
  readonly length: number
  readonly width: number
  readonly height: number
  readonly rearOverhang: number
  readonly groundClearance: number
  readonly body: BodyStyle
  /** Linear sRGB paints to choose from by seed. */
  readonly paints: readonly (readonly [number, number, number])[]
  /** Whole body, kg. */
  readonly mass: number
  /** Of the centre of gravity in the body frame, m. */
  readonly centreOfGravity: readonly [number, number, number]
  /** About the centre of gravity, kg m^2: roll, pitch, yaw. */
  readonly inertia: readonly [number, number, number]
  /** Where a view from its seat is taken from, m, in the body frame: the first camera of its rig. */
  readonly eye?: readonly [number, number, number]
}

/** A road user on wheels. */
export interface VehicleSpec extends BodySpec {
  readonly kind: 'vehicle'
  /** Front axle first. The origin stands under the (middle of the) rear axles. */
  readonly axles: readonly AxleSpec[]
  readonly tyre: TyreSpec
  /** Most the engine gives, W; most it pushes with at the wheels, N. */
  readonly enginePower: number
  readonly driveForceMax: number
  /** Engine map and gears; without them (and without a motor) the two numbers above are all that is known. */
  readonly engine?: EngineSpec
  /** An electric motor in place of the engine. */
  readonly motor?: MotorSpec
  /** Default: all open. */
  readonly differentials?: DifferentialSpecs
  /** Sum of the brake torques at full pedal, N m. */
  readonly brakeTorqueMax: number
  /** First-order lag of the brakes, s. */
  readonly brakeLag: number
  /** Air brakes: time from the pedal until the linings touch, s. Default 0. */
  readonly brakeDelay?: number
  /** What keeps the rear axle from braking more than the front. Default: nothing, the shares are fixed. */
  readonly brakeProportioning?: BrakeProportioning
  /**
   * Share of the body's roll that drags the contact patches sideways: 1 (default) for a roll centre at the
   * ground; 0 as in the CommonRoad multi-body model, whose tyres do not feel roll.
   */
  readonly rollScrub?: number
  /** Largest road-wheel steering rate, rad/s. */
  readonly steerRateMax: number
  /** Of the steering system about the kingpins, both wheels together, N m/rad. Default: it does not give. */
  readonly steeringStiffness?: number
  /** How far the steered wheels' contact points trail behind their kingpins, m. Default 0. */
  readonly casterTrail?: number
  /** Where it can tow a trailer. */
  readonly hitch?: Joint
  /** Where a trailer is towed. */
  readonly coupling?: Coupling
  /** A two-wheeler's. */
  readonly rider?: RiderSpec
  /** It carries blue lights and a siren. Default: it does not. */
  readonly beacon?: true
  /** Drag area Cd A, m^2, and side area, m^2. */
  readonly dragArea: number
  readonly sideArea: number
}

/** A road user on its own feet: a person or an animal. The origin stands on the ground between the feet. */
export interface WalkerSpec extends BodySpec {
  readonly kind: 'walker'
  /** Usual and fastest speed, m/s. */
  readonly pace: number
  readonly speedMax: number
  /** Hardest it speeds up, slows down or swerves of its own will, m/s^2. */
  readonly acceleration: number
  /** Fastest turn on the spot, rad/s. */
  readonly turnRate: number
  /** Friction of soles, hooves or paws on dry asphalt; other ground has a share of it. */
  readonly footGrip: number
  /** Friction of the fallen body on dry asphalt. */
  readonly slideFriction: number
}

/** What lies or stands about, or is part of the place. The origin stands on the ground under the middle. */
export interface ObjectSpec extends BodySpec {
  readonly kind: 'object'
  /** It cannot be moved: a post, a tree, a wall. */
  readonly fixed: boolean
  /**
   * How it lies on the ground: on the corners of its box, on the round of an upright cylinder (a barrel),
   * of a lying one across its x axis (a wheel), or as a ball.
   */
  readonly form: 'box' | 'barrel' | 'wheel' | 'ball'
  /** Friction on dry asphalt. */
  readonly slideFriction: number
  /** Speed after over speed before a bounce, 0..1. */
  readonly bounce: number
  /** Of a round form: what resists rolling over load. */
  readonly rollingResistance: number
}

/** Every kind of road user; `kind` tells how it moves. */
export type RoadUserSpec = VehicleSpec | WalkerSpec | ObjectSpec
