/** A wheel: tyre, rim with spokes, brake disc; its own frame has the axle along y. */
import { lerp, stream, type Vec3 } from '../../math/index.ts'
import type { AxleSpec, BodyStyle, VehicleSpec } from '../../scenario/index.ts'
import { MeshBuilder, ellipsoid, merged, mirrored, moved, revolve, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import { BLACK_TRIM, type AddPart } from './parts.ts'

const SEGMENTS = 30

/** Bodies on plain steel wheels. */
const STEEL: readonly BodyStyle[] = ['van', 'box-truck', 'bus', 'tractor', 'semitrailer', 'caravan']

/** Bodies with two tyres side by side on each rear wheel. */
const TWIN_TYRES: readonly BodyStyle[] = ['box-truck', 'tractor']

const RUBBER: Rgb = [0.02, 0.02, 0.021]

/** Outside of the wheel at +y; radius and width as in the spec, exact. */
const tyre = (radius: number, width: number, rim: number): Mesh => {
  const half = width / 2
  const side = radius - rim
  const wall: readonly (readonly [number, number])[] = [
    [radius, half - 0.3 * side],
    [radius - 0.05 * side, half - 0.15 * side],
    [radius - 0.18 * side, half - 0.05 * side],
    [radius - 0.5 * side, half],
    [radius - 0.8 * side, half - 0.05 * side],
    [rim, half - 0.14 * side],
  ]
  const groove = 0.05 * side
  const tread: readonly (readonly [number, number])[] = [0].flatMap((at) => {
    const y = at * (width - 0.6 * side)
    const g = 0.05 * width
    return [
      [radius, y - g],
      [radius - groove, y - 0.7 * g],
      [radius - groove, y + 0.7 * g],
      [radius, y + g],
    ] as const
  })
  const profile = [
    ...wall.map(([r, y]) => [r, -y] as const).reverse(),
    ...tread,
    ...wall,
    // Closed over the bead, hidden under the rim.
    [rim - 0.02, half - 0.14 * side] as const,
    [rim - 0.02, -half + 0.14 * side] as const,
    [rim, -half + 0.14 * side] as const,
  ]
  const dark: Rgb = [0.55, 0.55, 0.55]
  const lighter: Rgb = [1, 1, 1]
  return revolve(profile, SEGMENTS, (r) =>
    r < radius - 0.9 * groove && r > radius - 1.1 * groove ? dark : lighter,
  )
}

const spokes = (count: number, twin: boolean, rim: number, face: number): Mesh => {
  const builder = new MeshBuilder()
  const hub = 0.2 * rim
  const out = rim - 0.012
  const one = (angle: number, lean: number, wide: number): void => {
    const steps = 4
    const point = (u: number, across: number, inner: boolean): Vec3 => {
      const r = lerp(hub, out, u)
      const w = lerp(wide, wide * 0.8, u) * (1 + 0.5 * u * u)
      // Spokes bow outward a little and are sunk at the hub.
      const y = face - 0.012 * (1 - u) + 0.016 * Math.sin(Math.PI * u) - (inner ? 0.026 : 0)
      const t = angle + lean * u
      const [rx, rz] = [Math.cos(t), Math.sin(t)]
      return [r * rx + across * w * -rz, y, r * rz + across * w * rx]
    }
    for (let i = 0; i < steps; i++) {
      const [u, v] = [i / steps, (i + 1) / steps]
      builder.face([point(u, 1, false), point(v, 1, false), point(v, -1, false), point(u, -1, false)])
      builder.face([point(u, 1, true), point(v, 1, true), point(v, 1, false), point(u, 1, false)])
      builder.face([point(u, -1, false), point(v, -1, false), point(v, -1, true), point(u, -1, true)])
    }
  }
  for (let k = 0; k < count; k++) {
    const angle = (2 * Math.PI * k) / count
    if (twin) {
      one(angle - 0.07, -0.1, 0.019 + 0.03 / count)
      one(angle + 0.07, 0.1, 0.019 + 0.03 / count)
    } else one(angle, 0, 0.11 / Math.sqrt(count))
  }
  return builder.build()
}

/** The rim's outer lip and hub; what is seen of it from outside. */
const rimFace = (rim: number, half: number, face: number): Mesh =>
  merged([
    revolve(
      [
        [rim + 0.008, half - 0.016],
        [rim + 0.006, half - 0.004],
        [rim - 0.01, half - 0.004],
        [rim - 0.016, half - 0.03],
      ],
      SEGMENTS,
    ),
    revolve(
      [
        [0.24 * rim, face - 0.05],
        [0.24 * rim, face - 0.008],
        [0.19 * rim, face],
        [0, face + 0.002],
      ],
      16,
    ),
  ])

/** The barrel behind the spokes, and the wheel's closed back. */
const barrel = (rim: number, half: number): Mesh =>
  revolve(
    [
      [0, -half + 0.025],
      [rim + 0.006, -half + 0.025],
      [rim + 0.008, -half + 0.03],
      [rim + 0.008, half - 0.016],
      [rim - 0.014, half - 0.03],
      [rim - 0.03, -half + 0.05],
      [0, -half + 0.03],
    ],
    SEGMENTS,
  )

/** A steel wheel: a dished disc with holes suggested by dark ovals. */
const steelDisc = (rim: number, face: number): { readonly disc: Mesh; readonly holes: Mesh } => {
  const disc = revolve(
    [
      [rim - 0.01, face - 0.05],
      [0.82 * rim, face - 0.03],
      [0.6 * rim, face - 0.02],
      [0.5 * rim, face - 0.055],
      [0.3 * rim, face - 0.06],
      [0.27 * rim, face - 0.01],
      [0, face],
    ],
    SEGMENTS,
  )
  const hole = (angle: number): Mesh =>
    ellipsoid(
      [0.71 * rim * Math.cos(angle), face - 0.027, 0.71 * rim * Math.sin(angle)],
      [0.07 * rim, 0.012, 0.07 * rim],
      10,
      6,
    )
  return { disc, holes: merged(Array.from({ length: 8 }, (_, k) => hole((2 * Math.PI * k) / 8))) }
}

const brakeDisc = (radius: number, y: number): Mesh =>
  revolve(
    [
      [0.35 * radius, y - 0.012],
      [radius, y - 0.012],
      [radius, y + 0.012],
      [0.45 * radius, y + 0.012],
      [0.42 * radius, y + 0.03],
      [0, y + 0.03],
    ],
    24,
  )

/**
 * Adds the four (or six) wheels' parts. Tyres touch z = 0 when the wheel centre stands one radius above
 * the ground. The rim's looks come from stream(seed, id, 'rim').
 * @returns wheel centres in the body frame, left before right, front axle first
 */
export const addWheels = (
  add: AddPart,
  spec: VehicleSpec,
  seed: number,
  id: string,
): (readonly [number, number, number])[] => {
  const looks = stream(seed, id, 'rim')
  const steel = STEEL.includes(spec.body)
  const count = [5, 5, 6, 7, 8, 10][looks.integer(6)]
  const twin = looks.next() < 0.5 && count <= 6
  const shade = looks.next() < 0.25 ? 0.03 : looks.uniform(0.28, 0.5)
  const color: Rgb = [shade, shade, shade * 1.02]
  const centres: (readonly [number, number, number])[] = []
  spec.axles.forEach((axle, row) => {
    const meshes = wheelMeshes(axle, steel, count, twin)
    const doubled = TWIN_TYRES.includes(spec.body) && row > 0
    const inner = moved(meshes.tyre, {
      point: ([x, y, z]) => [x, y - axle.wheelWidth - 0.05, z],
      turn: (n) => n,
    })
    for (const side of [1, -1]) {
      const wheel = 2 * row + (side === 1 ? 0 : 1)
      centres.push([axle.x, (side * axle.track) / 2, axle.wheelRadius])
      const turned = (mesh: Mesh): Mesh => (side === 1 ? mesh : mirrored(mesh))
      add(`wheel-${wheel}-tyre`, turned(meshes.tyre), 'rubber', RUBBER, 'wheel', { wheel })
      if (doubled) add(`wheel-${wheel}-inner-tyre`, turned(inner), 'rubber', RUBBER, 'wheel', { wheel })
      add(`wheel-${wheel}-rim`, turned(meshes.rim), 'metal', color, 'wheel', { wheel })
      add(
        `wheel-${wheel}-dark`,
        turned(meshes.dark),
        'metal',
        steel ? BLACK_TRIM : [0.055, 0.054, 0.052],
        'wheel',
        { wheel },
      )
    }
  })
  return centres
}

const wheelMeshes = (
  axle: AxleSpec,
  steel: boolean,
  count: number,
  twin: boolean,
): { readonly tyre: Mesh; readonly rim: Mesh; readonly dark: Mesh } => {
  const half = axle.wheelWidth / 2
  const rim = axle.wheelRadius * (steel ? 0.66 : 0.7)
  const face = half - 0.012
  const lip = rimFace(rim, half, face)
  if (steel) {
    const { disc, holes } = steelDisc(rim, face)
    return {
      tyre: tyre(axle.wheelRadius, axle.wheelWidth, rim),
      rim: merged([lip, disc]),
      dark: merged([barrel(rim, half), holes]),
    }
  }
  return {
    tyre: tyre(axle.wheelRadius, axle.wheelWidth, rim),
    rim: merged([lip, spokes(count, twin, rim, face)]),
    dark: merged([barrel(rim, half), brakeDisc(0.72 * rim, 0.1 * axle.wheelWidth)]),
  }
}
