/** A body without wheels: somebody on foot, or an object. Constants, state and scratch, as a Vehicle has them. */
import type { ObjectSpec, WalkerSpec } from '../scenario/index.ts'
import { RigidBody } from './rigid-body.ts'
import { Motion, Wrench } from './vehicle.ts'

/** What such a body has besides its pose and motion. Flags are 0 or 1. */
class FreeState {
  present = 0
  /** Somebody stands or walks. */
  onFeet = 0
  /** It lies still and nothing moves it until it is struck. */
  resting = 0
  /** For how many ticks it has hardly moved on the ground, or its feet have slipped. */
  calmTicks = 0
  slipTicks = 0
  /** The speed and the direction that somebody on foot wants, and the direction that the body faces. */
  wantedSpeed = 0
  wantedHeading = 0
  heading = 0
  /** Trace. */
  originVx = 0
  originVy = 0
  originVz = 0
  accelX = 0
  accelY = 0
  accelZ = 0
}

interface FreeModel {
  readonly spec: WalkerSpec | ObjectSpec
  /** Infinity: fixed. */
  readonly mass: number
  readonly cg: readonly [number, number, number]
  readonly boxCentre: readonly [number, number, number]
  readonly boxHalf: readonly [number, number, number]
  readonly reach: number
}

const buildModel = (spec: WalkerSpec | ObjectSpec): FreeModel => {
  const { length, width, height, groundClearance, rearOverhang, centreOfGravity: cg } = spec
  const boxCentre = [
    length / 2 - rearOverhang - cg[0],
    -cg[1],
    (groundClearance + height) / 2 - cg[2],
  ] as const
  const boxHalf = [length / 2, width / 2, (height - groundClearance) / 2] as const
  return {
    spec,
    mass: spec.kind === 'object' && spec.fixed ? Infinity : spec.mass,
    cg,
    boxCentre,
    boxHalf,
    reach: Math.hypot(...boxCentre) + Math.hypot(...boxHalf),
  }
}

export class FreeBody {
  readonly index: number
  readonly id: string
  readonly spec: WalkerSpec | ObjectSpec
  readonly model: FreeModel
  readonly body: RigidBody
  readonly state = new FreeState()
  readonly motion = new Motion()
  readonly wrench = new Wrench()

  constructor(id: string, spec: WalkerSpec | ObjectSpec, index: number) {
    this.index = index
    this.id = id
    this.spec = spec
    this.model = buildModel(spec)
    this.body = new RigidBody(this.model.mass, spec.inertia)
  }
}

/** Position, quaternion, velocity, angular velocity: all that the rigid body remembers between steps. */
export const freeNumbers = ({
  body: { position: p, quaternion: q, velocity: v, angularVelocity: w },
}: FreeBody): number[] => [p.x, p.y, p.z, q.x, q.y, q.z, q.w, v.x, v.y, v.z, w.x, w.y, w.z]

/** Takes freeNumbers back. */
export const setFreeNumbers = ({ body, motion }: FreeBody, n: readonly number[]): void => {
  Object.assign(body.position, { x: n[0], y: n[1], z: n[2] })
  Object.assign(body.quaternion, { x: n[3], y: n[4], z: n[5], w: n[6] })
  Object.assign(body.velocity, { x: n[7], y: n[8], z: n[9] })
  Object.assign(body.angularVelocity, { x: n[10], y: n[11], z: n[12] })
  body.read(motion)
}
