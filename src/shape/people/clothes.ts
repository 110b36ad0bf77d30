/** What a person wears, drawn by seed: colours are linear RGB, as seen in streets rather than in catalogues. */
import type { Random } from '../../math/index.ts'
import type { Rgb } from '../mesh/index.ts'
import type { Age } from './build.ts'

export interface Clothes {
  readonly skin: Rgb
  readonly hair: Rgb
  readonly top: Rgb
  readonly legs: Rgb
  readonly shoes: Rgb
  /** Where the top ends, as a share of the thigh below the hip joints; a coat reaches the knee. */
  readonly hem: number
  /** Short sleeves end above the elbow. */
  readonly sleeves: 'long' | 'short'
  readonly trousers: 'long' | 'short' | 'skirt'
  readonly hairstyle: 'short' | 'long' | 'bun' | 'bald' | 'hat' | 'hood'
  readonly bag: 'none' | 'rucksack' | 'shoulder' | 'shopping'
  readonly bagColor: Rgb
  /** A vest of high visibility, with bands that throw light back. */
  readonly hiVis: boolean
}

const SKIN: readonly Rgb[] = [
  [0.56, 0.35, 0.25],
  [0.5, 0.3, 0.2],
  [0.43, 0.25, 0.16],
  [0.3, 0.16, 0.1],
  [0.15, 0.075, 0.045],
]
const HAIR: readonly Rgb[] = [
  [0.012, 0.009, 0.008],
  [0.03, 0.018, 0.011],
  [0.065, 0.035, 0.018],
  [0.2, 0.12, 0.05],
]
const GREY: readonly Rgb[] = [
  [0.35, 0.34, 0.33],
  [0.5, 0.49, 0.48],
]
const TOPS: readonly Rgb[] = [
  [0.012, 0.013, 0.016],
  [0.03, 0.032, 0.036],
  [0.014, 0.022, 0.055],
  [0.05, 0.075, 0.12],
  [0.1, 0.1, 0.1],
  [0.27, 0.26, 0.24],
  [0.05, 0.06, 0.035],
  [0.16, 0.1, 0.055],
  [0.24, 0.02, 0.025],
  [0.55, 0.54, 0.52],
]
const BRIGHT: readonly Rgb[] = [
  [0.45, 0.04, 0.03],
  [0.05, 0.14, 0.42],
  [0.55, 0.3, 0.03],
  [0.08, 0.25, 0.1],
  [0.42, 0.1, 0.22],
]
const LEGS: readonly Rgb[] = [
  [0.022, 0.034, 0.075],
  [0.04, 0.06, 0.115],
  [0.013, 0.013, 0.015],
  [0.045, 0.045, 0.047],
  [0.22, 0.17, 0.11],
]
const HI_VIS: readonly Rgb[] = [
  [0.62, 0.72, 0.02],
  [0.8, 0.16, 0.01],
]
const SHOES: readonly Rgb[] = [
  [0.012, 0.011, 0.01],
  [0.05, 0.03, 0.018],
  [0.45, 0.45, 0.44],
]

const one = <T>(of: readonly T[], random: Random): T => of[random.integer(of.length)]

/** @param paint a colour that the scenario gives: the top's */
export const clothesOf = (age: Age, warm: boolean, paint: Rgb | null, random: Random): Clothes => {
  const coat = random.next()
  const head = random.next()
  const tone = one(SKIN, random)
  const bright = one(HI_VIS, random)
  const hiVis = random.next() < 0.06 && age !== 'child'
  const skirted = random.next() < (age === 'elderly' ? 0.22 : 0.18)
  const old = age === 'elderly'
  const hair = old ? one(GREY, random) : one(HAIR, random)
  const top = one(age === 'child' || random.next() < 0.25 ? BRIGHT : TOPS, random)
  return {
    skin: tone,
    hair,
    top: hiVis ? bright : (paint ?? top),
    hiVis,
    legs: one(LEGS, random),
    shoes: one(SHOES, random),
    hem: coat < 0.3 && age !== 'child' && !hiVis && !skirted ? 0.75 : old ? 0.12 : 0.04,
    sleeves: warm && coat > 0.6 ? 'short' : 'long',
    trousers: skirted ? 'skirt' : warm && (age === 'child' || coat > 0.75) ? 'short' : 'long',
    hairstyle: skirted ? (head < 0.7 ? 'long' : 'bun') : hairOf(head, old, warm),
    bag:
      random.next() < 0.3
        ? 'rucksack'
        : (['shoulder', 'shopping', 'none', 'none'] as const)[random.integer(4)],
    bagColor: one([...TOPS, ...BRIGHT], random),
  }
}

const hairOf = (chance: number, old: boolean, warm: boolean): Clothes['hairstyle'] => {
  if (chance < 0.28) return 'long'
  if (chance < 0.36) return 'bun'
  if (chance < 0.8) return 'short'
  if (old && chance < 0.88) return 'bald'
  return chance < 0.9 || warm ? 'hat' : 'hood'
}
