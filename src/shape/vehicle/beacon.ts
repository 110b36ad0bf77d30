/** The bar of blue lights on the roof of an emergency vehicle. */
import type { VehicleSpec } from '../../scenario/index.ts'
import { box, merged } from '../mesh/index.ts'
import { BLACK_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { STYLES, type CarStyle } from './style.ts'

/** Height of the bar and its length along the vehicle, m. */
const HEIGHT = 0.11
const LENGTH = 0.3
/** Behind the upper edge of the windscreen, m; its feet reach this far down, where the roof falls off. */
const BEHIND = 0.4
const FEET = 0.07
/** Of the roof's width that it takes. */
const SHARE = 0.62

/**
 * Adds the bar on top of a vehicle.
 * @returns the vehicle without it, that much lower: a spec's height is over all
 */
export const addBeacon = (add: AddPart, spec: VehicleSpec): VehicleSpec => {
  const below = { ...spec, height: spec.height - HEIGHT }
  const style = STYLES[spec.body as CarStyle] as (typeof STYLES)[CarStyle] | undefined
  const front = spec.length - spec.rearOverhang
  const x = (style?.proportions(below).header ?? front - 0.8) - BEHIND
  const half = (SHARE * spec.width) / 2
  const [bottom, top] = [below.height, spec.height]
  const foot = bottom + 0.02
  add(
    'beacon-foot',
    merged([
      box([x - LENGTH, -half + 0.08, bottom - FEET], [x, half - 0.08, foot]),
      box([x - LENGTH, -0.16, foot], [x, 0.16, top - 0.01]),
    ]),
    'plastic',
    BLACK_TRIM,
    'trim',
  )
  for (const side of [1, -1]) {
    const [near, far] = [side * 0.16, side * half]
    const lens = box([x - LENGTH, Math.min(near, far), foot], [x, Math.max(near, far), top])
    add(side > 0 ? 'beacon-left' : 'beacon-right', lens, 'lamp', LAMP_COLOURS.beacon, 'light', {
      lamp: 'beacon',
    })
  }
  return below
}
