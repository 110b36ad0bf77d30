/**
 * What lies on a lens: drops, dirt, snow, mud. All of it is far out of focus, and stays where it is from picture
 * to picture; it works on the light before the image sensor sees it.
 *
 * A drop is a small lens of its own: it shows a wide piece of the scene upside down. Dirt takes light away and gives
 * back some of the scene's mean; snow scatters that mean; mud is opaque.
 */
import { clamp, hashNames, smoothstep, stream } from '../../math/index.ts'
import type { CameraSpec, Soiling, Weather } from '../../scenario/index.ts'
import type { SensorFault } from '../../world/index.ts'
import { faultLevel } from '../fault.ts'
import { meanOf } from './light.ts'

/** Shares of the lens, 0..1. */
export interface OnLens extends Soiling {
  readonly mud: number
}

/** Area that water takes up on glass, m^2 a m^3: a drop of 2 mm leaves a spot of 3 mm, a flake of 5 mm its own width. */
const SPREAD = { rain: 1670, snow: 4900 }
/** How long a drop or a flake stays before wind and heat take it, s, and what may gather at most. */
const STAYS = { rain: 20, snow: 30 }
const MOST = { rain: 0.4, snow: 0.5 }
/** K: above it snow melts at once and leaves drops. */
const MELTS = 274.15

/** What is on a lens at `time`: from the start, of the weather since (in the open), and by faults of the story. */
export const onLens = (
  { id, soiling }: Pick<CameraSpec, 'id' | 'soiling'>,
  weather: Weather,
  time: number,
  faults: readonly SensorFault[],
): OnLens => {
  const gathered = (kind: 'rain' | 'snow', rate: number): number =>
    soiling === undefined
      ? 0
      : (1 - Math.exp(-time / STAYS[kind])) * Math.min(MOST[kind], SPREAD[kind] * rate * STAYS[kind])
  const isCold = weather.temperature < MELTS
  const wet = weather.rainfall + (isCold ? 0 : weather.snowfall)
  return {
    drops: clamp((soiling?.drops ?? 0) + gathered('rain', wet), 0, 1),
    dirt: soiling?.dirt ?? 0,
    snow: Math.max(
      clamp((soiling?.snow ?? 0) + gathered('snow', isCold ? weather.snowfall : 0), 0, 1),
      faultLevel(faults, id, 'snow-cover'),
    ),
    mud: Math.max(faultLevel(faults, id, 'mud'), faultLevel(faults, id, 'blockage')),
  }
}

/** Lays it on the light of a picture (changed). */
export const soil = (
  light: Float32Array,
  width: number,
  height: number,
  { drops, dirt, snow, mud }: OnLens,
  seed: number,
  id: string,
): void => {
  const lie = (kind: Kind, level: number): void => {
    if (level > 0) cover(light, width, height, kind, level, hashNames(seed, ['camera', id, kind]))
  }
  lie('dirt', dirt)
  if (drops > 0) wet(light, width, height, drops, hashNames(seed, ['camera', id, 'drops']))
  lie('snow-cover', snow)
  lie('mud', mud)
}

type Kind = 'dirt' | 'snow-cover' | 'mud'

/** Linear light of mud in daylight. */
const MUD = [0.042, 0.025, 0.014] as const
/** How much of the light dirt stops, and how much of the scene's mean it gives back. */
const DIRT_STOPS = 0.75
const DIRT_GLOWS = 0.35
/** Width of the blurred edge of what lies on the lens, in steps of the field's 0..1: far out of focus. */
const SOFT = 0.06
/** Lumps across the picture's width. */
const LUMPS = { dirt: 12, 'snow-cover': 5, mud: 5 }

/** Lays `level` of the picture's area under what lies on the lens. */
const cover = (
  light: Float32Array,
  width: number,
  height: number,
  kind: Kind,
  level: number,
  seed: number,
): void => {
  const field = lumps(width, height, seed, LUMPS[kind])
  // The field's own quantile, so that just this share of the pixels is covered.
  const limit = Float32Array.from(field).sort()[Math.min(field.length - 1, Math.floor(level * field.length))]
  const [r, g, b] = colourOf(kind, meanOf(light))
  const opacity = kind === 'dirt' ? DIRT_STOPS : 1
  for (let i = 0, at = 0; i < field.length; i++, at += 3) {
    const a = opacity * (level >= 1 ? 1 : 1 - smoothstep(limit - SOFT, limit + SOFT, field[i]))
    if (a === 0) continue
    // Thick snow and thick mud are darker where they lie deepest.
    const shade = 1 - 0.2 * Math.min(1, Math.max(0, (limit - field[i]) * 2))
    light[at] += a * (r * shade - light[at])
    light[at + 1] += a * (g * shade - light[at + 1])
    light[at + 2] += a * (b * shade - light[at + 2])
  }
}

