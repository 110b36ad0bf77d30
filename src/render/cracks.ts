/**
 * What years do to asphalt, over more metres than its grain repeats in: cracks, cracks sealed with bitumen, the joint
 * between two paved lanes, drips of oil, lighter and darker stretches. A factor of the reflectance by place on the road.
 */
import { clamp, smoothstep, stream } from '../math/index.ts'
import { fractalNoise } from './noise.ts'

/** Texels and metres, along the road and across. */
export const CRACKS = { columns: 1024, rows: 512, along: 24, across: 12 } as const

const TEXEL = CRACKS.along / CRACKS.columns

type Rng = ReturnType<typeof stream>

/** Factors of the reflectance, row by row; wraps round at its edges. */
class Wear {
  readonly factors = new Float32Array(CRACKS.columns * CRACKS.rows).fill(1)

  /** Darkens a disc by `strength` at its middle; all in m. */
  dab(s: number, t: number, radius: number, strength: number, edge: number): void {
    const [x, y, reach] = [s / TEXEL, t / TEXEL, Math.ceil((radius + edge) / TEXEL)]
    for (let row = Math.floor(y) - reach; row <= y + reach; row++) {
      for (let column = Math.floor(x) - reach; column <= x + reach; column++) {
        const away = Math.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2) * TEXEL
        const k = 1 - strength * (1 - smoothstep(radius - edge / 2, radius + edge, away))
        const at = wrap(row, CRACKS.rows) * CRACKS.columns + wrap(column, CRACKS.columns)
        this.factors[at] = Math.min(this.factors[at], k)
      }
    }
  }

  /** A line that wanders: from (s, t) towards `heading`, so long, and with branches where it is a crack. */
  crack(rng: Rng, from: readonly [number, number], heading: number, length: number, line: Line): void {
    let [s, t] = from
    let turn = 0
    let strength = line.strength
    for (let gone = 0; gone < length; gone += TEXEL) {
      if (rng.next() < 0.07) turn = rng.uniform(-1, 1) * line.wander
      if (rng.next() < 0.03) strength = line.strength * rng.uniform(0.5, 1)
      s += TEXEL * Math.cos(heading + turn)
      t += TEXEL * Math.sin(heading + turn)
      this.dab(s, t, line.width / 2, strength, line.edge)
      if (rng.next() < line.branches * TEXEL)
        this.crack(rng, [s, t], heading + rng.uniform(-1.2, 1.2), length * rng.uniform(0.1, 0.3), {
          ...line,
          branches: 0,
        })
    }
  }
}

/** How a line looks: m, rad, branches a metre. */
interface Line {
  readonly width: number
  readonly edge: number
  readonly strength: number
  readonly wander: number
  readonly branches: number
}

const CRACK: Line = { width: 0.014, edge: 0.022, strength: 0.62, wander: 0.9, branches: 0.25 }
const SEAL: Line = { width: 0.06, edge: 0.02, strength: 0.6, wander: 0.5, branches: 0 }
const JOINT: Line = { width: 0.018, edge: 0.022, strength: 0.5, wander: 0.06, branches: 0 }

const wrap = (i: number, n: number): number => ((i % n) + n) % n

let made: Uint8Array | null = null

/** Texels for Babylon's detail maps: half the root of the factor in red, and nothing of relief and gloss. */
export const cracksTexels = (): Uint8Array => (made ??= makeTexels())

const makeTexels = (): Uint8Array => {
  const rng = stream(0, 'cracks')
  const wear = new Wear()
  const anywhere = (): [number, number] => [rng.uniform(0, CRACKS.along), rng.uniform(0, CRACKS.across)]
  // Roads are paved lane by lane: most joints lie along t = 0.
  wear.crack(rng, [0, 0], 0, CRACKS.along, JOINT)
  for (let i = 0; i < 4; i++) wear.crack(rng, anywhere(), Math.PI / 2, rng.uniform(1.5, 4.5), CRACK)
  for (let i = 0; i < 5; i++) wear.crack(rng, anywhere(), 0, rng.uniform(1.5, 6), CRACK)
  for (let i = 0; i < 2; i++) wear.crack(rng, anywhere(), rng.uniform(-0.15, 0.15), rng.uniform(3, 8), SEAL)
  wear.crack(rng, [rng.uniform(0, CRACKS.along), 0.2], Math.PI / 2, 3.4, SEAL)
  for (let i = 0; i < 14; i++)
    wear.dab(...anywhere(), rng.uniform(0.02, 0.12), rng.uniform(0.06, 0.16), rng.uniform(0.1, 0.3))
  // As many cells along the road as across, so longer along it.
  const tone = fractalNoise(CRACKS.rows, 4, 4, 0.6, 'asphalt-tone').values
  const stretch = CRACKS.columns / CRACKS.rows
  const texels = new Uint8Array(4 * wear.factors.length).fill(128)
  wear.factors.forEach((factor, i) => {
    const cell = Math.floor(i / CRACKS.columns) * CRACKS.rows + Math.floor((i % CRACKS.columns) / stretch)
    const k = factor * (0.75 + 0.5 * tone[cell])
    texels[4 * i] = 255 * clamp(0.5 * Math.sqrt(k), 0, 1)
  })
  return texels
}
