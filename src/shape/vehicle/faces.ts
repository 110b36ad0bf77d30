/** The faces of a vehicle: what is cut into the front and the tail of its lower body. */
import { add as plus, scale } from '../../math/index.ts'
import { bothSides, merged, mirrored, type Panel, type Rgb } from '../mesh/index.ts'
import type { LampKind, Mesh } from '../shape.ts'
import { sketchAt } from './drawing.ts'
import { BLACK_TRIM, CHROME, LAMP_COLOURS, type AddPart } from './parts.ts'
import type { Style } from './style.ts'

const PAINT = ['paint']
/** Lamps are drawn to details of this size, m. */
const FINE = 0.055

/** Outline of the radiator grille of each style; details.ts lays bars in it. */
export const GRILLES: Readonly<
  Record<Style['grille'], { low: number; high: number; wide: number; narrow: number }>
> = {
  slim: { low: 0.78, high: 0.93, wide: 0.5, narrow: 0.44 },
  wide: { low: 0.58, high: 0.94, wide: 0.44, narrow: 0.36 },
  tall: { low: 0.53, high: 0.94, wide: 0.48, narrow: 0.42 },
  truck: { low: 0.42, high: 0.9, wide: 0.62, narrow: 0.58 },
}

export const cutFront = (panel: Panel, style: Style, halfWidth: number): void => {
  const { outline, disc } = sketchAt(0, halfWidth, 0.5)
  const { low, high, wide, narrow } = GRILLES[style.grille]
  // Outlines go on past the middle, so that nothing is rounded there.
  const grille = outline(`-1 ${high}, ${wide} ${high}, ${narrow} ${low}, -1 ${low}`, 0.012)
  panel.region('grille-rim', (q) => grille(q) - 0.013, PAINT)
  panel.region('grille', grille, ['grille-rim'])
  if (style.lamps === 'truck') {
    panel.region('intake', outline('-1 0.36, 0.5 0.36, 0.5 0.12, -1 0.12'), PAINT)
    const lamp = outline('0.6 0.34, 0.95 0.34, 0.95 0.15, 0.6 0.15', 0.015)
    panel.region('lamp-frame', (q) => lamp(q) - 0.02, PAINT)
    panel.region('housing', lamp, ['lamp-frame'], FINE)
    panel.region('head', disc(0.7, 0.245, 0.075), ['housing'], FINE)
    panel.region('head', disc(0.86, 0.245, 0.06), ['housing'], FINE)
    panel.region('indicator', outline('1.0 0.34, 1.1 0.34, 1.1 0.2, 1.0 0.2'), PAINT)
    return
  }
  panel.region('intake', outline('-1 0.33, 0.62 0.33, 0.74 0.09, -1 0.09', 0.015), PAINT)
  panel.region('intake', outline('0.9 0.37, 1.06 0.39, 1.04 0.16, 0.88 0.12', 0.02), PAINT, FINE)
  // A swept-back pane with two projectors, a daylight strip below and an indicator at its outer end.
  const lamp = outline('0.57 0.79, 0.9 0.73, 1.22 0.84, 1.46 1, 1.2 1, 0.57 0.93', 0.012)
  panel.region('lamp-frame', (q) => lamp(q) - 0.01, PAINT)
  panel.region('housing', lamp, ['lamp-frame'], FINE)
  panel.region('head', disc(0.75, 0.85, 0.047), ['housing'], FINE)
  panel.region('head', disc(0.95, 0.86, 0.047), ['housing'], FINE)
  panel.region('head', outline('0.6 0.785, 0.9 0.73, 1.15 0.82, 1.15 0.845, 0.9 0.757, 0.6 0.81', 0.001), [
    'housing',
  ])
  panel.region('indicator', outline('1.16 0.915, 1.2 0.88, 1.38 0.97, 1.35 0.985', 0.004), ['housing'], FINE)
}

