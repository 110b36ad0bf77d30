/**
 * What a grown-up, a child and an old person are like: lengths of limbs as shares of the stature (Drillis and
 * Contini 1966 for adults; children have larger heads and shorter legs), metres.
 */
import type { Random } from '../../math/index.ts'

/** Lengths between joints and half breadths, m. */
export interface Build {
  readonly stature: number
  /** Chin to crown. */
  readonly head: number
  /** Hip joint above the sole, thigh, shank; the rest is the ankle's height. */
  readonly thigh: number
  readonly shank: number
  readonly ankle: number
  readonly foot: number
  /** Hip joints to the base of the neck. */
  readonly torso: number
  readonly neck: number
  readonly upperArm: number
  readonly forearm: number
  readonly hand: number
  /** Half distances of the shoulder and hip joints. */
  readonly shoulder: number
  readonly hip: number
  /** Thickness against that of a lean adult, 1. */
  readonly girth: number
  /** Forward lean of the back, rad. */
  readonly stoop: number
}

export type Age = 'adult' | 'child' | 'elderly'

export const buildOf = (age: Age, stature: number, breadth: number, random: Random): Build => {
  const h = stature
  const young = age === 'child'
  const head = young ? 0.105 * h + 0.075 : 0.13 * h
  const leg = (young ? 0.49 : 0.515) * h
  const ankle = 0.042 * h
  const neck = (young ? 0.035 : 0.045) * h
  // The outermost line is the sleeve of a hanging arm.
  const shoulder = 0.5 * breadth - 0.046 * h
  return {
    stature: h,
    head,
    ankle,
    thigh: 0.515 * (leg - ankle),
    shank: 0.485 * (leg - ankle),
    foot: 0.145 * h,
    torso: h - leg - neck - head,
    neck,
    upperArm: 0.172 * h,
    forearm: 0.15 * h,
    hand: 0.1 * h,
    shoulder: Math.max(0.09 * h, Math.min(shoulder, 0.115 * h)),
    hip: 0.05 * h,
    // Most are near the mean, few are stout.
    girth: (young ? 1.05 : 1) * (0.92 + 0.26 * random.next() * random.next() + 0.06 * random.next()),
    stoop: age === 'elderly' ? random.uniform(0.16, 0.26) : random.uniform(0, 0.05),
  }
}

/** The same body, larger or smaller. */
export const scaled = (b: Build, k: number): Build => ({
  ...b,
  stature: k * b.stature,
  head: k * b.head,
  thigh: k * b.thigh,
  shank: k * b.shank,
  ankle: k * b.ankle,
  foot: k * b.foot,
  torso: k * b.torso,
  neck: k * b.neck,
  upperArm: k * b.upperArm,
  forearm: k * b.forearm,
  hand: k * b.hand,
  shoulder: k * b.shoulder,
  hip: k * b.hip,
})
