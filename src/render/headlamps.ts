/**
 * Lamps that light the world at night: every material gets the light of the nearest vehicles' headlamps, with the
 * shadows of the vehicles in between, and what signs, plates and markings throw back to where it came from; and that of
 * the nearest street lamps.
 */
import type { Material } from '@babylonjs/core/Materials/material.js'
import type { MaterialDefines } from '@babylonjs/core/Materials/materialDefines.js'
import { MaterialPluginBase } from '@babylonjs/core/Materials/materialPluginBase.js'
import { ShaderLanguage } from '@babylonjs/core/Materials/shaderLanguage.js'
import type { UniformBuffer } from '@babylonjs/core/Materials/uniformBuffer.js'
import {
  add,
  conjugate,
  norm,
  rotate,
  scale,
  smoothstep,
  sub,
  transformPoint,
  type Vec3,
} from '../math/index.ts'
import { boxOf, type MaterialKind, type Mesh, type Shape, type StreetLamp } from '../shape/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import { toBabylon } from './frame.ts'
import {
  BEAM_GLSL,
  BEAM_WGSL,
  LIT_GLSL,
  LIT_WGSL,
  MIRROR_GLSL,
  MIRROR_WGSL,
  STREET_GLSL,
  STREET_WGSL,
} from './headlamp-shaders.ts'
import type { Rgb } from './sky.ts'

/** Vehicles whose lamps and shadows count: the nearest ones. */
export const MOST_LAMPS = 8
/** Street lamps that count: the nearest to a point so far before the camera, m; they fade in at this distance from it. */
export const MOST_STREET_LAMPS = 8
const STREET_AHEAD = 38
const STREET_REACH = [70, 105] as const

/**
 * Luminance by lux of what throws light back to its lamp, cd/(m^2 lx), seen along the beam, and the observation angle,
 * degrees, at which much of it is gone. Sheeting of class RA2 (EN 12899-1), plates (ISO 7591), markings of class R3 on
 * 30 m geometry (EN 1436).
 */
const RETRO: Partial<Record<MaterialKind, readonly [number, number]>> = {
  plate: [60, 0.6],
  marking: [0.2, 1.6],
}

/**
 * How far light goes into a surface before it comes back, 0..1: as far as its relief throws no shadow in the beams.
 */
const DEPTH: Partial<Record<MaterialKind, number>> = { snow: 0.75, grass: 0.4 }

/** Where a vehicle's lamps are, in its body frame, and the box that stands in the light of others. */
interface Lamps {
  readonly middle: Vec3
  /** Pairs: 1 for a car, 0.5 for a motorcycle. */
  readonly pairs: number
  readonly boxMiddle: Vec3
  readonly boxHalf: Vec3
  readonly paint: Rgb
}

const lampsOf = (shape: Shape): Lamps | null => {
  const heads = shape.parts.filter(({ lamp }) => lamp === 'head').map(({ mesh }) => middleOf(mesh))
  if (heads.length === 0) return null
  const { center, size } = boxOf(shape)
  return {
    middle: scale(heads.reduce(add), 1 / heads.length),
    pairs: Math.min(2, heads.length) / 2,
    boxMiddle: center,
    boxHalf: scale(size, 0.5),
    paint: paintOf(shape),
  }
}

/** Colour of the largest painted part. */
const paintOf = ({ parts }: Shape): Rgb => {
  const painted = parts.filter(({ material }) => material === 'paint')
  const most = Math.max(0, ...painted.map(({ mesh }) => mesh.indices.length))
  return painted.find(({ mesh }) => mesh.indices.length === most)?.color ?? [0.05, 0.05, 0.05]
}

/** Mean of a mesh's vertices. */
const middleOf = ({ positions }: Mesh): Vec3 => {
  const sum: [number, number, number] = [0, 0, 0]
  for (let at = 0; at < positions.length; at++) sum[at % 3] += positions[at]
  return scale(sum, 3 / positions.length)
}

