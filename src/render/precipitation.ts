/**
 * Falling snow and rain near the camera. Sizes and numbers of flakes follow Gunn and Marshall (1958): N(D) = N0 exp(-L D)
 * with L = 2.55 R^-0.48 / mm and N0 = 3800 R^-0.87 / (m^3 mm), D the melted diameter and R the rate in mm/h; of drops
 * Marshall and Palmer (1948): L = 4.1 R^-0.21 / mm, N0 = 8000 / (m^3 mm). Only what is large enough to be seen one by
 * one is drawn; the rest is the fog. Where each one is follows from seed and time alone.
 */
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { smoothstep, stream, type Vec3 } from '../math/index.ts'
import type { Weather } from '../scenario/index.ts'
import type { Rgb } from './sky.ts'
import { createSprites, type Sprites } from './sprites.ts'

/** A flake is about this many times as wide as the drop it melts to. */
const WIDTH_OVER_MELTED = 3
/** Flakes, m/s: aggregates of dendrites, nearly the same for all sizes (Locatelli and Hobbs 1974). */
const FLAKE_SPEED = 1.1
/** The windscreen keeps them away from the lens, m. */
const NEAREST = 1.5
/** How far before the viewer the middle of a cloud lies, sides. */
const AHEAD = 0.42

/** What falls. */
interface Kind {
  readonly name: 'snowfall' | 'rainfall'
  /** How long a camera in a car looks at once, s: what falls becomes streaks of this time. It is darker when it rains. */
  readonly exposure: number
  /** Long streaks stay visible: an eye follows them. */
  readonly faintest: number
  readonly cover: number
  /** A streak is no thinner than this share of a pixel: it would come out dotted. */
  readonly thinnest: number
  /** Cubes that repeat through space: side, m, melted diameter from which one is seen, mm, and most of them. */
  readonly clouds: readonly { readonly name: string; side: number; visible: number; most: number }[]
  /** Numbers of all sizes: slope, 1/mm, and count at size zero, 1/(m^3 mm). */
  readonly slope: (rate: number) => number
  readonly zero: (rate: number) => number
  /** Width, m, and speed of fall, m/s, by melted diameter, mm. */
  readonly width: (melted: number) => number
  readonly speed: (melted: number) => number
}

const SNOW: Kind = {
  ...{ name: 'snowfall', exposure: 0.004, faintest: 0.6, cover: 0.9, thinnest: 0 },
  clouds: [
    { name: 'near', side: 10, visible: 1.3, most: 4000 },
    { name: 'far', side: 30, visible: 2.2, most: 4000 },
  ],
  slope: (rate) => 2.55 * rate ** -0.48,
  zero: (rate) => 3800 * rate ** -0.87,
  width: (melted) => (melted * WIDTH_OVER_MELTED) / 1000,
  speed: () => FLAKE_SPEED,
}

const RAIN: Kind = {
  ...{ name: 'rainfall', exposure: 0.01, faintest: 0.32, cover: 0.75, thinnest: 0.9 },
  clouds: [
    { name: 'near', side: 5, visible: 1, most: 2500 },
    { name: 'middle', side: 12, visible: 1.6, most: 3000 },
    { name: 'far', side: 30, visible: 2.4, most: 2500 },
  ],
  slope: (rate) => 4.1 * rate ** -0.21,
  zero: () => 8000,
  width: (melted) => melted / 1000,
  // Atlas, Srivastava and Sekhon 1973.
  speed: (melted) => Math.max(0.5, 9.65 - 10.3 * Math.exp(-0.6 * melted)),
}

/** The fraction of u that lies in [-0.5, 0.5). */
const nearest = (u: number): number => u - Math.floor(u + 0.5)

/** A cube that repeats through space, with its corner anywhere. */
interface Cloud {
  readonly side: number
  /** x, y, z in sides, width in m and speed of fall in m/s, 5 a piece. */
  readonly pieces: Float32Array
}

const NUMBERS = 5

const cloudOf = (
  kind: Kind,
  { name, side, visible, most }: Kind['clouds'][number],
  seed: number,
  rate: number,
  share: number,
): Cloud => {
  const rng = stream(seed, kind.name, name)
  const slope = kind.slope(rate)
  /** Of all sizes in the cube. */
  const all = (kind.zero(rate) / slope) * side ** 3
  // When they are too many, the largest ones are drawn.
  const smallest = Math.max(visible, Math.log(all / (share * most)) / slope)
  const count = Math.round(all * Math.exp(-slope * smallest))
  const pieces = new Float32Array(count * NUMBERS)
  for (let i = 0; i < count; i++) {
    const melted = smallest - Math.log(1 - rng.next()) / slope
    pieces.set([rng.next(), rng.next(), rng.next(), kind.width(melted), kind.speed(melted)], NUMBERS * i)
  }
  return { side, pieces }
}

