/** What a condition can read: signals of actors and of the run, functions of actors and of numbers. */
import type { QuantityName } from './units.ts'

interface Signal {
  readonly quantity: QuantityName
  /** For the reference page. */
  readonly meaning: string
}

/** What a condition can read of an actor, as in `ego.speed`. */
export const SIGNALS = {
  speed: { quantity: 'speed', meaning: 'over the ground' },
  s: { quantity: 'length', meaning: 'along the reference line, of the origin under the rear axle' },
  t: { quantity: 'length', meaning: 'to the left of the reference line' },
  x: { quantity: 'length', meaning: 'world, east' },
  y: { quantity: 'length', meaning: 'world, north' },
  lane: { quantity: 'ratio', meaning: 'id of the lane under the origin; 0 off the lanes' },
  acceleration: { quantity: 'acceleration', meaning: 'along the body; negative when braking' },
  yaw_rate: { quantity: 'angular rate', meaning: 'anticlockwise positive' },
  slip_angle: { quantity: 'angle', meaning: 'side slip of the body, at its origin under the rear axle' },
  heading: { quantity: 'angle', meaning: 'anticlockwise from east' },
} as const satisfies Record<string, Signal>

/** What a condition can read of the run as a whole. */
export const GLOBAL_SIGNALS = {
  time: { quantity: 'time', meaning: 'since the start of the run' },
} as const satisfies Record<string, Signal>

interface PairFunction {
  /** 'condition': it is true or false. */
  readonly gives: QuantityName | 'condition'
  readonly meaning: string
}

/** Functions of two actors; `*` or `any` as the second means every other actor, and the least value (or any truth) counts. */
export const PAIR_FUNCTIONS = {
  ttc: {
    gives: 'time',
    meaning: 'time to collision of the two outlines; infinite while they are not on a course to meet',
  },
  thw: {
    gives: 'time',
    meaning:
      'time headway of the first behind the second; infinite when that one is not ahead; `*`: who is next in its path',
  },
  gap: {
    gives: 'length',
    meaning:
      'between the bumpers, along the road; negative when the second is behind; `*`: to who is next in its path',
  },
  distance: { gives: 'length', meaning: 'least distance of the two outlines' },
  collision: { gives: 'condition', meaning: 'the two have touched' },
} as const satisfies Record<string, PairFunction>

/** Functions of numbers. */
export const NUMBER_FUNCTIONS = {
  abs: { least: 1, most: 1, meaning: 'without its sign' },
  min: { least: 2, most: 8, meaning: 'the smallest' },
  max: { least: 2, most: 8, meaning: 'the largest' },
} as const satisfies Record<string, { least: number; most: number; meaning: string }>
