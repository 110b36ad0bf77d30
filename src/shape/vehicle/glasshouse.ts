/** The cabin above the belt: windscreen, side windows, rear window, pillars, roof. */
import type { Vec3 } from '../../math/index.ts'
import { Panel, bothSides, merged, polygonDistance, span, type Field } from '../mesh/index.ts'
import { gridLines } from './grid-lines.ts'
import { BLACK_TRIM, GLASS, LAMP_COLOURS, type AddPart } from './parts.ts'
import type { Proportions, Style } from './style.ts'
import { CABIN_ROWS, capSurface, type CabinSkin } from './surfaces.ts'

const PAINT = ['paint']
/** A high roof goes on above the panes: their top as a share of a car's. */
const CARGO_TOP = 0.8
/** Panes lie this deep in their frames, m. */
const SUNK = 0.006

/** Bands and caps share their grid lines, so that they meet without a gap. */
const linesOf = (cabin: CabinSkin): number[] => gridLines(cabin.knots, () => 0.11)

export const roofPanel = (cabin: CabinSkin): Panel =>
  new Panel(capSurface(cabin), linesOf(cabin), span(0, 1, 5), 'paint')

export const cabinPanel = (style: Style, p: Proportions, cabin: CabinSkin): Panel => {
  const panel = new Panel(cabin.band, linesOf(cabin), [...CABIN_ROWS, 1.35, 1.7, 2], 'paint')
  // Metres up the band, near enough for drawing on it.
  const h = p.height * 0.33
  const pane = (from: number, to: number, low: number, high: number, radius: number): Field => {
    const [b, t] = [low * h + radius, high * h - radius]
    const d = polygonDistance(
      [
        [from + radius, b],
        [to - radius, b],
        [to - radius, t],
        [from + radius, t],
      ],
      radius,
    )
    return (q) => d(q.a, q.b * h)
  }
  const glass = (field: Field, rim: number): void => {
    panel.region('frame', (q) => field(q) - rim, PAINT)
    panel.region('glass', field, ['frame'])
  }
  const { pillarFront, pillarRear, knots } = cabin
  const screen = pillarFront - 0.07
  const top = style.cargo ? CARGO_TOP : 1
  glass(pane(-screen, screen, 0.1, 0.98 * top, 0.02), 0.025)
  const from = pillarFront + 0.1
  const to = from + (pillarRear - 0.02 - from) * style.glassTo
  glass(pane(from, to, 0.11, 0.93 * top, 0.035), 0.012)
  // Black pillars between the panes.
  for (const [k, share] of style.doors.entries()) {
    const at = pillarFront + (pillarRear - pillarFront) * share
    if (at < to - 0.1) panel.line('frame', (q) => q.a - at, k === 0 ? 0.09 : 0.036, ['glass'])
  }
  const end = knots[knots.length - 1]
  const half = end - pillarRear - 0.05
  if (style.backlight && style.cargo) {
    glass(pane(end - 0.69 * p.halfWidth, end - 0.1 * p.halfWidth, 0.16, 0.66, 0.05), 0.02)
    panel.region('high-brake', pane(end - 0.16, end + 0.16, 0.9, 0.935, 0.003), PAINT)
  } else if (style.backlight) {
    glass(pane(end - half, end + half, 0.14, 0.95, 0.02), 0.025)
    panel.region('high-brake', pane(end - 0.14, end + 0.14, 0.9, 0.93, 0.003), ['glass'])
  }
  return panel
}

export const addGlass = (add: AddPart, glasshouse: Panel): void => {
  const sunk = (p: Vec3, n: Vec3): Vec3 => [p[0] - SUNK * n[0], p[1] - SUNK * n[1], p[2] - SUNK * n[2]]
  add('glass', bothSides(glasshouse.mesh('glass', -SUNK)), 'glass', GLASS, 'window')
  // On the plane of symmetry a pane goes on into its other half: no wall there.
  const reveal = glasshouse.reveal('glass', sunk, (q) => Math.abs(q.p[1]) > 1e-6)
  add('window-frames', bothSides(merged([glasshouse.mesh('frame'), reveal])), 'plastic', BLACK_TRIM, 'trim')
  const lamp = bothSides(glasshouse.mesh('high-brake'))
  add('high-brake', lamp, 'lamp', LAMP_COLOURS.brake, 'light', { lamp: 'brake' })
}