/** What is seen of it. Snow scatters the light of the whole scene: its mean, a third of the way to white. */
const colourOf = (kind: Kind, mean: readonly [number, number, number]): readonly [number, number, number] => {
  if (kind === 'mud') return MUD
  if (kind === 'dirt') return [DIRT_GLOWS * mean[0], DIRT_GLOWS * mean[1], DIRT_GLOWS * mean[2]]
  const white = (m: number): number => m + 0.35 * (1 - m)
  return [white(mean[0]), white(mean[1]), white(mean[2])]
}

/** Smooth value noise of three octaves, 0..1, in rows. */
const lumps = (width: number, height: number, seed: number, across: number): Float32Array => {
  const field = new Float32Array(width * height)
  for (let octave = 0; octave < 3; octave++) {
    const size = width / (across * (1 << octave))
    const [columns, rows] = [Math.ceil(width / size) + 2, Math.ceil(height / size) + 2]
    const random = stream(seed, 'lumps', octave)
    const grid = Float32Array.from({ length: columns * rows }, () => random.next())
    const weight = 4 / 7 / (1 << octave)
    for (let y = 0, i = 0; y < height; y++) {
      const row = Math.floor(y / size)
      const v = smoothstep(0, 1, y / size - row)
      for (let x = 0; x < width; x++, i++) {
        const column = Math.floor(x / size)
        const u = smoothstep(0, 1, x / size - column)
        const at = row * columns + column
        const top = grid[at] + u * (grid[at + 1] - grid[at])
        const bottom = grid[at + columns] + u * (grid[at + columns + 1] - grid[at + columns])
        field[i] += weight * (top + v * (bottom - top))
      }
    }
  }
  return field
}

/** Radii of drops, shares of the picture's width: most are small. */
const SMALLEST = 0.008
const LARGEST = 0.045
/** A drop shows this many times its own width of the scene. */
const WIDE = 9
/** Side of the blocks that make the unfocused picture a drop shows, share of the width. */
const BLUR = 1 / 80

/** Scatters drops until `level` of the picture's area lies under them; more of them come, none goes. */
const wet = (light: Float32Array, width: number, height: number, level: number, seed: number): void => {
  const scene = blurred(light, width, height)
  const random = stream(seed, 'drops')
  // Overlaps taken into account: the share left free by a sum of areas s is e^-s.
  const wanted = -Math.log(Math.max(1e-3, 1 - level)) * width * height
  for (let area = 0; area < wanted;) {
    const u = random.next()
    const radius = width * (SMALLEST + (LARGEST - SMALLEST) * u * u * u)
    const flat = 0.8 + 0.4 * random.next()
    drop(light, width, height, scene, random.uniform(0, width), random.uniform(0, height), radius, flat)
    area += Math.PI * radius * radius * flat
  }
}

interface Blurred {
  readonly light: Float32Array
  readonly columns: number
  readonly rows: number
  readonly side: number
}

/** Means of square blocks. */
const blurred = (light: Float32Array, width: number, height: number): Blurred => {
  const side = Math.max(1, Math.round(width * BLUR))
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)]
  const sums = new Float32Array(columns * rows * 3)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [bottom, right] = [Math.min(height, (row + 1) * side), Math.min(width, (column + 1) * side)]
      const to = 3 * (row * columns + column)
      const n = (bottom - row * side) * (right - column * side)
      for (let y = row * side; y < bottom; y++)
        for (let x = column * side; x < right; x++)
          for (let c = 0; c < 3; c++) sums[to + c] += light[3 * (y * width + x) + c] / n
    }
  return { light: sums, columns, rows, side }
}

/** One drop: the scene behind it upside down, dark at its rim, its edge out of focus. */
const drop = (
  light: Float32Array,
  width: number,
  height: number,
  scene: Blurred,
  cx: number,
  cy: number,
  radius: number,
  flat: number,
): void => {
  const ry = radius * flat
  for (let y = Math.max(0, Math.floor(cy - ry)); y < Math.min(height, cy + ry); y++)
    for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, cx + radius); x++) {
      const [dx, dy] = [(x + 0.5 - cx) / radius, (y + 0.5 - cy) / ry]
      const r2 = dx * dx + dy * dy
      if (r2 >= 1) continue
      const edge = 1 - smoothstep(0.45, 1, r2)
      const rim = 1 - 0.45 * r2 * r2
      // A ball bends the more the farther out: the picture in it is squeezed towards the rim.
      const squeeze = WIDE / (1 + r2)
      const from = 3 * blockAt(scene, cx - dx * radius * squeeze, cy - dy * ry * squeeze)
      const to = 3 * (y * width + x)
      for (let c = 0; c < 3; c++) light[to + c] += edge * (rim * scene.light[from + c] - light[to + c])
    }
}

const blockAt = ({ columns, rows, side }: Blurred, x: number, y: number): number =>
  clamp(Math.floor(y / side), 0, rows - 1) * columns + clamp(Math.floor(x / side), 0, columns - 1)