/** Where a picture is taken from. */
export interface Viewpoint {
  readonly position: Vec3
  readonly forward: Vec3
  /** Of whatever carries the camera, m/s. */
  readonly velocity: Vec3
  readonly time: number
  /** What a pixel covers at 1 m, m. */
  readonly pixel: number
}

export interface Precipitation {
  readonly sprites: Sprites
  /**
   * Draws what falls round a camera.
   * @param colorAt light of a piece at a place, world, on the picture's scale
   */
  update(viewpoint: Viewpoint, colorAt: (place: Vec3) => Rgb): void
}

/** @returns null when nothing of this kind falls. */
const create = (
  kind: Kind,
  metresASecond: number,
  { speed, from }: Weather['wind'],
  share: number,
  seed: number,
  scene: Scene,
  root: TransformNode,
): Precipitation | null => {
  const rate = metresASecond * 3.6e6
  if (rate <= 0) return null
  const clouds = kind.clouds.map((cloud) => cloudOf(kind, cloud, seed, rate, share))
  const most = clouds.reduce((n, { pieces }) => n + pieces.length / NUMBERS, 0)
  const sprites = createSprites(kind.name, most, 0.2, scene, root)
  // Wind blows FROM its bearing, at about the speed of the air two metres above ground.
  const [wx, wy] = [-Math.sin(from) * speed, -Math.cos(from) * speed]

  const update: Precipitation['update'] = ({ position: viewer, forward, velocity, time, pixel }, colorAt) => {
    sprites.begin()
    const [sx, sy] = [wx - velocity[0], wy - velocity[1]].map((v) => (v * kind.exposure) / 2)
    for (const { side, pieces } of clouds) {
      for (let i = 0; i < pieces.length; i += NUMBERS) {
        const falls = pieces[i + 4]
        // From the middle of the cloud, which lies before the viewer, to the nearest repetition of this piece.
        const dx = nearest(pieces[i] + (wx * time - viewer[0]) / side - forward[0] * AHEAD)
        const dy = nearest(pieces[i + 1] + (wy * time - viewer[1]) / side - forward[1] * AHEAD)
        const dz = nearest(pieces[i + 2] + (-falls * time - viewer[2]) / side - forward[2] * AHEAD)
        // From the viewer to it.
        const x = (dx + forward[0] * AHEAD) * side
        const y = (dy + forward[1] * AHEAD) * side
        const z = (dz + forward[2] * AHEAD) * side
        const ahead = x * forward[0] + y * forward[1] + z * forward[2]
        if (ahead < NEAREST) continue
        const width = pieces[i + 3]
        const sz = ((-falls - velocity[2]) * kind.exposure) / 2
        const length = 2 * Math.hypot(sx, sy, sz)
        const drawn = Math.max(width, kind.thinnest * pixel * ahead)
        // A piece that hardly moves gets an upright square.
        const half: Vec3 = length > drawn ? [sx, sy, sz] : [0, 0, drawn / 2]
        // What is spread over a streak covers less of what lies behind; a cloud's edge must not show.
        const spread = Math.max(kind.faintest, width / Math.max(width, length)) * (width / drawn)
        const edge = 2 * Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz))
        const cover = kind.cover * spread * (1 - smoothstep(0.75, 1, edge))
        sprites.add(
          viewer,
          [x, y, z],
          half,
          drawn,
          colorAt([viewer[0] + x, viewer[1] + y, viewer[2] + z]),
          cover,
        )
      }
    }
    sprites.end()
  }
  return { sprites, update }
}

/**
 * What falls in this weather: snow, rain, both or nothing.
 * @param share of the most that are drawn, 0..1
 */
export const createPrecipitation = (
  { snowfall, rainfall, wind }: Weather,
  share: number,
  seed: number,
  scene: Scene,
  root: TransformNode,
): Precipitation[] =>
  [
    create(SNOW, snowfall, wind, share, seed, scene, root),
    create(RAIN, rainfall, wind, share, seed, scene, root),
  ].filter((made) => made !== null)
