/** What motorcycles and bicycles share: single wheels, mudguards, round lamps. */
import { add, cross, normalize, scale, type Vec3 } from '../../math/index.ts'
import type { AxleSpec, VehicleSpec } from '../../scenario/index.ts'
import { MeshBuilder, box, merged, moved, placed, revolve, span, tube, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import { BLACK_TRIM, type AddPart } from './parts.ts'

/** A tyre with a round crown on a rim. @param rim outer radius of the rim, m */
const roundTyre = (radius: number, width: number, rim: number, segments: number): Mesh => {
  const half = width / 2
  const high = radius - rim
  const crown = span(-1, 1, 8).map((u): readonly [number, number] => {
    const t = (u * Math.PI) / 2
    return [rim + high * Math.cos(t), half * Math.sin(t)]
  })
  return revolve([...crown, [rim - 0.004, half * 0.9], [rim - 0.004, -half * 0.9], crown[0]], segments)
}

const castWheel = ({ wheelRadius: r, wheelWidth: w }: AxleSpec): { tyre: Mesh; rim: Mesh; dark: Mesh } => {
  const rim = 0.74 * r
  const hoop = revolve(
    [
      [rim - 0.022, -0.36 * w],
      [rim + 0.004, -0.42 * w],
      [rim + 0.004, 0.42 * w],
      [rim - 0.022, 0.36 * w],
      [rim - 0.022, -0.36 * w],
    ],
    32,
  )
  const spokes = Array.from({ length: 6 }, (_, k) => {
    const t = (2 * Math.PI * k) / 6
    const at = (q: number, lean: number): Vec3 => [q * Math.cos(t + lean), 0, q * Math.sin(t + lean)]
    return tube([at(0.03, 0), at(0.55 * rim, 0.1), at(rim - 0.015, 0.06)], () => 0.014, 5)
  })
  const hub = revolve(
    [
      [0, -0.5 * w],
      [0.045, -0.5 * w],
      [0.045, 0.5 * w],
      [0, 0.5 * w],
    ],
    14,
  )
  const disc = (y: number): Mesh =>
    revolve(
      [
        [0.26 * r, y - 0.003],
        [0.5 * r, y - 0.003],
        [0.5 * r, y + 0.003],
        [0.26 * r, y + 0.003],
        [0.26 * r, y - 0.003],
      ],
      24,
    )
  return {
    tyre: roundTyre(r, w, rim, 40),
    rim: merged([hoop, ...spokes, hub]),
    dark: merged([disc(0.5 * w + 0.012), disc(-0.5 * w - 0.012)]),
  }
}

const spokedWheel = ({ wheelRadius: r, wheelWidth: w }: AxleSpec): { tyre: Mesh; rim: Mesh; dark: Mesh } => {
  const rim = r - w
  const hoop = revolve(
    [
      [rim - 0.014, -0.34 * w],
      [rim + 0.003, -0.42 * w],
      [rim + 0.003, 0.42 * w],
      [rim - 0.014, 0.34 * w],
      [rim - 0.014, -0.34 * w],
    ],
    40,
  )
  // Tangential, crossed, as spokes are.
  const spokes = Array.from({ length: 24 }, (_, k) => {
    const t = (2 * Math.PI * k) / 24
    const [side, lean] = [k % 2 === 0 ? 1 : -1, k % 4 < 2 ? 1.1 : -1.1]
    const from: Vec3 = [0.025 * Math.cos(t + lean), side * 0.028, 0.025 * Math.sin(t + lean)]
    return tube([from, [(rim - 0.01) * Math.cos(t), 0, (rim - 0.01) * Math.sin(t)]], () => 0.0016, 3)
  })
  const hub = revolve(
    [
      [0, -0.045],
      [0.027, -0.04],
      [0.018, -0.03],
      [0.018, 0.03],
      [0.027, 0.04],
      [0, 0.045],
    ],
    12,
  )
  return { tyre: roundTyre(r, w, rim, 44), rim: merged([hoop, hub]), dark: merged(spokes) }
}

/** Adds the two wheels. @returns their centres, front first */
export const addSingleWheels = (add: AddPart, spec: VehicleSpec): (readonly [number, number, number])[] => {
  const cycle = spec.body === 'bicycle'
  const metal: Rgb = cycle ? [0.4, 0.4, 0.41] : [0.03, 0.03, 0.032]
  return spec.axles.map((axle, wheel) => {
    const { tyre, rim, dark } = cycle ? spokedWheel(axle) : castWheel(axle)
    add(`wheel-${wheel}-tyre`, tyre, 'rubber', [0.02, 0.02, 0.021], 'wheel', { wheel })
    add(`wheel-${wheel}-rim`, rim, 'metal', metal, 'wheel', { wheel })
    add(`wheel-${wheel}-dark`, dark, 'metal', [0.25, 0.25, 0.25], 'wheel', { wheel })
    return [axle.x, 0, axle.wheelRadius]
  })
}

/** A mudguard: a strip bent over a wheel, from one angle to another (0 ahead, pi behind), outer radius exact. */
export const mudguard = (axle: AxleSpec, outer: number, wide: number, from: number, to: number): Mesh => {
  const builder = new MeshBuilder()
  const [rows, columns] = [14, 6]
  const deep = 0.35 * wide
  for (const [inside, sign] of [
    [0, 1],
    [0.004, -1],
  ] as const) {
    const first = builder.vertexCount
    for (let i = 0; i <= rows; i++)
      for (let k = 0; k <= columns; k++) {
        const [t, u] = [from + ((to - from) * i) / rows, (2 * k) / columns - 1]
        const bend = (u * Math.PI) / 2.4
        const r = outer - inside - deep * (1 - Math.cos(bend))
        const n: Vec3 = [Math.cos(t) * Math.cos(bend), Math.sin(bend), Math.sin(t) * Math.cos(bend)]
        const y = (wide / 2 - inside) * (Math.sin(bend) / Math.sin(Math.PI / 2.4))
        builder.vertex([axle.x + r * Math.cos(t), y, axle.wheelRadius + r * Math.sin(t)], scale(n, sign))
      }
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < columns; k++) {
        const a = first + i * (columns + 1) + k
        if (sign > 0) builder.quad(a, a + 1, a + columns + 2, a + columns + 1)
        else builder.quad(a, a + columns + 1, a + columns + 2, a + 1)
      }
  }
  return builder.build()
}

