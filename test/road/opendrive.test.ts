import { expect } from 'chai'
import { formatDiagnostic, readOpenDrive } from '../../src/scenario/index.ts'
import { fixture, mapText, read, roadOfMap, roadText } from './given.ts'

const LINE = '<geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry>'
const lane = (id: number, type: string, inside: string, attributes = ''): string =>
  `<lane id="${id}" type="${type}" ${attributes}>${inside}</lane>`
const width = (a: number, more = 'b="0" c="0" d="0"', sOffset = 0): string =>
  `<width sOffset="${sOffset}" a="${a}" ${more}/>`
const section = (s: number, left: string, right: string, more = ''): string =>
  `<laneSection s="${s}" ${more}>${left === '' ? '' : `<left>${left}</left>`}<center><lane id="0" type="none"/></center>${
    right === '' ? '' : `<right>${right}</right>`
  }</laneSection>`

const edgesAt = (text: string, s: number): [number, number, number][] =>
  roadOfMap(text)
    .stripsAt(s)
    .map((l) => [l.id, Number(l.right.toFixed(6)), Number(l.left.toFixed(6))])

describe('OpenDRIVE lanes', () => {
  it('adds widths outwards from the lane offset, cubics from each record on', () => {
    const lanes = `<laneOffset s="0" a="1" b="0.01" c="0" d="0"/>${section(
      0,
      lane(1, 'driving', width(3) + width(3, 'b="0.1" c="0" d="0"', 50)),
      lane(-1, 'driving', width(3.5)) + lane(-2, 'shoulder', width(1)),
    )}`
    const text = mapText(roadText(LINE, { lanes }))
    expect(edgesAt(text, 0)).to.deep.equal([
      [-2, -3.5, -2.5],
      [-1, -2.5, 1],
      [1, 1, 4],
    ])
    expect(edgesAt(text, 60)).to.deep.equal([
      [-2, -2.9, -1.9],
      [-1, -1.9, 1.6],
      [1, 1.6, 5.6],
    ])
    const road = roadOfMap(text)
    expect(road.lanesAt(0).map((l) => l.id)).to.deep.equal([-1, 1])
    expect(road.laneAt(5, 60)?.id).to.equal(1)
    const [right, left] = road.pavedAt(60)
    expect(right).to.be.closeTo(-2.9, 1e-9)
    expect(left).to.be.closeTo(5.6, 1e-9)
  })

  it('takes borders where there are no widths', () => {
    const border = (a: number): string => `<border sOffset="0" a="${a}" b="0" c="0" d="0"/>`
    const lanes = section(
      0,
      lane(1, 'driving', border(3.25)),
      lane(-1, 'driving', border(-3)) + lane(-2, 'biking', border(-4.5)),
    )
    expect(edgesAt(mapText(roadText(LINE, { lanes })), 10)).to.deep.equal([
      [-2, -4.5, -3],
      [-1, -3, 0],
      [1, 0, 3.25],
    ])
  })

  it('fills in the side that a one-sided section leaves out', () => {
    const lanes =
      section(0, lane(1, 'driving', width(3)), lane(-1, 'driving', width(3))) +
      section(40, '', lane(-1, 'driving', width(3)) + lane(-2, 'driving', width(2)), 'singleSide="true"')
    const road = roadOfMap(mapText(roadText(LINE, { lanes })))
    expect(road.lanesAt(50).map((l) => l.id)).to.deep.equal([-2, -1, 1])
    expect(
      road.graph.nodes
        .filter((n) => n.lane === 1)
        .map((n) => n.next.length)
        .sort(),
    ).to.deep.equal([0, 1])
  })

  it('turns traffic round where a road keeps left, and a lane is reversed', () => {
    const left = roadOfMap(mapText(roadText(LINE, { attributes: 'rule="LHT"' })))
    expect(left.lanes.map((l) => [l.id, l.direction])).to.deep.equal([
      [-1, -1],
      [1, 1],
    ])
    const lanes = section(
      0,
      lane(1, 'driving', width(3), 'direction="reversed"'),
      lane(-1, 'driving', width(3)),
    )
    const reversed = roadOfMap(mapText(roadText(LINE, { lanes })))
    expect(reversed.lanes.map((l) => l.direction)).to.deep.equal([1, 1])
  })

  it('reads materials, limits and marks of lanes from where they begin', () => {
    const inside =
      width(3.5) +
      '<material sOffset="30" surface="gravel" friction="0.55" roughness="0.01"/><material sOffset="60" surface="asphalt" friction="0.8"/>' +
      '<speed sOffset="0" max="36" unit="km/h"/><speed sOffset="50" max="no limit"/>' +
      '<roadMark sOffset="0" type="broken" weight="bold" color="yellow"><type name="x" width="0.2"><line length="4" space="8" tOffset="0" sOffset="0" width="0.2"/></type></roadMark>'
    const lanes = section(0, '', lane(-1, 'driving', inside))
    const more = '<type s="0" type="town"><speed max="50" unit="mph"/></type>'
    const text = mapText(roadText(LINE, { lanes, more }))
    const road = roadOfMap(text)
    expect(road.ground(10, -1)).to.include({ kind: 'dry-asphalt', mu: null })
    expect(road.ground(40, -1)).to.include({ kind: 'gravel', mu: 0.55 })
    expect(road.ground(70, -1)).to.include({ kind: 'dry-asphalt', mu: 0.8 })
    expect(road.limit(10, -1)).to.be.closeTo(10, 1e-9)
    expect(road.limit(60, -1)).to.equal(Infinity)
    expect(road.limit(60)).to.be.closeTo(22.352, 1e-9)
    const [mark] = read(text).network.roads[0].sections[0].lanes.find((l) => l.id === -1)!.lines
    expect(mark).to.deep.equal({ s: 0, kind: 'broken', color: 'yellow', width: 0.2, dash: 4, gap: 8 })
  })

  it('lets the verge show where a lane of type none lies between others', () => {
    const lanes = section(
      0,
      '',
      lane(-1, 'driving', width(3)) + lane(-2, 'none', width(2)) + lane(-3, 'biking', width(2)),
    )
    const road = roadOfMap(mapText(roadText(LINE, { lanes })))
    expect(road.ground(10, -4).kind).to.equal('grass')
    expect(road.ground(10, -6).kind).to.equal('dry-asphalt')
  })
})

