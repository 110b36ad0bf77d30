/** Plan view, elevation and lateral profile. */
import type { Crossfall, Cubic, Geometry, RoadLineSpec } from '../roads/road-network.ts'
import type { Element } from './xml.ts'

/** Elements in the order of their s: maps are not always sorted. */
export const bySAscending = (elements: readonly Element[], key = 's'): readonly Element[] =>
  elements
    .map((e) => ({ e, s: e.number(key) }))
    .sort((a, b) => a.s - b.s)
    .map(({ e }) => e)

/** Records a, b, c, d. @param base added to s, where it is an offset */
export const cubics = (elements: readonly Element[], key: 's' | 'sOffset', base: number): Cubic[] =>
  bySAscending(elements, key).map((e) => ({
    s: base + e.number(key),
    ...{ a: e.number('a'), b: e.number('b'), c: e.number('c'), d: e.number('d') },
  }))

/** Larger gaps (m) between the end of one piece and the start of the next are worth a word. */
const GAP = 0.05

/** The pieces of the reference line; null: the road has none. */
export const readGeometry = (road: Element): Geometry[] | null => {
  const view = road.one('planView')
  const pieces = view === undefined ? [] : bySAscending(view.all('geometry'))
  if (pieces.length === 0) {
    road.warn(`road '${road.word('id')}' has no <planView> and is left out`)
    return null
  }
  for (const piece of pieces)
    if (piece.number('length') < 0) piece.warn('a geometry of negative length is left out')
  const geometry: Geometry[] = []
  const drawn = pieces.filter((piece) => piece.number('length') > 0)
  for (const [i, piece] of drawn.entries()) {
    const start = {
      s: piece.number('s'),
      x: piece.number('x'),
      y: piece.number('y'),
      heading: piece.number('hdg'),
      length: piece.number('length'),
    }
    const next = drawn.at(i + 1)?.number('s')
    if (next !== undefined && Math.abs(start.s + start.length - next) > GAP)
      piece.warn(`the next geometry begins at s = ${next}, this one ends at ${start.s + start.length}`)
    geometry.push(shapeOf(piece, start))
  }
  return geometry
}

type Start = Pick<Geometry, 's' | 'x' | 'y' | 'heading' | 'length'>

const shapeOf = (piece: Element, start: Start): Geometry => {
  const arc = piece.one('arc')
  const spiral = piece.one('spiral')
  const poly3 = piece.one('poly3')
  const param = piece.one('paramPoly3')
  if (arc !== undefined) return { ...start, kind: 'arc', curvature: arc.number('curvature') }
  if (spiral !== undefined)
    return { ...start, kind: 'spiral', from: spiral.number('curvStart'), to: spiral.number('curvEnd') }
  if (poly3 !== undefined) return ofPoly3(poly3, start)
  if (param !== undefined) {
    const list = (axis: 'U' | 'V'): [number, number, number, number] => [
      param.number(`a${axis}`),
      param.number(`b${axis}`),
      param.number(`c${axis}`),
      param.number(`d${axis}`),
    ]
    // What a map of before 1.4 leaves out means 0 to 1.
    const range = param.word('pRange') === 'arcLength' ? start.length : 1
    return { ...start, kind: 'cubic', u: list('U'), v: list('V'), range }
  }
  if (piece.one('line') === undefined) piece.warn('a geometry without a known shape is read as a line')
  return { ...start, kind: 'arc', curvature: 0 }
}

/** v = a + b u + c u^2 + d u^3 with u up to where the curve is as long as the geometry says. */
const ofPoly3 = (poly: Element, start: Start): Geometry => {
  const v = ['a', 'b', 'c', 'd'].map((name) => poly.number(name)) as [number, number, number, number]
  const speed = (u: number): number => {
    const slope = v[1] + u * (2 * v[2] + u * 3 * v[3])
    return Math.sqrt(1 + slope * slope)
  }
  // Steps of Simpson's rule, each so long that the curve within it is the step's share of the length.
  const steps = Math.max(200, Math.ceil(start.length))
  const share = start.length / steps
  let u = 0
  for (let i = 0; i < steps; i++) {
    let du = share / speed(u)
    for (let k = 0; k < 4; k++) du = (6 * share) / (speed(u) + 4 * speed(u + du / 2) + speed(u + du))
    u += du
  }
  return { ...start, kind: 'cubic', u: [0, 1, 0, 0], v, range: u }
}

export const readProfiles = (
  road: Element,
): Pick<RoadLineSpec, 'elevation' | 'bank' | 'crossfall' | 'shape'> => {
  const lateral = road.one('lateralProfile')
  return {
    elevation: cubics(road.one('elevationProfile')?.all('elevation') ?? [], 's', 0),
    bank: cubics(lateral?.all('superelevation') ?? [], 's', 0),
    crossfall: bySAscending(lateral?.all('crossfall') ?? []).map((e): Crossfall => {
      const side = e.word('side')
      return {
        s: e.number('s'),
        ...{ a: e.number('a'), b: e.number('b'), c: e.number('c'), d: e.number('d') },
        side: side === 'left' || side === 'right' ? side : 'both',
      }
    }),
    shape: bySAscending(lateral?.all('shape') ?? []).map((e) => ({
      ...{ s: e.number('s'), t: e.number('t') },
      ...{ a: e.number('a'), b: e.number('b'), c: e.number('c'), d: e.number('d') },
    })),
  }
}
