/** Bodies of cars and vans, and the cabs of trucks: two skins cut into panels, glass, lamps and seams. */
import { MeshBuilder, bothSides, merged, roundedBox, type Panel, type Rgb } from '../mesh/index.ts'
import { addFaces } from './faces.ts'
import { addGlass, cabinPanel, roofPanel } from './glasshouse.ts'
import { interiorMesh } from './interior.ts'
import { deckPanel, lowerPanel } from './lower-body.ts'
import { addMarkings, cutMarkings } from './markings.ts'
import { BLACK_TRIM, GREY_TRIM, type AddPart } from './parts.ts'
import { addRearDoors } from './rear-doors.ts'
import type { Proportions, Style } from './style.ts'
import { cabinSkin, lowerSkin, type CabinSkin, type LowerSkin } from './surfaces.ts'
import { addUnderside, archRadius } from './underside.ts'

/** What details need to know about the body that they are put on. */
export interface CarBody {
  readonly proportions: Proportions
  readonly lower: LowerSkin
  readonly cabin: CabinSkin
}

/** @param isMarked it is an emergency vehicle and wears checks */
export const addCarBody = (
  add: AddPart,
  p: Proportions,
  style: Style,
  paint: Rgb,
  isMarked: boolean,
): CarBody => {
  const lower = lowerSkin(p)
  const cabin = cabinSkin(p, lower)
  const sides = lowerPanel(style, p, lower, cabin)
  if (isMarked) cutMarkings(sides, p)
  const deck = deckPanel(style, p, lower, cabin)
  const glasshouse = cabinPanel(style, p, cabin)

  const painted = [sides, deck, glasshouse, roofPanel(cabin)].map((panel) => panel.mesh('paint'))
  add('body', bothSides(merged(painted)), 'paint', paint, 'body')
  if (isMarked) addMarkings(add, sides, style)
  // Gaps in the shade of the panels beside them: black lines under a pixel wide would crawl and sparkle.
  const shade: Rgb = [0.3 * paint[0], 0.3 * paint[1], 0.3 * paint[2]]
  add('seams', bothSides(sides.mesh('seam')), 'plastic', shade, 'trim', {
    thin: { width: 0.014, on: paint },
  })
  add('scuttle', bothSides(deck.mesh('seam')), 'plastic', BLACK_TRIM, 'trim')
  add('trim', bothSides(merged([sides.mesh('trim'), sides.mesh('cladding')])), 'plastic', GREY_TRIM, 'trim')
  if (style.bed) addBed(add, p, deck)
  addGlass(add, glasshouse)
  addFaces(add, sides, paint)
  addUnderside(add, p, lower, sides)
  if (style.cargo) addRearDoors(add, p, lower, cabin, paint)
  const lining = glasshouse.lining(['paint', 'frame'], 0.03)
  const inside = interiorMesh(p, lower, cabin, style.glassTo > 0.5)
  add('interior', merged([bothSides(lining), inside]), 'interior', [0.03, 0.03, 0.032], 'interior')
  return { proportions: p, lower, cabin }
}

/** The inside of a pickup's bed: its walls and its floor above the wheels. */
const addBed = (add: AddPart, p: Proportions, deck: Panel): void => {
  const rear = p.axles[p.axles.length - 1]
  const floor = Math.min(rear.wheelRadius + archRadius(rear) - 0.1, 0.55 * p.height)
  const walls = deck.reveal(
    'bed',
    ([x, y]) => [x, y, floor],
    // On the plane of symmetry the bed goes on.
    ({ p: [, y] }) => y > 1e-6,
  )
  const bottom = new MeshBuilder()
  const [lo, hi] = [p.rear + 0.1, p.backlightBase]
  const [y, box] = [p.halfWidth - 0.12, p.halfWidth - 0.34]
  bottom.face([
    [lo, 0, floor],
    [hi, 0, floor],
    [hi, y, floor],
    [lo, y, floor],
  ])
  const arch = roundedBox([rear.x - 0.45, box, floor - 0.1], [rear.x + 0.45, y + 0.05, floor + 0.16], 0.06, 3)
  add('bed', bothSides(merged([walls, bottom.build(), arch])), 'plastic', GREY_TRIM, 'trim')
}