describe('OpenDRIVE heights', () => {
  const more = `<elevationProfile><elevation s="0" a="2" b="0.02" c="0" d="0"/><elevation s="50" a="3" b="0.02" c="-0.001" d="0"/></elevationProfile>`

  it('follows elevation, bank, crossfall, shape and raised lanes', () => {
    const at = (parts: string, x: number, y: number, lanes = ''): number =>
      roadOfMap(mapText(roadText(LINE, { more: parts, lanes }))).height(x, y)
    expect(at(more, 25, 1)).to.be.closeTo(2.5, 1e-9)
    expect(at(more, 60, 1)).to.be.closeTo(3.1, 1e-9)
    const bank = '<lateralProfile><superelevation s="0" a="0.1" b="0" c="0" d="0"/></lateralProfile>'
    expect(at(bank, 10, 2)).to.be.closeTo(2 * Math.tan(0.1), 1e-9)
    const fall = '<lateralProfile><crossfall side="right" s="0" a="0.02" b="0" c="0" d="0"/></lateralProfile>'
    expect(at(fall, 10, -2)).to.be.closeTo(-2 * Math.tan(0.02), 1e-9)
    expect(at(fall, 10, 2)).to.equal(0)
    const shape =
      '<lateralProfile><shape s="0" t="-4" a="0.3" b="-0.075" c="0" d="0"/><shape s="0" t="0" a="0" b="0" c="0.01" d="0"/></lateralProfile>'
    expect(at(shape, 10, -2)).to.be.closeTo(0.15, 1e-9)
    expect(at(shape, 10, 2)).to.be.closeTo(0.04, 1e-9)
    const raised = section(
      0,
      '',
      lane(-1, 'driving', width(3)) +
        lane(-2, 'sidewalk', width(2) + '<height sOffset="0" inner="0.12" outer="0.14"/>'),
    )
    expect(at('', 10, -1, raised)).to.equal(0)
    expect(at('', 10, -4, raised)).to.be.closeTo(0.13, 1e-9)
    expect(at('', 10, -3, raised)).to.be.closeTo(0.06, 1e-9)
  })

  it('keeps level lanes out of the bank', () => {
    const lanes = section(
      0,
      '',
      lane(-1, 'driving', width(3)) + lane(-2, 'sidewalk', width(2), 'level="true"'),
    )
    const bank = '<lateralProfile><superelevation s="0" a="0.1" b="0" c="0" d="0"/></lateralProfile>'
    const road = roadOfMap(mapText(roadText(LINE, { more: bank, lanes })))
    const z = road.height(10, -3 * Math.cos(0.1) - 0.5)
    expect(z).to.be.closeTo(-3 * Math.sin(0.1), 1e-9)
    expect(road.height(10, -3 * Math.cos(0.1) - 1)).to.equal(z)
  })
})

