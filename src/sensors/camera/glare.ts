/**
 * Veiling glare: of the light of the sun and of head lamps that reaches a lens, in the picture or beside it, a share
 * is spread over all directions as 1 / (theta^2 + theta0^2), the shape of the CIE's disability glare (CIE 146:2002,
 * after Stiles and Holladay).
 */
import {
  clamp,
  dot,
  inverseTransformPoint,
  normalize,
  power,
  projectLocal,
  rayThrough,
  rotate,
  sub,
  transformPoint,
  type CameraView,
  type Vec3,
} from '../../math/index.ts'
import type { Scatter, Weather } from '../../scenario/index.ts'
import type { Mesh, Shape } from '../../shape/index.ts'
import { instanceOf, semanticOf, SEMANTIC_CLASSES, type WorldState } from '../../world/index.ts'
import { sunIlluminance } from './exposure.ts'

/** Something that shines into a lens. */
export interface Glare {
  /** Towards it, camera frame, unit. */
  readonly direction: Vec3
  /** On a surface that faces it, lx. */
  readonly illuminance: number
}

/** All lamps of a vehicle together, towards somebody before it, cd: low beam (UN R112's limits lie about here), high beam. */
const LOW_BEAM = 1200
const HIGH_BEAM = 80_000
/** Cosine of the angle beyond which a head lamp lights nobody. */
const BEAM = Math.cos(1)
/** Nothing farther dazzles, m. */
const REACH = 400

const SKY = SEMANTIC_CLASSES.indexOf('sky')

/** Sun and head lamps that a camera would see, unless the picture shows something else in their place. */
export const glareIn = (
  view: CameraView,
  state: WorldState,
  weather: Weather,
  shapes: ReadonlyMap<string, Shape>,
  ids: Uint32Array,
): Glare[] => {
  const found: Glare[] = []
  const idAt = (direction: Vec3): number | null => {
    const { width, height } = view.pinhole
    const [u, v, depth] = projectLocal(view.pinhole, direction)
    if (depth <= 0 || u < 0 || v < 0 || u >= width || v >= height) return null
    return ids[Math.floor(v) * width + Math.floor(u)]
  }
  const { elevation, azimuth } = weather.sun
  const sun: Vec3 = [
    Math.cos(elevation) * Math.sin(azimuth),
    Math.cos(elevation) * Math.cos(azimuth),
    Math.sin(elevation),
  ]
  const towards = inverseTransformPoint({ position: [0, 0, 0], orientation: view.pose.orientation }, sun)
  const behind = idAt(towards)
  if (sunIlluminance(weather) > 0 && (behind === null || semanticOf(behind) === SKY))
    found.push({ direction: towards, illuminance: sunIlluminance(weather) })
  for (const actor of state.actors) {
    if (!actor.present || !actor.lights.headlights) continue
    const ahead = rotate(actor.orientation, [1, 0, 0])
    const lamps = (shapes.get(actor.id)?.parts ?? []).filter(({ lamp }) => lamp === 'head')
    const intensity = (actor.lights.highBeam ? HIGH_BEAM : LOW_BEAM) / lamps.length
    for (const { mesh } of lamps) {
      const at = transformPoint(actor, middleOf(mesh))
      const away = sub(view.pose.position, at)
      const distance2 = dot(away, away)
      const facing = dot(ahead, normalize(away))
      const local = inverseTransformPoint(view.pose, at)
      const shown = idAt(local)
      if (facing < BEAM || distance2 > REACH * REACH) continue
      if (shown !== null && instanceOf(shown) !== actor.instance) continue
      // Through the air: what fog takes of it is not counted.
      const candela = intensity * power(facing, 4)
      found.push({ direction: normalize(local), illuminance: candela / distance2 })
    }
  }
  return found
}

/** Mean of a mesh's vertices. */
const middleOf = ({ positions }: Mesh): Vec3 => {
  const sum = [0, 0, 0]
  for (let at = 0; at < positions.length; at++) sum[at % 3] += positions[at]
  const n = positions.length / 3
  return [sum[0] / n, sum[1] / n, sum[2] / n]
}

/** rad^2: the core of the spread. */
const CORE = 0.02 * 0.02

/** 1 / (theta^2 + theta0^2), scaled so that it adds up to 1 over the half space before the lens, 1/sr. */
const NORMALISED = ((): number => {
  const steps = 2000
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const theta = ((i + 0.5) / steps) * (Math.PI / 2)
    sum += (2 * Math.PI * Math.sin(theta)) / (theta * theta + CORE)
  }
  return 1 / (sum * (Math.PI / 2 / steps))
})()

/** Pixels between which the veil, which is smooth, is not worked out anew. */
const TILE = 4

/**
 * Lays the veil of everything that dazzles over a picture.
 * @param light changed
 * @param white luminance of light 1, cd/m^2
 */
export const veil = (
  light: Float32Array,
  view: CameraView,
  share: Scatter['veil'],
  glare: readonly Glare[],
  white: number,
): void => {
  const { width, height } = view.pinhole
  const before = glare.filter(({ direction }) => direction[0] > 0)
  if (before.length === 0) return
  for (let top = 0; top < height; top += TILE)
    for (let left = 0; left < width; left += TILE) {
      const ray = rayThrough(view.pinhole, left + TILE / 2, top + TILE / 2)
      if (ray === null) continue
      const here = normalize(ray)
      const added = before.reduce((sum, { direction, illuminance }) => {
        const theta = Math.acos(clamp(dot(here, direction), -1, 1))
        return sum + illuminance * direction[0] * (NORMALISED / (theta * theta + CORE))
      }, 0)
      const more = (share * added) / white
      for (let y = top; y < Math.min(height, top + TILE); y++)
        for (let x = left; x < Math.min(width, left + TILE); x++) {
          const at = 3 * (y * width + x)
          for (let c = 0; c < 3; c++) light[at + c] += more
        }
    }
}