/** A round lamp facing along x: its bowl, and its lens. @param facing +1 ahead, -1 behind */
export const roundLamp = (
  at: Vec3,
  radius: number,
  deep: number,
  facing: 1 | -1,
): { bowl: Mesh; lens: Mesh } => {
  // The y axis of a revolved solid becomes the way the lamp faces.
  const move = {
    point: ([x, y, z]: Vec3): Vec3 => [at[0] + facing * y, at[1] - facing * x, at[2] + z],
    turn: ([x, y, z]: Vec3): Vec3 => [facing * y, -facing * x, z],
  }
  const bowl = revolve(
    [
      [0, -deep],
      [0.6 * radius, -0.85 * deep],
      [radius, -0.25 * deep],
      [radius, 0],
      [0.9 * radius, 0.004],
    ],
    18,
  )
  const lens = revolve(
    [
      [0.92 * radius, 0.002],
      [0.6 * radius, 0.012],
      [0, 0.016],
    ],
    18,
  )
  return { bowl: moved(bowl, move), lens: moved(lens, move) }
}

/** A bar of boxes and tubes seen from both sides: `mesh` at y and at -y. */
export const along = (path: readonly Vec3[], radius: number, sides = 7): Mesh =>
  tube(path, () => radius, sides)

/** A mirror on its stalk, the glass facing back. */
export const mirrorOn = (from: Vec3, at: Vec3): { stalk: Mesh; shell: Mesh; glass: Mesh } => {
  const out = normalize(cross([0, 0, 1], [1, 0, 0]))
  const [w, h] = [0.075, 0.045]
  const glass = new MeshBuilder()
  const corner = (u: number, v: number): Vec3 => add(add(at, scale(out, u * w)), [-0.0125, 0, v * h])
  glass.face([corner(1, -1), corner(-1, -1), corner(-1, 1), corner(1, 1)])
  return {
    stalk: along([from, [from[0], (from[1] + at[1]) / 2, (from[2] + at[2]) / 2], at], 0.007, 5),
    shell: box(
      [at[0] - 0.012, at[1] - w - 0.005, at[2] - h - 0.005],
      [at[0] + 0.018, at[1] + w + 0.005, at[2] + h + 0.005],
    ),
    glass: glass.build(),
  }
}

/** A number plate's blank, smaller than a car's, for the back of a motorcycle. */
export const smallPlate = (add_: AddPart, at: Vec3): void => {
  add_(
    'plate',
    moved(box([-0.004, -0.09, -0.09], [0.004, 0.09, 0.09]), placed(at)),
    'plate',
    [0.75, 0.75, 0.72],
    'plate',
  )
  add_(
    'plate-holder',
    moved(box([0.004, -0.095, -0.095], [0.014, 0.095, 0.095]), placed(at)),
    'plastic',
    BLACK_TRIM,
    'trim',
  )
}