describe('OpenDRIVE furniture', () => {
  it('reads signals with their meaning, lanes and references', () => {
    const signals = `<signals>
      <signal s="90" t="-5" id="7" name="" dynamic="no" orientation="+" zOffset="2" country="DE" type="274" subtype="55" value="-1"/>
      <signal s="95" t="-5" id="8" name="" dynamic="yes" orientation="+" country="OpenDRIVE" type="1000001" subtype="-1"><validity fromLane="-1" toLane="-2"/></signal>
      <signal s="20" t="5" id="9" name="Stop" dynamic="no" orientation="-" country="US" type="R1-1" subtype=""/></signals>`
    const other = roadText('<geometry s="0" x="0" y="50" hdg="0" length="100"><line/></geometry>', {
      id: '2',
    }).replace('</road>', '<signals><signalReference s="50" t="1" id="9" orientation="+"/></signals></road>')
    const road = roadOfMap(mapText(roadText(LINE).replace('</road>', `${signals}</road>`) + other))
    expect(road.signals.map((s) => [s.id, s.kind, s.facing, s.road])).to.deep.equal([
      ['7', 'speed-limit', 1, 0],
      ['8', 'traffic-light', 1, 0],
      ['9', 'stop', -1, 0],
      ['9', 'stop', 1, 1],
    ])
    expect(road.signals[0].value).to.be.closeTo(50 / 3.6, 1e-9)
    expect(road.signals[1].lanes).to.deep.equal([-2, -1])
    expect(road.stopLines).to.have.length(1)
    expect(road.stopLines[0]).to.include({ s: 95, control: 'traffic-light', junction: null })
  })

  it('repeats objects by distance and end to end', () => {
    const objects = `<objects>
      <object id="1" type="pole" s="0" t="4" zOffset="0" hdg="0" height="1"><repeat s="10" length="60" distance="20" tStart="4" tEnd="7" heightStart="1" heightEnd="1" zOffsetStart="0" zOffsetEnd="0"/></object>
      <object id="2" type="barrier" s="0" t="-4" zOffset="0" hdg="0"><repeat s="0" length="40" distance="0" tStart="-4" tEnd="-4" heightStart="0.8" heightEnd="0.8" zOffsetStart="0" zOffsetEnd="0"/></object>
      <object id="3" type="crosswalk" s="50" t="0" zOffset="0" hdg="0" length="4" width="7"/></objects>`
    const { network } = read(mapText(roadText(LINE).replace('</road>', `${objects}</road>`)))
    const of = (type: string) => network.roads[0].objects.filter((o) => o.type === type)
    expect(of('pole').map((o) => [o.s, o.t])).to.deep.equal([
      [10, 4],
      [30, 5],
      [50, 6],
      [70, 7],
    ])
    expect(of('barrier').reduce((sum, o) => sum + o.length, 0)).to.be.closeTo(40, 1e-9)
    expect(of('crosswalk')[0]).to.include({ s: 50, length: 4, width: 7 })
  })
})

