/** Odd but valid maps: every closed form that a lane's middle has, and round trips on all of them. */
import { expect } from 'chai'
import type { Road } from '../../src/road/index.ts'
import { mapText, read, roadOfMap, roadText } from './given.ts'

const geometry = (shape: string, length: number, at = 's="0" x="0" y="0" hdg="0"'): string =>
  `<geometry ${at} length="${length}">${shape}</geometry>`
const width = (sOffset: number, a: number, b = 0, c = 0, d = 0): string =>
  `<width sOffset="${sOffset}" a="${a}" b="${b}" c="${c}" d="${d}"/>`
const right = (widths: string, s = 0): string =>
  `<laneSection s="${s}"><center><lane id="0" type="none"/></center><right><lane id="-1" type="driving" level="false">${widths}</lane></right></laneSection>`

/** Length of the parabola y = a x^2 from 0 to x. */
const parabola = (a: number, x: number): number =>
  (x / 2) * Math.sqrt(1 + 4 * a * a * x * x) + Math.asinh(2 * a * x) / (4 * a)

const expectRoundTrips = (road: Road): void => {
  for (const [on, { spec }] of road.roads.entries())
    for (const share of [0.01, 0.3, 0.62, 0.99])
      for (const t of [-3, 0, 1.5]) {
        const s = share * spec.length
        const { x, y } = road.toWorld(s, t, on)
        const back = road.toRoad(x, y, on)
        expect(Math.hypot(back.s - s, back.t - t), `road ${spec.id} at ${s}`).to.be.below(1e-3)
      }
}

