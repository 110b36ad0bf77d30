/** Lamps along streets: a mast with an arm over the road; their heads glow in the dark, and light what lies below. */
import { stream } from '../../math/index.ts'
import { box, merged, tube, type Rgb } from '../mesh/index.ts'
import type { Piece, StreetLamp } from '../shape.ts'
import type { Site } from './site.ts'

/** Height of the light and reach of the arm, m; spacing along the street: about four heights (EN 13201). */
const HEIGHT = 7.5
const ARM = 1.6
const SPACING = 29
/** About 3,000 lm: 8 lx below it, what EN 13201 wants of quiet streets (P2). */
const CANDELA = 450
/** White LED of 4000 K, and high-pressure sodium of 2000 K, in linear sRGB of one lux, half of its tint taken out by the eye's white balance. */
const COLORS: readonly Rgb[] = [
  [1.12, 0.98, 0.86],
  [1.42, 0.9, 0.4],
]

export interface Lighting {
  readonly pieces: Piece[]
  readonly lamps: StreetLamp[]
}

/** One row of lamps, on the side that the seed chooses, where the street is clear of others. */
export const streetLamps = (site: Site): Lighting => {
  const random = stream(site.seed, 'scenery', 'street lamps')
  const side = random.next() < 0.5 ? -1 : 1
  const color = COLORS[random.next() < 0.65 ? 0 : 1]
  const places: number[] = []
  const lamps: StreetLamp[] = []
  for (let s = site.from + random.uniform(4, SPACING); s < site.to; s += SPACING) {
    const [right, left] = site.road.pavedAt(Math.min(Math.max(s, 0), site.road.length))
    const t = side < 0 ? right + 0.25 : left - 0.25
    const { x, y, heading } = site.road.toWorld(s, t)
    // Not in the mouth of another road.
    if (site.beside(x - 0.8 * side * Math.sin(heading), y + 0.8 * side * Math.cos(heading)) < 0.2) continue
    const z = site.land(x, y)
    // The arm reaches towards the road.
    const yaw = heading - (side * Math.PI) / 2
    places.push(x, y, z, yaw, 1)
    lamps.push({
      position: [x + ARM * Math.cos(yaw), y + ARM * Math.sin(yaw), z + HEIGHT - 0.1],
      ...{ candela: CANDELA, color },
    })
  }
  const mast = merged([
    tube(
      [
        [0, 0, -0.3],
        [0, 0, 1.2],
        [0, 0, HEIGHT - 0.5],
        [0.25, 0, HEIGHT - 0.1],
        [ARM - 0.3, 0, HEIGHT],
      ],
      (i) => [0.09, 0.085, 0.055, 0.045, 0.035][i],
      8,
    ),
  ])
  const head = box([ARM - 0.4, -0.14, HEIGHT - 0.05], [ARM + 0.35, 0.14, HEIGHT + 0.06])
  const glass = box([ARM - 0.3, -0.11, HEIGHT - 0.09], [ARM + 0.3, 0.11, HEIGHT - 0.05])
  const placements = Float32Array.from(places)
  const steel = { material: 'metal', color: [0.3, 0.31, 0.32], semantic: 'pole', placements } as const
  if (places.length === 0) return { pieces: [], lamps }
  return {
    pieces: [
      { name: `${site.prefix}street lamp masts`, mesh: merged([mast, head]), ...steel },
      {
        ...{ name: `${site.prefix}street lamp lights`, mesh: glass, placements },
        ...{ material: 'plastic', color: [0.6, 0.6, 0.58], semantic: 'pole' },
        dark: [6 * color[0], 6 * color[1], 6 * color[2]],
      },
    ],
    lamps,
  }
}