export const cutTail = (panel: Panel, style: Style, halfWidth: number, middle: number): void => {
  const { outline } = sketchAt(middle, halfWidth, 0.6)
  const lamp = (shape: string, brake: string, indicator: string, reverse: string): void => {
    const pane = outline(shape, 0.012)
    panel.region('lamp-frame', (q) => pane(q) - 0.013, PAINT)
    panel.region('tail', pane, ['lamp-frame'], FINE)
    panel.region('brake', outline(brake, 0.005), ['tail'], FINE)
    panel.region('rear-indicator', outline(indicator, 0.003), ['tail'], FINE)
    panel.region('reverse', outline(reverse, 0.003), ['tail'], FINE)
  }
  if (style.lamps === 'upright')
    lamp(
      '0.83 0.5, 1.05 0.5, 1.05 1, 0.83 1',
      '0.845 0.8, 1.035 0.8, 1.035 0.98, 0.845 0.98',
      '0.845 0.67, 1.035 0.67, 1.035 0.77, 0.845 0.77',
      '0.845 0.57, 1.035 0.57, 1.035 0.64, 0.845 0.64',
    )
  if (style.lamps === 'swept')
    lamp(
      '0.58 0.75, 1.03 0.73, 1.46 0.91, 1.36 0.97, 0.58 0.95',
      '0.7 0.86, 1.1 0.85, 1.24 0.91, 0.7 0.925',
      '0.86 0.795, 1.12 0.785, 1.2 0.82, 0.86 0.82',
      '0.61 0.795, 0.78 0.795, 0.78 0.82, 0.61 0.82',
    )
  if (style.lamps === 'truck') return
  const bumper = style.cargo ? '-1 0.28, 1.3 0.28, 1.3 -0.1, -1 -0.1' : '-1 0.2, 0.72 0.2, 0.84 -0.1, -1 -0.1'
  panel.region('trim', outline(bumper, 0.012), PAINT)
  panel.region('tail', outline('0.82 0.3, 0.98 0.31, 0.98 0.285, 0.82 0.275', 0.003), PAINT, FINE)
  panel.region('recess', outline('-1 0.85, 0.34 0.85, 0.37 0.6, -1 0.6', 0.012), PAINT)
}

/** An opening: its floor and the wall around it. */
const sunken = (panel: Panel, label: string, depth: number): Mesh => {
  const wall = panel.reveal(
    label,
    (p, n) => plus(p, scale(n, -depth)),
    // On the plane of symmetry the opening goes on.
    ({ p: [, y] }) => y > 1e-6,
  )
  return merged([panel.mesh(label, -depth), wall])
}

export const addFaces = (add: AddPart, sides: Panel, paint: Rgb): void => {
  add('grille-rim', bothSides(sides.mesh('grille-rim')), 'chrome', CHROME, 'trim')
  const openings = ['grille', 'intake'].map((name) => sunken(sides, name, 0.018))
  add('grille', bothSides(merged(openings)), 'plastic', BLACK_TRIM, 'trim')
  add('recess', bothSides(sunken(sides, 'recess', 0.018)), 'paint', paint, 'body')
  const lamp = (name: LampKind): void =>
    add(name, bothSides(sides.mesh(name)), 'lamp', LAMP_COLOURS[name], 'light', { lamp: name })
  for (const kind of ['head', 'tail', 'brake', 'reverse'] as const) lamp(kind)
  add('lamp-housing', bothSides(sides.mesh('housing')), 'chrome', [0.16, 0.16, 0.17], 'light')
  add('lamp-frames', bothSides(sides.mesh('lamp-frame')), 'plastic', BLACK_TRIM, 'trim')
  const left = merged([sides.mesh('indicator'), sides.mesh('rear-indicator')])
  add('indicator-left', left, 'lamp', LAMP_COLOURS['indicator-left'], 'light', { lamp: 'indicator-left' })
  add('indicator-right', mirrored(left), 'lamp', LAMP_COLOURS['indicator-right'], 'light', {
    lamp: 'indicator-right',
  })
}