describe('OpenDRIVE: odd but valid', () => {
  it('lays one parabola by poly3, and by paramPoly3 of both ranges', () => {
    const length = parabola(0.002, 60)
    const shapes = [
      '<poly3 a="0" b="0" c="0.002" d="0"/>',
      '<paramPoly3 aU="0" bU="60" cU="0" dU="0" aV="0" bV="0" cV="7.2" dV="0" pRange="normalized"/>',
      // No range: normalized, as the standard has it.
      '<paramPoly3 aU="0" bU="60" cU="0" dU="0" aV="0" bV="0" cV="7.2" dV="0"/>',
    ]
    for (const shape of shapes) {
      const road = roadOfMap(mapText(roadText(geometry(shape, length), { length })))
      for (const x of [10, 30, 55]) {
        const s = parabola(0.002, x)
        const { t } = road.lane(-1, s)!
        const [dx, dy] = [1 / Math.hypot(1, 0.004 * x), (0.004 * x) / Math.hypot(1, 0.004 * x)]
        const at = road.toWorld(s, t)
        expect(at.x).to.be.closeTo(x - t * dy, 1e-4)
        expect(at.y).to.be.closeTo(0.002 * x * x + t * dx, 1e-4)
      }
      expectRoundTrips(road)
    }
  })

  it('takes an arc length as the parameter of paramPoly3', () => {
    const shape =
      '<paramPoly3 aU="0" bU="1" cU="0" dU="-4.1666667e-6" aV="0" bV="0" cV="0.0025" dV="0" pRange="arcLength"/>'
    const road = roadOfMap(mapText(roadText(geometry(shape, 50), { length: 50 })))
    const at = road.toWorld(30, 0)
    // To third order an arc of 200 m.
    expect(at.x).to.be.closeTo(200 * Math.sin(30 / 200), 1e-2)
    expect(at.y).to.be.closeTo(200 * (1 - Math.cos(30 / 200)), 1e-2)
    expectRoundTrips(road)
  })

  it('adds several records of width to a cubic lane offset, in a bend', () => {
    const lanes = `<laneOffset s="0" a="0.5" b="0.01" c="0" d="0"/><laneOffset s="40" a="0.9" b="0" c="0.001" d="-0.00001"/>${right(width(0, 3) + width(30, 3, 0.02) + width(70, 3.8, -0.01, 0.0001))}`
    const road = roadOfMap(mapText(roadText(geometry('<arc curvature="-0.01"/>', 100), { lanes })))
    for (const [s, offset, wide] of [
      [20, 0.7, 3],
      [50, 0.9 + 0.1 - 0.01, 3.4],
      [90, 0.9 + 2.5 - 1.25, 3.8 - 0.2 + 0.04],
    ]) {
      const lane = road.lane(-1, s)!
      expect(lane.t).to.be.closeTo(offset - wide / 2, 1e-9)
      // The middle of the bend lies 100 m to the right.
      const { x, y } = road.toWorld(s, lane.t)
      expect(x).to.be.closeTo((100 + lane.t) * Math.sin(s / 100), 1e-6)
      expect(y).to.be.closeTo((100 + lane.t) * Math.cos(s / 100) - 100, 1e-6)
    }
    expectRoundTrips(road)
  })

  it('reads records in any order as in the order of their s', () => {
    const ordered = width(0, 3) + width(40, 4, 0.01)
    const mixed = width(40, 4, 0.01) + width(0, 3)
    const [a, b] = [ordered, mixed].map((widths) =>
      roadOfMap(
        mapText(
          roadText(
            [geometry('<line/>', 50), geometry('<line/>', 50, 's="50" x="50" y="0" hdg="0"')]
              .slice()
              .sort((p, q) => (widths === mixed ? q.localeCompare(p) : p.localeCompare(q)))
              .join(''),
            { lanes: right(widths) },
          ),
        ),
      ),
    )
    for (const s of [10, 60, 95]) {
      expect(b.lane(-1, s)!.t).to.equal(a.lane(-1, s)!.t)
      expect(b.toWorld(s, -1)).to.deep.equal(a.toWorld(s, -1))
    }
  })

  it('tilts a whole road, and one side of it by a crossfall', () => {
    const more = `<elevationProfile><elevation s="0" a="5" b="0.02" c="0" d="0"/></elevationProfile><lateralProfile><superelevation s="0" a="0.05" b="0" c="0" d="0"/><crossfall side="right" s="0" a="0.03" b="0" c="0" d="0"/></lateralProfile>`
    const road = roadOfMap(mapText(roadText(geometry('<line/>', 100), { more })))
    for (const [t, tilt] of [
      [3, 0.05],
      // A crossfall falls outwards.
      [-3, 0.05 + 0.03],
    ]) {
      const { x, y } = road.toWorld(50, t)
      expect(road.height(x, y)).to.be.closeTo(6 + t * Math.sin(tilt), 2e-3)
    }
  })

  it('reads left-hand traffic, a virtual and a direct junction, a controller and outlines without an error', () => {
    const one = roadText(geometry('<line/>', 100), {
      attributes: 'rule="LHT"',
      more: '<link><successor elementType="junction" elementId="9"/></link>',
    }).replace(
      '</road>',
      `<objects><object id="o" s="50" t="6" zOffset="0" orientation="none" type="barrier"><outlines><outline id="0" closed="true"><cornerRoad s="49" t="5" dz="0" height="1"/><cornerRoad s="51" t="5" dz="0" height="1"/><cornerRoad s="51" t="6" dz="0" height="2"/></outline></outlines></object>
      <object id="p" s="0" t="-6" type="pole" radius="0.1" height="4"><repeat s="10" length="80" distance="20" tStart="-6" tEnd="-8" heightStart="4" heightEnd="5" zOffsetStart="0" zOffsetEnd="0"/></object></objects>
      <signals><signal id="3" s="98" t="-5" dynamic="yes" orientation="+" type="1000001" subtype="-1" country="OpenDRIVE"/></signals></road>`,
    )
    const two = roadText(geometry('<line/>', 80, 's="0" x="100" y="0" hdg="0"'), {
      id: '2',
      length: 80,
      attributes: 'rule="LHT"',
      more: '<link><predecessor elementType="junction" elementId="9"/></link>',
    })
    const junctions = `<junction id="9" type="direct" name=""><connection id="0" incomingRoad="1" linkedRoad="2" contactPoint="start"><laneLink from="1" to="1"/></connection></junction>
      <junction id="7" type="virtual" mainRoad="1" sStart="40" sEnd="60" orientation="+" name=""/>
      <controller id="c" name="lights"><control signalId="3" type=""/></controller>`
    const { diagnostics } = read(mapText(one + two + junctions))
    expect(diagnostics.filter((d) => d.severity === 'error')).to.deep.equal([])
    const road = roadOfMap(mapText(one + two + junctions))
    // Traffic keeps left: lane 1 runs with s.
    expect(road.lane(1, 10)!.direction).to.equal(1)
    expect(road.lane(-1, 10)!.direction).to.equal(-1)
    const route = road.graph.route({ road: 0, lane: 1, s: 10 }, { road: 1, lane: 1, s: 40 })
    expect(route!.length).to.be.closeTo(130, 1e-6)
    expect(road.roads[0].spec.objects.filter((o) => o.type === 'pole')).to.have.length(5)
    expectRoundTrips(road)
  })
})