/** What the shaders read, 4 numbers a vehicle, in Babylon's frame. */
class Uniforms {
  /** Middle of the lamps; how many pairs are lit. */
  readonly at = new Float32Array(4 * MOST_LAMPS)
  /** Straight ahead; 1: high beam. */
  readonly ahead = new Float32Array(4 * MOST_LAMPS)
  /** To the left; half the width. */
  readonly left = new Float32Array(4 * MOST_LAMPS)
  /** Middle of the body; half its length. */
  readonly body = new Float32Array(4 * MOST_LAMPS)
  /** Upwards; half its height. */
  readonly up = new Float32Array(4 * MOST_LAMPS)
  /** Its paint; 1: its lamps are lit, 2: it brakes, 3: both. */
  readonly paint = new Float32Array(4 * MOST_LAMPS)
  /** A street lamp; its candela. */
  readonly street = new Float32Array(4 * MOST_STREET_LAMPS)
  /** Light of one lux on the picture's own scale, by channel; the same of street lamps. */
  gain: Rgb = [0, 0, 0]
  streetGain: Rgb = [0, 0, 0]
  /** What an upright white wall sends on, on the picture's own scale: so bright is what wet ground mirrors. */
  wall: Rgb = [0, 0, 0]
  /** Vehicles that wet ground mirrors; vehicles whose lamps light the world. */
  mirrored = 0
  count = 0
  streetCount = 0

  put(to: Float32Array, i: number, [x, y, z]: Vec3, w: number): void {
    const { x: bx, y: by, z: bz } = toBabylon([x, y, z])
    to.set([bx, by, bz, w], 4 * i)
  }
}

export interface Headlamps {
  /**
   * Lets this material be lit. Before its first use.
   * @param film water lies on it, and mirrors vehicles
   */
  light(material: Material, kind: MaterialKind, film: boolean): void
  /**
   * Places the lamps as `state` has them, those nearest to the viewer, who looks `forward`.
   * @param wall what an upright white wall sends on, on the picture's scale
   * @param gain light of one lux on the picture's scale, by channel; zero: it is day, and nobody sees them
   */
  update(state: WorldState, viewer: Vec3, forward: Vec3, wall: Rgb, gain: Rgb): void
  /** Light of all headlamps and street lamps at a place in the air, world, lx; none by day. Bodies throw no shadow there. */
  luxAt(place: Vec3): number
}

/** As headlamp-shaders.ts has it: candela of a lamp, degrees to the right and upwards. */
const candelaOf = (right: number, up: number, isHigh: boolean): number => {
  const bell = (u: number): number => Math.exp(-0.5 * u * u)
  const below = -0.57 + Math.min(0.8, Math.max(0, 0.268 * right)) - up
  const depth = Math.max(below, 0)
  const pool =
    16000 * bell((right - 1.5) / 7) * Math.exp(-depth / 1.8) + 6000 * bell(right / 20) * Math.exp(-depth / 7)
  const dipped =
    pool * Math.exp(Math.min(below, 0) / 0.25) + 350 * Math.exp(-Math.abs(right) / 30 - Math.abs(up) / 12)
  if (!isHigh) return dipped
  return dipped + 45000 * bell(right / 4) * bell((up + 0.3) / 2.5) + 6000 * bell(right / 15) * bell(up / 4)
}

/** What floats farther away than this is not asked for its light, m. */
const LUX_REACH = 70
const DEGREES = 180 / Math.PI

