/** What the twin doors behind a hold show on their outside: gaps, hinges, handle, and the rail of the sliding door. */
import { bothSides, box, merged, span, tube, type Rgb } from '../mesh/index.ts'
import type { Vec3 } from '../../math/index.ts'
import type { Mesh } from '../shape.ts'
import { BLACK_TRIM, type AddPart } from './parts.ts'
import type { Proportions } from './style.ts'
import type { CabinSkin, LowerSkin, Skin } from './surfaces.ts'

/** A gap's half width as drawn, m: it stands a little proud, as a rubber seal does. */
const GAP = 0.009

export const addRearDoors = (
  add: AddPart,
  p: Proportions,
  lower: LowerSkin,
  cabin: CabinSkin,
  paint: Rgb,
): void => {
  const last = (skin: Skin): number => skin.knots[skin.knots.length - 1]
  /** Up the tail, `across` from its middle (m along the bands): on the lower body, then on the cabin. */
  const up = (across: number, from: number, to: number): Vec3[] => [
    ...span(from, 1, 5).map((b) => lower.band(last(lower) - across, b)),
    ...span(0.06, to, 6).map((b) => cabin.band(last(cabin) - across, b)),
  ]
  const line = (path: readonly Vec3[]): Mesh => tube(path, () => GAP, 4)
  const edge = 0.8 * p.halfWidth
  const along = (b: number): Vec3[] => span(0, edge, 6).map((a) => cabin.band(last(cabin) - a, b))
  const sides: Mesh[] = [line(up(edge, 0.3, 0.85)), line(along(0.85))]
  // The middle one, but for the plate.
  const middle = [line(span(0.28, 0.58, 3).map((b) => lower.band(last(lower), b))), line(up(0, 0.87, 0.85))]
  add('door-gaps', merged([...middle, bothSides(merged(sides))]), 'rubber', BLACK_TRIM, 'trim', {
    thin: { width: 2 * GAP, on: paint },
  })
  const knuckle = (at: Vec3): Mesh =>
    box([at[0] - 0.012, at[1] - 0.03, at[2] - 0.045], [at[0] + 0.03, at[1] + 0.045, at[2] + 0.045])
  const hinges = [
    knuckle(lower.band(last(lower) - edge, 0.42)),
    knuckle(cabin.band(last(cabin) - edge, 0.12)),
    knuckle(cabin.band(last(cabin) - edge, 0.7)),
  ]
  add(
    'door-hinges',
    bothSides(merged(hinges)),
    'plastic',
    [0.5 * paint[0], 0.5 * paint[1], 0.5 * paint[2]],
    'trim',
  )
  const [x, , z] = lower.band(last(lower) - 0.12, 0.97)
  add(
    'rear-handle',
    box([x - 0.006, -0.2, z - 0.03], [x + 0.04, -0.06, z + 0.03]),
    'plastic',
    BLACK_TRIM,
    'trim',
  )
}
