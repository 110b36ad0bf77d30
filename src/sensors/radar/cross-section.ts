/**
 * Radar cross-sections of road users by class and aspect at 76 to 81 GHz, in dBsm. They are means over many readings
 * (a car's single readings lie 10 dB and more about them), rounded to what several publications have in common; the
 * sources stand in docs/sensors.md. One figure a class: the size within a class is not looked at, but for objects.
 */
import type { SemanticClass } from '../../world/index.ts'
import { tenTo } from './attenuation.ts'

export interface CrossSection {
  readonly front: number
  readonly side: number
  readonly rear: number
  /** Between the faces, where nothing flat looks at the radar. */
  readonly askew: number
}

const CROSS_SECTIONS: Partial<Record<SemanticClass, CrossSection>> = {
  car: { front: 10, side: 17, rear: 11, askew: 5 },
  van: { front: 12, side: 20, rear: 14, askew: 7 },
  truck: { front: 17, side: 26, rear: 20, askew: 12 },
  bus: { front: 17, side: 27, rear: 19, askew: 12 },
  trailer: { front: 14, side: 25, rear: 20, askew: 12 },
  motorcycle: { front: 2, side: 7, rear: 3, askew: 1 },
  bicycle: { front: -7, side: 1, rear: -6, askew: -4 },
  pedestrian: { front: -5, side: -7, rear: -5, askew: -6 },
  animal: { front: -9, side: -3, rear: -8, askew: -6 },
}

/** Width of the flash of a face, rad; of something round there is none. */
const FLASH = (12 * Math.PI) / 180

/**
 * Mean cross-section of a whole road user, m^2.
 * @param bearing in its body frame: from where it is looked at, rad; 0: from ahead, left positive
 */
export const crossSection = ({ front, side, rear, askew }: CrossSection, bearing: number): number => {
  const lobe = (middle: number): number => {
    const off = Math.abs(Math.atan2(Math.sin(bearing - middle), Math.cos(bearing - middle))) / FLASH
    return Math.exp(-off * off)
  }
  const decibels =
    askew +
    (front - askew) * lobe(0) +
    (side - askew) * (lobe(Math.PI / 2) + lobe(-Math.PI / 2)) +
    (rear - askew) * lobe(Math.PI)
  return tenTo(decibels / 10)
}

/** Share of what the wave meets of an object that it throws back, dB: cardboard, plastic and wood, or metal. */
const [DULL, METALLIC] = [-14, -3]

/**
 * The cross-sections of a class.
 * @param size length, width and height of what is of no class, m
 * @param metal whether it is made of metal
 */
export const crossSectionOf = (
  semantic: SemanticClass,
  [length, width, height]: readonly [number, number, number],
  metal: boolean,
): CrossSection => {
  const known = CROSS_SECTIONS[semantic]
  if (known !== undefined) return known
  const of = (across: number): number => 10 * Math.log10(across * height) + (metal ? METALLIC : DULL)
  const [front, side] = [of(width), of(length)]
  return { front, side, rear: front, askew: Math.min(front, side) - 3 }
}
