/** The lower body: bumpers, wings and doors in one band, bonnet and boot lid as its cap. */
import { Panel, polygonDistance, span, type Field, type Spot } from '../mesh/index.ts'
import { cutFront, cutTail } from './faces.ts'
import { gridLines } from './grid-lines.ts'
import type { Proportions, Style } from './style.ts'
import { LOWER_ROWS, capSurface, type CabinSkin, type LowerSkin } from './surfaces.ts'
import { archRadius } from './underside.ts'

const PAINT = ['paint']

const linesOf = (p: Proportions, lower: LowerSkin): number[] => {
  const end = lower.knots[lower.knots.length - 1]
  // Corners bend more than sides.
  return gridLines(lower.knots, (a) => (Math.min(a, end - a) < 1.6 * p.halfWidth ? 0.085 : 0.14))
}

export const lowerPanel = (style: Style, p: Proportions, lower: LowerSkin, cabin: CabinSkin): Panel => {
  const panel = new Panel(lower.band, linesOf(p, lower), [...LOWER_ROWS, 1.35, 1.7, 2], 'paint')
  panel.mark('trim', (q) => q.b < 0.05)
  if (style.cladding) panel.mark('cladding', (q) => q.b < 0.16)
  for (const axle of p.axles) {
    const arch: Field = ({ p: [x, , z], b }) =>
      b > 1 ? 1 : Math.hypot(x - axle.x, z - axle.wheelRadius) - archRadius(axle)
    if (style.cladding) panel.region('cladding', (q) => arch(q) - 0.055)
    panel.region(`arch ${axle.x}`, arch)
  }
  cutFront(panel, style, p.halfWidth)
  cutTail(panel, style, p.halfWidth, lower.knots[lower.knots.length - 1])
  cutSeams(panel, style, p, cabin)
  return panel
}

/** Bonnet and boot lid; what would lie inside the cabin is left out. */
export const deckPanel = (style: Style, p: Proportions, lower: LowerSkin, cabin: CabinSkin): Panel => {
  const panel = new Panel(capSurface(lower), linesOf(p, lower), span(0, 1, 6), 'paint')
  const [back, front] = cabin.foot
  panel.region('hidden', ({ p: [x, y] }) =>
    Math.max(y - (cabin.footHalfWidth(x) - 0.06), back + 0.05 - x, x - (front - 0.06)),
  )
  if (style.bed) {
    const r = 0.03
    const [rear, ahead, side] = [p.rear + 0.14, back - 0.1, p.halfWidth - 0.14]
    const hole = polygonDistance(
      [
        [rear + r, -1],
        [ahead - r, -1],
        [ahead - r, side - r],
        [rear + r, side - r],
      ],
      r,
    )
    panel.region('bed', ({ p: [x, y] }) => hole(x, y), PAINT, 0.1)
  }
  // The scuttle under the wipers is black; it follows the windscreen's foot.
  panel.region('seam', ({ p: [x, y] }) => Math.abs(x - cabin.footFront(y) - 0.025) - 0.045, PAINT)
  return panel
}

/** Where the front door begins. */
export const doorFront = (p: Proportions): number =>
  Math.min(p.cowl - 0.42 + 0.25 * p.blunt, p.frontAxle - 0.42 + p.doorShift)

const cutSeams = (panel: Panel, style: Style, p: Proportions, cabin: CabinSkin): void => {
  const onSide = ({ p: [, y], b }: Spot): boolean => y > 0.75 * p.halfWidth && b < 1.7
  const level = (b: number, where: (q: Spot) => boolean): unknown =>
    panel.line('seam', (q) => (q.b - b) * 0.6, 0.006, PAINT, where)
  const front = doorFront(p)
  const ends = [front, ...style.doors.map((share) => front + (cabin.foot[0] + 0.2 - front) * share)]
  // Seams lean back a little, as the pillars above them do.
  for (const x of ends)
    panel.line(
      'seam',
      (q) => q.p[0] - x + 0.05 * (q.p[2] - 0.6),
      0.008,
      PAINT,
      (q) => onSide(q) && q.b > 0.09,
    )
  const last = ends[ends.length - 1]
  level(0.1, (q) => onSide(q) && q.p[0] < front && q.p[0] > last)
  // A rub strip keeps the doors of other cars off a hold's walls.
  if (style.cargo)
    panel.line(
      'cladding',
      (q) => (q.b - 0.36) * 0.9,
      0.075,
      PAINT,
      (q) => q.p[1] > 0.8 * p.halfWidth && q.b < 0.6,
    )
  // Bumpers end at the wheel arches.
  const rearAxle = p.axles[p.axles.length - 1].x
  level(0.55, (q) => q.p[0] < rearAxle - 0.2)
  level(0.7, (q) => q.p[0] > p.frontAxle + 0.2 && q.p[1] > 0.6 * p.halfWidth)
  // Bonnet and boot lid end in the rounded shoulder.
  panel.line(
    'seam',
    (q) => (q.b - 1.5) * 0.1,
    0.007,
    PAINT,
    (q) => q.p[0] > p.cowl - 0.3 || q.p[0] < cabin.foot[0] - 0.02,
  )
}
