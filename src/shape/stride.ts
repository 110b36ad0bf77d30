/**
 * How far through a stride somebody is, told by the state alone: from where they are, along where they go. A stride
 * of one length everywhere makes the foot on the ground stand still whatever the speed does.
 */
import { rotate, smoothstep, yawOf } from '../math/index.ts'
import type { Posture } from './limbs.ts'

/** A way of going: from this speed on, with strides of this length. */
export interface Gear {
  /** m/s. */
  readonly from: number
  /** m. */
  readonly stride: number
}

/** What somebody does now. */
export interface Stride {
  /** Gears at work, with their shares (sum 1): one, or near a border of two, both. */
  readonly gears: readonly { readonly gear: number; readonly share: number; readonly phase: number }[]
  /** 0: stands, 1: goes. */
  readonly going: number
}

/**
 * Headings are rounded to one of so many, so that a slight change of course, far from the world's origin, does not
 * hurry the legs; the four quarters of the compass lie in the middle of theirs.
 */
const COURSES = 64
/** Over this share of a border's speed, either side, one gear passes into the next. */
const PASSES = 0.015
/** Shares of the slowest gear's usual speed from which feet begin to move and do so fully. */
const STARTS = [0.05, 0.4] as const
/** Who turns on the spot, or is pushed aside, takes no strides: cosines between facing and going. */
const FACING = [0.75, 0.97] as const

/** How far along its heading a body is, m: rises by a metre with every metre that it goes ahead. */
export const wayOf = ({
  position: [x, y],
  orientation,
}: Pick<Posture, 'position' | 'orientation'>): number => {
  const course = ((2 * Math.PI) / COURSES) * Math.round((COURSES * yawOf(orientation)) / (2 * Math.PI))
  return x * Math.cos(course) + y * Math.sin(course)
}

/**
 * @param usual speed of the first gear, m/s
 * @param gears by rising speed, the first from 0
 * @param offset share of a stride: not everybody walks in step
 */
export const strideOf = (
  { position, orientation, velocity: [vx, vy] }: Posture,
  usual: number,
  gears: readonly Gear[],
  offset: number,
): Stride => {
  const [fx, fy] = rotate(orientation, [1, 0, 0])
  const speed = Math.sqrt(vx * vx + vy * vy)
  const facing = speed > 1e-6 ? (fx * vx + fy * vy) / speed : 1
  const going = smoothstep(STARTS[0], STARTS[1], speed / usual) * smoothstep(FACING[0], FACING[1], facing)
  const way = wayOf({ position, orientation })
  const phaseIn = (gear: number): number => {
    const turns = way / gears[gear].stride + offset
    return turns - Math.floor(turns)
  }
  let gear = 0
  while (gear + 1 < gears.length && speed > gears[gear + 1].from * (1 - PASSES)) gear++
  const { from } = gears[gear]
  const share = gear === 0 ? 1 : smoothstep(1 - PASSES, 1 + PASSES, speed / from)
  const here = { gear, share, phase: phaseIn(gear) }
  if (share >= 1) return { gears: [here], going }
  return { gears: [here, { gear: gear - 1, share: 1 - share, phase: phaseIn(gear - 1) }], going }
}

const GRAVITY = 9.81

/** Speed at which a leg of this length, m, has this Froude number v^2 / (g h), m/s. */
export const speedOfFroude = (froude: number, leg: number): number => Math.sqrt(froude * GRAVITY * leg)

/** Stride of a walking or running animal, m (Alexander, Estimates of speeds of dinosaurs, Nature 261, 1976). */
export const strideOfAnimal = (speed: number, leg: number): number =>
  2.3 * leg * Math.exp(0.3 * Math.log((speed * speed) / (GRAVITY * leg)))
