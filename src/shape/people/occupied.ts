/** People with something: under an umbrella, behind a pushchair, in a wheelchair. */
import { quatFromEuler, stream, transformPoint, type Pose, type Vec3 } from '../../math/index.ts'
import type { BodySpec } from '../../scenario/index.ts'
import type { Posture } from '../limbs.ts'
import type { Part, Shape } from '../shape.ts'
import { wayOf } from '../stride.ts'
import type { Build } from './build.ts'
import { chairWheel, pushchair, umbrella, wheelchair, WHEELCHAIR } from './carried.ts'
import type { ArmStance, Pair } from './skeleton.ts'
import { LIMB } from './skeleton.ts'
import { riderOf, type PersonLook } from './index.ts'

/** What somebody on foot has with them. */
export interface Belongings {
  /** How it keeps the arms; null: they swing. */
  readonly arms: Pair<ArmStance | null>
  /** Where they stand in their box, m forwards of its middle. */
  readonly ahead: number
  /** Its parts; limbs over and above the body's are counted from LIMBS on. */
  readonly parts: (build: Build, look: PersonLook) => readonly Part[]
  /** Poses of those limbs in the body frame, from the body's. */
  readonly limbs: (poses: readonly Pose[], build: Build) => readonly Pose[]
}

/** Limbs that a body has. */
export const LIMBS = LIMB.toes[1] + 1

const UPRIGHT = quatFromEuler({ yaw: 0, pitch: 0, roll: 0 })

export const BELONGINGS: Readonly<Record<'umbrella' | 'pushchair', Belongings>> = {
  umbrella: {
    arms: [{ swing: 0.3, out: 0.12, bend: 1.95 }, null],
    ahead: 0,
    parts: (_, { seed, id }) => umbrella(stream(seed, id, 'umbrella'), LIMBS),
    // Held upright, however the arm is.
    limbs: (poses, { hand }) => [
      { position: transformPoint(poses[LIMB.hand[0]], [0.02, 0, -0.5 * hand]), orientation: UPRIGHT },
    ],
  },
  pushchair: {
    arms: [
      { swing: 0.42, out: 0.1, bend: 0.75 },
      { swing: 0.42, out: 0.1, bend: 0.75 },
    ],
    ahead: -0.42,
    parts: (build, { seed, id }) => pushchair(handsAhead(build) - 0.42, stream(seed, id, 'pushchair')),
    limbs: () => [],
  },
}

/** How far before the shoulders the hands of who pushes are, m. */
const handsAhead = ({ upperArm, forearm, hand }: Build): number =>
  upperArm * Math.sin(0.42) + (forearm + 0.5 * hand) * Math.sin(0.42 + 0.75)

/** How somebody sits in a wheelchair, hands on the wheels' rims. */
const SITTING = {
  pelvis: [WHEELCHAIR.axle + 0.03, 0, WHEELCHAIR.seat + 0.09] as Vec3,
  lean: -0.06,
  hand: [WHEELCHAIR.axle + 0.1, WHEELCHAIR.half + 0.01, 0.64] as Vec3,
  feet: [
    [WHEELCHAIR.axle + 0.58, 0.1, 0.1],
    [WHEELCHAIR.axle + 0.58, -0.1, 0.1],
  ] as readonly [Vec3, Vec3],
  pitch: 0.05,
  spread: 0.06,
} as const

/** Somebody in a wheelchair: they sit, its large wheels turn with the way that it goes. */
export const buildInWheelchair = (spec: BodySpec, look: PersonLook): Shape => {
  const person = riderOf(spec.height, SITTING, look, 'everyday', null)
  const at = (posture: Pick<Posture, 'position' | 'orientation'>): readonly Pose[] => {
    const turn = quatFromEuler({ yaw: 0, pitch: wayOf(posture) / WHEELCHAIR.radius, roll: 0 })
    return [1, -1].map((side) => ({
      position: [WHEELCHAIR.axle, side * WHEELCHAIR.half, WHEELCHAIR.radius],
      orientation: turn,
    }))
  }
  return {
    semantic: spec.class,
    parts: [
      ...person.parts.map((part): Part => ({ ...part, part: 'body' })),
      ...wheelchair(stream(look.seed, look.id, 'wheelchair')),
      ...chairWheel('left', 0),
      ...chairWheel('right', 1),
    ],
    wheels: [],
    limbs: { rest: at({ position: [0, 0, 0], orientation: UPRIGHT }), at },
    keypoints: person.joints,
  }
}
