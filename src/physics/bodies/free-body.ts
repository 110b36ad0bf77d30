/** A body without wheels: somebody on foot, or an object. Constants, state and scratch, as a Vehicle has them. */
import type { ObjectSpec, WalkerSpec } from '../../scenario/index.ts'
import type { Berth } from './load.ts'
import { RigidBody } from '../rigid-body.ts'
import { outlineOf, type Outline } from '../contact/solid.ts'
import { Motion, Wrench } from '../vehicle.ts'

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
  /** What load.ts knows of how far it has come off its carrier, and how it slides there, m and m/s. */
  aboard = 0
  slideX = 0
  slideY = 0
  slideVx = 0
  slideVy = 0
  /** Of a door: how far it stands open, rad, to where and how fast it turns; + is anticlockwise from above. */
  turn = 0
  turnTo = 0
  turnRate = 0
  /** Velocity that its carrier has given it: what differs from it has come from a blow. */
  givenVx = 0
  givenVy = 0
  givenVz = 0
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

interface FreeModel extends Outline {
  readonly spec: WalkerSpec | ObjectSpec
  /** Infinity: fixed. */
  readonly mass: number
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
  /** Where it lies on its carrier; null: nothing carries it. */
  berth: Berth | null = null

  constructor(id: string, spec: WalkerSpec | ObjectSpec, index: number) {
    this.index = index
    this.id = id
    this.spec = spec
    const mass = spec.kind === 'object' && spec.fixed ? Infinity : spec.mass
    this.model = { spec, mass, ...outlineOf(spec) }
    this.body = new RigidBody(mass, spec.inertia)
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