export const createHeadlamps = (
  shapes: readonly Shape[],
  streetLamps: readonly StreetLamp[] = [],
): Headlamps => {
  const lamps = shapes.map(lampsOf)
  let shining: readonly { readonly actor: ActorState; readonly at: Vec3; readonly pairs: number }[] = []
  const uniforms = new Uniforms()
  let mirrors = false
  const place = (actor: ActorState, { middle, pairs, boxMiddle, boxHalf, paint }: Lamps, i: number): void => {
    const axis = (local: Vec3): Vec3 => rotate(actor.orientation, local)
    const isLit = actor.lights.headlights
    uniforms.put(uniforms.at, i, transformPoint(actor, middle), isLit ? pairs : 0)
    uniforms.put(uniforms.ahead, i, axis([1, 0, 0]), actor.lights.highBeam ? 1 : 0)
    uniforms.put(uniforms.left, i, axis([0, 1, 0]), boxHalf[1])
    uniforms.put(uniforms.up, i, axis([0, 0, 1]), boxHalf[2])
    uniforms.paint.set([...paint, (isLit ? 1 : 0) + (actor.lights.brake ? 2 : 0)], 4 * i)
    uniforms.put(uniforms.body, i, transformPoint(actor, boxMiddle), boxHalf[0])
  }
  return {
    light: (material, kind, film) => {
      mirrors ||= film
      new HeadlampPlugin(material, uniforms, RETRO[kind] ?? [0, 1], DEPTH[kind] ?? 0, film)
    },
    update: ({ actors }, viewer, forward, wall, gain) => {
      uniforms.gain = gain
      uniforms.wall = wall
      uniforms.mirrored = 0
      uniforms.count = 0
      uniforms.streetCount = 0
      shining = []
      const isDark = gain[1] > 0
      if (!isDark && !mirrors) return
      if (isDark) lightStreet(uniforms, streetLamps, add(viewer, scale(forward, STREET_AHEAD)), gain)
      const near = actors
        .flatMap((actor, i) => {
          const own = lamps[i]
          return actor.present && own !== null
            ? [{ actor, own, away: norm(sub(actor.position, viewer)) }]
            : []
        })
        .sort((a, b) => a.away - b.away)
        .slice(0, MOST_LAMPS)
      for (const [i, { actor, own }] of near.entries()) place(actor, own, i)
      uniforms.mirrored = near.length
      if (!isDark) return
      uniforms.count = near.length
      shining = near.flatMap(({ actor, own: { middle, pairs } }) =>
        actor.lights.headlights ? [{ actor, at: transformPoint(actor, middle), pairs }] : [],
      )
    },
    luxAt: (place) => {
      let lux = 0
      for (const { actor, at, pairs } of shining) {
        const away = sub(place, at)
        const distance = norm(away)
        if (distance > LUX_REACH) continue
        const [x, y, z] = rotate(conjugate(actor.orientation), away)
        if (x <= 0) continue
        const right = Math.atan2(-y, x) * DEGREES
        const up = Math.atan2(z, Math.hypot(x, y)) * DEGREES
        lux += (2 * pairs * candelaOf(right, up, actor.lights.highBeam)) / Math.max(1, distance * distance)
      }
      if (uniforms.streetCount > 0)
        for (const { position, candela } of streetLamps) {
          const [x, y, z] = sub(place, position)
          const d2 = x * x + y * y + z * z
          if (d2 > 20 * 20 || z >= 0) continue
          lux += (candela * smoothstep(0.17, 0.42, -z / Math.sqrt(d2))) / Math.max(1, d2)
        }
      return lux
    },
  }
}

/** Puts in the street lamps that are nearest to `focus`; all of a scene shine in one colour. */
const lightStreet = (uniforms: Uniforms, lamps: readonly StreetLamp[], focus: Vec3, [r, g, b]: Rgb): void => {
  const near = lamps
    .map((lamp) => ({ lamp, away: norm(sub(lamp.position, focus)) }))
    .filter(({ away }) => away < STREET_REACH[1])
    .sort((one, other) => one.away - other.away)
    .slice(0, MOST_STREET_LAMPS)
  for (const [i, { lamp, away }] of near.entries())
    uniforms.put(uniforms.street, i, lamp.position, lamp.candela * (1 - smoothstep(...STREET_REACH, away)))
  uniforms.streetCount = near.length
  const color = near.at(0)?.lamp.color ?? [0, 0, 0]
  uniforms.streetGain = [r * color[0], g * color[1], b * color[2]]
}

/** Adds the light of `Uniforms` to a physically based material; WGSL in Node, GLSL in a page without WebGPU. */
class HeadlampPlugin extends MaterialPluginBase {
  readonly #uniforms: Uniforms
  readonly #retro: readonly [number, number]
  readonly #depth: number
  readonly #mirrors: boolean

