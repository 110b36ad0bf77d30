/** What makes a deer a deer: joints and thicknesses of each animal at its usual size, m. */
import type { Vec3 } from '../../math/index.ts'
import type { Section } from '../mesh/index.ts'

/** A leg's joints from the trunk to the ground with the thickness at each, left side. */
export type Leg = readonly (readonly [Vec3, number])[]

export interface AnimalKind {
  /** Trunk from rump to chest; `deep` is upright, `wide` across, `fore` down. */
  readonly rump: Vec3
  readonly chest: Vec3
  readonly sections: readonly Section[]
  /** Chain of neck, head and muzzle, from the chest on. */
  readonly neck: Leg
  readonly head: Leg
  readonly nose: Vec3
  readonly fore: Leg
  readonly hind: Leg
  readonly tail: Leg
  /** Middle and radii of the left ear, and where it points. */
  readonly ear: readonly [Vec3, Vec3, Vec3]
  readonly eye: Vec3
  readonly antlers: boolean
  /** Shade of the belly and of the legs against the coat, and of the patch on the rump. */
  readonly belly: number
  readonly stockings: number
  readonly patch: number
  /** Extra masses: hump, dewlap. */
  readonly lumps: readonly (readonly [Vec3, Vec3])[]
}

export const KINDS = {
  deer: {
    rump: [-0.36, 0, 0.62],
    chest: [0.3, 0, 0.61],
    sections: [
      { at: 0, deep: 0.1, wide: 0.085 },
      { at: 0.2, deep: 0.125, wide: 0.1 },
      { at: 0.55, deep: 0.125, wide: 0.105, fore: 0.012 },
      { at: 0.85, deep: 0.135, wide: 0.095, fore: 0.01 },
      { at: 1, deep: 0.1, wide: 0.07 },
    ],
    neck: [
      [[0.27, 0, 0.66], 0.085],
      [[0.37, 0, 0.78], 0.058],
      [[0.43, 0, 0.9], 0.046],
    ],
    head: [
      [[0.435, 0, 0.94], 0.055],
      [[0.53, 0, 0.905], 0.036],
      [[0.6, 0, 0.88], 0.024],
    ],
    nose: [0.615, 0, 0.885],
    fore: [
      [[0.2, 0.055, 0.56], 0.06],
      [[0.19, 0.06, 0.43], 0.034],
      [[0.21, 0.055, 0.27], 0.02],
      [[0.2, 0.055, 0.08], 0.0145],
      [[0.22, 0.055, 0.02], 0.018],
    ],
    hind: [
      [[-0.28, 0.06, 0.6], 0.09],
      [[-0.22, 0.07, 0.43], 0.052],
      [[-0.34, 0.06, 0.3], 0.022],
      [[-0.3, 0.058, 0.08], 0.016],
      [[-0.28, 0.058, 0.02], 0.019],
    ],
    tail: [
      [[-0.44, 0, 0.66], 0.03],
      [[-0.46, 0, 0.6], 0.022],
    ],
    ear: [
      [0.4, 0.075, 1.01],
      [0.07, 0.016, 0.034],
      [-0.35, 0.55, 1],
    ],
    eye: [0.475, 0.042, 0.945],
    antlers: true,
    belly: 1.3,
    stockings: 0.85,
    patch: 3.2,
    lumps: [],
  },
  dog: {
    rump: [-0.26, 0, 0.46],
    chest: [0.2, 0, 0.44],
    sections: [
      { at: 0, deep: 0.075, wide: 0.065 },
      { at: 0.35, deep: 0.08, wide: 0.07, fore: -0.006 },
      { at: 0.8, deep: 0.115, wide: 0.085, fore: 0.012 },
      { at: 1, deep: 0.09, wide: 0.07, fore: 0.006 },
    ],
    neck: [
      [[0.18, 0, 0.47], 0.075],
      [[0.27, 0, 0.56], 0.058],
    ],
    head: [
      [[0.3, 0, 0.6], 0.064],
      [[0.37, 0, 0.575], 0.042],
      [[0.44, 0, 0.56], 0.03],
    ],
    nose: [0.468, 0, 0.57],
    fore: [
      [[0.14, 0.06, 0.4], 0.05],
      [[0.11, 0.065, 0.29], 0.034],
      [[0.13, 0.06, 0.16], 0.024],
      [[0.13, 0.06, 0.05], 0.021],
      [[0.15, 0.06, 0.022], 0.024],
    ],
    hind: [
      [[-0.22, 0.06, 0.43], 0.072],
      [[-0.17, 0.065, 0.29], 0.044],
      [[-0.27, 0.06, 0.17], 0.023],
      [[-0.25, 0.06, 0.05], 0.021],
      [[-0.23, 0.06, 0.022], 0.024],
    ],
    tail: [
      [[-0.31, 0, 0.5], 0.028],
      [[-0.4, 0, 0.52], 0.022],
      [[-0.48, 0, 0.56], 0.012],
    ],
    ear: [
      [0.285, 0.062, 0.605],
      [0.055, 0.013, 0.035],
      [0.25, 0.3, -1],
    ],
    eye: [0.347, 0.032, 0.613],
    antlers: false,
    belly: 1.15,
    stockings: 1,
    patch: 1,
    lumps: [],
  },
  boar: {
    rump: [-0.5, 0, 0.5],
    chest: [0.32, 0, 0.52],
    sections: [
      { at: 0, deep: 0.16, wide: 0.12 },
      { at: 0.3, deep: 0.21, wide: 0.165, fore: 0.01 },
      { at: 0.7, deep: 0.26, wide: 0.18, fore: -0.01 },
      { at: 1, deep: 0.21, wide: 0.15, fore: 0.01 },
    ],
    neck: [
      [[0.3, 0, 0.52], 0.2],
      [[0.46, 0, 0.48], 0.14],
    ],
    head: [
      [[0.5, 0, 0.46], 0.13],
      [[0.66, 0, 0.37], 0.075],
      [[0.82, 0, 0.29], 0.05],
    ],
    nose: [0.865, 0, 0.275],
    fore: [
      [[0.2, 0.1, 0.42], 0.1],
      [[0.17, 0.11, 0.28], 0.06],
      [[0.19, 0.1, 0.15], 0.036],
      [[0.18, 0.1, 0.05], 0.028],
      [[0.2, 0.1, 0.022], 0.03],
    ],
    hind: [
      [[-0.4, 0.1, 0.46], 0.13],
      [[-0.34, 0.11, 0.3], 0.075],
      [[-0.44, 0.1, 0.18], 0.036],
      [[-0.41, 0.1, 0.05], 0.028],
      [[-0.39, 0.1, 0.022], 0.03],
    ],
    tail: [
      [[-0.63, 0, 0.56], 0.018],
      [[-0.66, 0, 0.42], 0.014],
    ],
    ear: [
      [0.45, 0.1, 0.61],
      [0.085, 0.02, 0.05],
      [-0.2, 0.35, 1],
    ],
    eye: [0.6, 0.075, 0.46],
    antlers: false,
    belly: 0.8,
    stockings: 0.5,
    patch: 1,
    lumps: [
      [
        [0.12, 0, 0.66],
        [0.3, 0.11, 0.13],
      ],
    ],
  },
  moose: {
    rump: [-0.72, 0, 1.38],
    chest: [0.55, 0, 1.38],
    sections: [
      { at: 0, deep: 0.25, wide: 0.2 },
      { at: 0.25, deep: 0.3, wide: 0.25 },
      { at: 0.6, deep: 0.33, wide: 0.27, fore: 0.02 },
      { at: 0.88, deep: 0.36, wide: 0.24, fore: -0.02 },
      { at: 1, deep: 0.28, wide: 0.18 },
    ],
    neck: [
      [[0.5, 0, 1.48], 0.24],
      [[0.78, 0, 1.62], 0.16],
    ],
    head: [
      [[0.86, 0, 1.7], 0.14],
      [[1.08, 0, 1.55], 0.095],
      [[1.28, 0, 1.4], 0.09],
    ],
    nose: [1.36, 0, 1.37],
    fore: [
      [[0.38, 0.13, 1.25], 0.16],
      [[0.35, 0.15, 0.95], 0.09],
      [[0.38, 0.14, 0.6], 0.052],
      [[0.37, 0.14, 0.16], 0.036],
      [[0.42, 0.14, 0.045], 0.05],
    ],
    hind: [
      [[-0.58, 0.14, 1.3], 0.21],
      [[-0.45, 0.16, 0.95], 0.12],
      [[-0.68, 0.14, 0.68], 0.058],
      [[-0.62, 0.14, 0.16], 0.04],
      [[-0.57, 0.14, 0.045], 0.052],
    ],
    tail: [
      [[-0.94, 0, 1.46], 0.04],
      [[-0.97, 0, 1.36], 0.03],
    ],
    ear: [
      [0.8, 0.19, 1.86],
      [0.14, 0.03, 0.06],
      [-0.3, 0.7, 0.9],
    ],
    eye: [0.97, 0.1, 1.7],
    antlers: false,
    belly: 0.85,
    stockings: 2.2,
    patch: 1,
    lumps: [
      [
        [0.38, 0, 1.66],
        [0.34, 0.14, 0.2],
      ],
      [
        [0.85, 0, 1.4],
        [0.05, 0.03, 0.14],
      ],
    ],
  },
} as const satisfies Readonly<Record<string, AnimalKind>>