describe('OpenDRIVE maps that are not as they should be', () => {
  it('lists what it cannot do by element and line', () => {
    const text = mapText(
      roadText(LINE).replace(
        '</road>',
        '<railroad><switch id="1" name="x" position="dynamic"/></railroad></road>',
      ),
    )
    const { diagnostics } = read(text)
    expect(diagnostics.map((d) => [d.code, d.severity])).to.deep.equal([['map-unsupported', 'warning']])
    expect(text.split('\n')[diagnostics[0].line - 1].slice(diagnostics[0].column - 1)).to.match(/^<railroad>/)
    expect(diagnostics[0].message).to.equal(
      `<railroad> in <road> is not supported and passed over: line ${diagnostics[0].line}`,
    )
  })

  it('says where broken XML is broken, and never throws', () => {
    const bad = [
      '',
      'x',
      '<a>',
      '<OpenDRIVE>',
      '<OpenDRIVE></OpenDrive>',
      '<OpenDRIVE><road id="1" length="x"/></OpenDRIVE>',
      '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
      '<x>'.repeat(100),
    ]
    for (const text of bad) {
      const { network, diagnostics } = readOpenDrive('map.xodr', text)
      expect(network, text).to.equal(null)
      expect(diagnostics.length, text).to.be.above(0)
      for (const d of diagnostics) expect(formatDiagnostic(d)).to.match(/^map\.xodr:\d+:\d+: /)
    }
    const [error] = readOpenDrive('map.xodr', '<OpenDRIVE>\n  <header>\n</OpenDRIVE>').diagnostics
    expect([error.code, error.line]).to.deep.equal(['map-syntax', 3])
  })

  it('reads maps that leave out what may be left out, in any order, with a byte order mark', () => {
    const lanes =
      section(60, '', lane(-1, 'driving', width(3))) +
      section(0, '', lane(-1, 'mwyEntry', width(3)) + lane(-2, 'flying', width(1)))
    const text = `\uFEFF<OpenDRIVE><road id="a" length="100"><planView>
      <geometry s="50" x="50" y="0" hdg="0" length="50"><line/></geometry><geometry s="50" x="50" y="0" hdg="0" length="0"><line/></geometry>
      <geometry s="0" x="0" y="0" hdg="0" length="50"><line/></geometry></planView><lanes>${lanes}</lanes></road></OpenDRIVE>`
    const { network, diagnostics } = read(text)
    expect(diagnostics.map((d) => d.message)).to.deep.equal(['the map has no <header>'])
    expect(network.roads[0].sections.map((s) => s.s)).to.deep.equal([0, 60])
    expect(network.roads[0].sections[0].lanes.map((l) => l.type)).to.deep.equal(['other', 'entry', 'none'])
    expect(roadOfMap(text).toWorld(75, 0).x).to.equal(75)
  })

  it('says what is doubtful: gaps, links to nowhere, doubles, numbers that are none', () => {
    const gap =
      '<geometry s="0" x="0" y="0" hdg="0" length="40"><line/></geometry><geometry s="50" x="50" y="0" hdg="z" length="50"><line/></geometry>'
    const link = '<link><successor elementType="road" elementId="9" contactPoint="start"/></link>'
    const { diagnostics } = read(mapText(roadText(gap, { more: link }) + roadText(LINE)))
    const said = diagnostics.map((d) => d.message).join('\n')
    expect(said).to.contain('the next geometry begins at s = 50, this one ends at 40')
    expect(said).to.contain("'z' is no number for 'hdg' of <geometry>")
    expect(said).to.contain("a second road has the id '1'")
    expect(said).to.contain("linked with road '9', which is not there")
    expect(diagnostics.every((d) => d.severity === 'warning')).to.equal(true)
  })

  it('loads every map that comes with the fixtures without an error', () => {
    const counts = [
      'e6mini',
      'fabriksgatan',
      'soderleden',
      'alks_road_straight',
      'StraightRoad_NCAP_noRoadmarks',
    ].map((name) => {
      const { network, diagnostics } = read(fixture(`${name}.xodr`))
      expect(diagnostics.map(formatDiagnostic)).to.deep.equal([])
      return [network.roads.length, network.junctions.length]
    })
    expect(counts).to.deep.equal([
      [1, 0],
      [16, 1],
      [5, 1],
      [1, 0],
      [1, 0],
    ])
  })
})