  constructor(
    material: Material,
    uniforms: Uniforms,
    retro: readonly [number, number],
    depth: number,
    mirrors: boolean,
  ) {
    // Before the labels' plugin (900), which takes the finished colour.
    super(material, 'Headlamps', 200, { HEADLAMPS: true, MIRRORS: false }, false, false)
    this.#uniforms = uniforms
    this.#retro = retro
    this.#depth = depth
    this.#mirrors = mirrors
    // Asked for its code while it is being added, so it is added once it is complete.
    this._pluginManager._addPlugin(this)
    this._enable(true)
  }

  override getClassName(): string {
    return 'HeadlampPlugin'
  }

  override isCompatible(): boolean {
    return true
  }

  override prepareDefines(defines: MaterialDefines): void {
    defines['HEADLAMPS'] = true
    defines['MIRRORS'] = this.#mirrors
  }

  override getUniforms(language?: ShaderLanguage): {
    ubo: { name: string; size: number; type: string; arraySize?: number }[]
    fragment?: string
  } {
    const array = (name: string, arraySize = MOST_LAMPS) => ({ name, size: 4, type: 'vec4', arraySize })
    const ubo = [
      ...['headlampAt', 'headlampAhead', 'headlampLeft', 'headlampUp', 'headlampBody'].map((n) => array(n)),
      array('mirrorPaint'),
      { name: 'mirrorLight', size: 4, type: 'vec4' },
      array('streetlampAt', MOST_STREET_LAMPS),
      { name: 'streetlampGain', size: 4, type: 'vec4' },
      { name: 'headlampGain', size: 4, type: 'vec4' },
      { name: 'headlampRetro', size: 4, type: 'vec4' },
    ]
    if (language === ShaderLanguage.WGSL) return { ubo }
    const declared = ubo.map((u) => `uniform vec4 ${u.name}${'arraySize' in u ? `[${u.arraySize}]` : ''};`)
    return { ubo, fragment: ['#ifdef HEADLAMPS', ...declared, '#endif'].join('\n') }
  }

  override bindForSubMesh(buffer: UniformBuffer): void {
    const { paint, wall, mirrored } = this.#uniforms
    const { at, ahead, left, up, body, gain, count, street, streetGain, streetCount } = this.#uniforms
    buffer.updateFloat4('headlampGain', ...gain, count)
    buffer.updateFloat4('streetlampGain', ...streetGain, streetCount)
    if (streetCount > 0) buffer.updateFloatArray('streetlampAt', street)
    const shown = this.#mirrors ? mirrored : 0
    buffer.updateFloat4('headlampRetro', ...this.#retro, shown, this.#depth)
    if (count === 0 && shown === 0) return
    buffer.updateFloat4('mirrorLight', ...wall, 0)
    buffer.updateFloatArray('mirrorPaint', paint)
    buffer.updateFloatArray('headlampAt', at)
    buffer.updateFloatArray('headlampAhead', ahead)
    buffer.updateFloatArray('headlampLeft', left)
    buffer.updateFloatArray('headlampUp', up)
    buffer.updateFloatArray('headlampBody', body)
  }

  override getCustomCode(shaderType: string, language?: ShaderLanguage): Record<string, string> | null {
    if (shaderType !== 'fragment') return null
    const isWgsl = language === ShaderLanguage.WGSL
    const lit = isWgsl ? [LIT_WGSL, STREET_WGSL] : [LIT_GLSL, STREET_GLSL]
    return {
      CUSTOM_FRAGMENT_DEFINITIONS: isWgsl ? BEAM_WGSL : BEAM_GLSL,
      // What is drawn without light has no reflectance to be lit by.
      CUSTOM_FRAGMENT_BEFORE_FINALCOLORCOMPOSITION: [
        '#ifndef UNLIT',
        ...lit,
        ...['#ifdef MIRRORS', isWgsl ? MIRROR_WGSL : MIRROR_GLSL, '#endif'],
        '#endif',
      ].join('\n'),
    }
  }
}
