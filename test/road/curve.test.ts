import { expect } from 'chai'
import fc from 'fast-check'
import { mapText, roadOfMap, roadText } from './given.ts'

/** Position and heading along a curve of given curvature by Simpson's rule with tiny steps: slow and simple. */
const integrate = (curvature: (s: number) => number, length: number): readonly [number, number, number] => {
  const n = 20_000
  const h = length / n
  let [x, y, heading] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const s = i * h
    const [k0, k1, k2] = [curvature(s), curvature(s + h / 2), curvature(s + h)]
    const middle = heading + ((k0 + k1) / 2) * (h / 2)
    const end = heading + ((k0 + 4 * k1 + k2) / 6) * h
    x += ((Math.cos(heading) + 4 * Math.cos(middle) + Math.cos(end)) / 6) * h
    y += ((Math.sin(heading) + 4 * Math.sin(middle) + Math.sin(end)) / 6) * h
    heading = end
  }
  return [x, y, heading]
}

const geometry = (shape: string, length: number, pose = 'x="0" y="0" hdg="0"'): string =>
  `<geometry s="0" ${pose} length="${length}">${shape}</geometry>`

describe('OpenDRIVE geometries', () => {
  it('draws a clothoid where integrating its curvature leads, to a micrometre', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.05, max: 0.05, noNaN: true }),
        fc.double({ min: -0.05, max: 0.05, noNaN: true }),
        fc.double({ min: 1, max: 150, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (from, to, length, share) => {
          const spiral = `<spiral curvStart="${from}" curvEnd="${to}"/>`
          const road = roadOfMap(mapText(roadText(geometry(spiral, length), { length })))
          const s = share * length
          const [x, y, heading] = integrate((u) => from + ((to - from) * u) / length, s)
          const end = road.toWorld(s, 0)
          expect(Math.hypot(end.x - x, end.y - y)).to.be.below(1e-6)
          expect(end.heading).to.be.closeTo(heading, 1e-6)
          expect(road.curvature(s - 1e-9)).to.be.closeTo(from + (to - from) * share, 1e-4)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('ends the unit clothoid where the tables of Fresnel integrals have it', () => {
    // C(1) and S(1) of Abramowitz & Stegun, table 7.7: heading pi u^2 / 2 at u = 1.
    const road = roadOfMap(
      mapText(roadText(geometry(`<spiral curvStart="0" curvEnd="${Math.PI / 100}"/>`, 100), { length: 100 })),
    )
    const end = road.toWorld(100, 0)
    expect(end.x).to.be.closeTo(77.98934003768228, 1e-6)
    expect(end.y).to.be.closeTo(43.82591473903547, 1e-6)
  })

  it('reads poly3 as v over u with s as the arc length', () => {
    const [b, c, d] = [0.05, 0.002, -0.00001]
    const shape = `<poly3 a="0" b="${b}" c="${c}" d="${d}"/>`
    const road = roadOfMap(mapText(roadText(geometry(shape, 80), { length: 80 })))
    let [u, arc] = [0, 0]
    const du = 1e-4
    for (; arc < 60; u += du) {
      const slope = b + 2 * c * (u + du / 2) + 3 * d * (u + du / 2) * (u + du / 2)
      arc += Math.sqrt(1 + slope * slope) * du
    }
    const at = road.toWorld(60, 0)
    expect(at.x).to.be.closeTo(u, 1e-3)
    expect(at.y).to.be.closeTo(b * u + c * u * u + d * u * u * u, 1e-3)
    expect(Math.tan(at.heading)).to.be.closeTo(b + 2 * c * u + 3 * d * u * u, 1e-5)
  })

  it('reads paramPoly3 of both ranges as the same curve', () => {
    const length = 50
    const list = (k: number): string =>
      [
        ['U', [0, 49.5, 1, -0.5]],
        ['V', [0, 0, 6, -3]],
      ]
        .flatMap(([axis, values]) =>
          (values as number[]).map(
            (v, i) => `${'abcd'[i]}${String(axis)}="${v / (i === 0 ? 1 : [1, k, k * k, k * k * k][i])}"`,
          ),
        )
        .join(' ')
    const normal = `<paramPoly3 pRange="normalized" ${list(1)}/>`
    const byLength = `<paramPoly3 pRange="arcLength" ${list(length)}/>`
    const a = roadOfMap(mapText(roadText(geometry(normal, length), { length })))
    const b = roadOfMap(mapText(roadText(geometry(byLength, length), { length })))
    for (const s of [0, 7, 25, 41, 50]) {
      const [p, q] = [a.toWorld(s, 2), b.toWorld(s, 2)]
      expect(Math.hypot(p.x - q.x, p.y - q.y)).to.be.below(1e-7)
    }
    const end = a.toWorld(50, 0)
    expect(end.x).to.be.closeTo(50, 1e-9)
    expect(end.y).to.be.closeTo(3, 1e-9)
  })

  it('goes from road to world and back within a millimetre on every kind of curve', () => {
    const pose = fc.record({
      x: fc.double({ min: -5000, max: 5000, noNaN: true }),
      y: fc.double({ min: -5000, max: 5000, noNaN: true }),
      heading: fc.double({ min: -7, max: 7, noNaN: true }),
    })
    const bend = fc.double({ min: -1 / 30, max: 1 / 30, noNaN: true })
    const shape = fc.oneof(
      fc.constant('<line/>'),
      bend.map((k) => `<arc curvature="${k}"/>`),
      fc.tuple(bend, bend).map(([a, b]) => `<spiral curvStart="${a}" curvEnd="${b}"/>`),
      fc.tuple(bend, bend).map(([a, b]) => `<poly3 a="0" b="0" c="${a / 3}" d="${b / 300}"/>`),
      fc
        .tuple(bend, bend)
        .map(
          ([a, b]) =>
            `<paramPoly3 pRange="normalized" aU="0" bU="40" cU="0" dU="${-20 * Math.abs(a)}" aV="0" bV="0" cV="${400 * a}" dV="${200 * b}"/>`,
        ),
    )
    fc.assert(
      fc.property(
        pose,
        shape,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: -0.1, max: 0.1, noNaN: true }),
        ({ x, y, heading }, one, share, t, bank) => {
          const text = geometry(one, 40, `x="${x}" y="${y}" hdg="${heading}"`)
          const more = `<lateralProfile><superelevation s="0" a="${bank}" b="0" c="0" d="0"/></lateralProfile>`
          const road = roadOfMap(mapText(roadText(text, { length: 40, more })))
          const s = share * 40
          const p = road.toWorld(s, t)
          const back = road.toRoad(p.x, p.y)
          const again = road.toWorld(back.s, back.t)
          expect(Math.hypot(again.x - p.x, again.y - p.y)).to.be.below(1e-3)
          expect(back.s).to.be.closeTo(s, 1e-3)
          expect(back.t).to.be.closeTo(t, 1e-3)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('leaves no wedge where a map bends sharply between two lines', () => {
    const text = `<geometry s="0" x="0" y="0" hdg="0" length="50"><line/></geometry>
      <geometry s="50" x="50" y="0" hdg="0.3" length="50"><line/></geometry>`
    const road = roadOfMap(mapText(roadText(text)))
    // On the outer side of the bend, where neither line has a foot.
    const outside = road.toRoad(50 + 2 * Math.sin(0.15), -2 * Math.cos(0.15))
    expect(outside.s).to.be.closeTo(50, 1e-9)
    expect(outside.t).to.be.closeTo(-2, 1e-9)
  })

  it('keeps headings continuous where a map folds them', () => {
    const k = 0.02
    const half = Math.PI / k
    const text = `<geometry s="0" x="0" y="0" hdg="0" length="${half}"><arc curvature="${k}"/></geometry>
      <geometry s="${half}" x="0" y="100" hdg="${-Math.PI}" length="${half}"><arc curvature="${k}"/></geometry>`
    const road = roadOfMap(mapText(roadText(text, { length: 2 * half })))
    expect(road.toWorld(2 * half, 0).heading).to.be.closeTo(2 * Math.PI, 1e-9)
  })
})
