import { expect } from 'chai'
import { fixture, loadRoad, scenarioOn, shortRoad } from './given.ts'

/** code, line:column and suggestion of everything the loader says of a road. */
const said = (road: string, more: Parameters<typeof loadRoad>[1] = {}) =>
  loadRoad(road, more).diagnostics.map((d) => [d.code, `${d.line}:${d.column}`, d.suggestion ?? ''])

describe('roads of the language', () => {
  it('lays strips beside the lanes, from them outwards, with parking where it is asked for', () => {
    const road = shortRoad(
      '{straight: 200 m, right: [{cycle-lane: 1.8 m}, {parking: 2.2 m, s: [50 m, 120 m]}, {pavement: 2 m}], left: [{grass: 3 m}, {shoulder: 1 m}]}',
    )
    expect(road.stripsAt(100).map((l) => [l.type, Number((l.left - l.right).toFixed(6))])).to.deep.equal([
      ['sidewalk', 2],
      ['parking', 2.2],
      ['biking', 1.8],
      ['driving', 3.5],
      ['driving', 3.5],
      ['none', 3],
      ['shoulder', 1],
    ])
    expect(road.lane(-3, 20)!.left - road.lane(-3, 20)!.right).to.equal(0)
    expect(road.height(100, road.lane(-4, 100)!.t)).to.equal(0.12)
    expect(road.ground(100, 4).kind).to.equal('grass')
  })

  it('puts crossings, signs and their limits on the road', () => {
    const road = shortRoad(
      '{straight: 300 m, speed-limit: 100 km/h, crossings: [{s: 150 m, width: 3 m, lights: true}], signs: [{sign: limit, s: 80 m, speed: 50 km/h}, {sign: limit, s: 200 m, speed: 36 km/h, facing: against}]}',
    )
    expect(road.limit(50, -1)).to.be.closeTo(100 / 3.6, 1e-9)
    expect(road.limit(100, -1)).to.be.closeTo(50 / 3.6, 1e-9)
    expect(road.limit(100, 1)).to.be.closeTo(10, 1e-9)
    expect(road.limit(250, 1)).to.be.closeTo(100 / 3.6, 1e-9)
    expect(road.network.roads[0].objects[0]).to.include({ type: 'crosswalk', s: 150, length: 3, width: 8 })
    expect(road.stopLines.map((l) => [l.s, l.control, [...l.lanes]])).to.deep.equal([
      [147, 'traffic-light', [-1]],
      [153, 'traffic-light', [1]],
    ])
  })

  it('takes actors and patches on the road that they name', () => {
    const scenario = scenarioOn('{junction: {kind: t}}', {
      actor: '{lane: -1, road: west, s: 20 m}',
      more: 'surface: [{id: ice, road: east, s: [60 m, 90 m], lane: -1, kind: ice, mu: 0.1}]\n',
    })
    expect(scenario.actors[0].at).to.include({ road: 'west', lane: -1, s: 20 })
    expect(scenario.surface[0]).to.deep.include({ road: 'east', t: [-3.5, 0] })
    const road = shortRoad('{junction: {kind: t}}', {
      actor: '{lane: -1, road: west, s: 20 m}',
      more: 'surface: [{id: ice, road: east, s: [60 m, 90 m], lane: -1, kind: ice, mu: 0.1}]\n',
    })
    const { x, y } = road.toWorld(75, -1.75, road.roadIndex('east'))
    expect(road.ground(x, y)).to.include({ kind: 'ice', mu: 0.1, patch: 0 })
  })

  it('reads a map beside the file, and places by road and lane', () => {
    const files = { 'maps/town.xodr': fixture('fabriksgatan.xodr') }
    const road = '{opendrive: maps/town.xodr}'
    const placed = scenarioOn(road, { files, actor: '{lane: 1, road: 2, s: 40 m}' })
    expect(placed.road.network?.roads).to.have.length(16)
    expect(placed.actors[0].at).to.include({ road: '2', lane: 1 })
    expect(said(road, { files, actor: '{lane: -8, road: 2, s: 40 m}' })).to.deep.equal([
      ['unknown-lane', '7:34', ''],
    ])
    expect(said(road, { files, actor: '{lane: 1, road: 22, s: 40 m}' })).to.deep.equal([
      ['unknown-road', '7:43', '2'],
    ])
    expect(said(road, { files, actor: '{lane: 1, road: 2, s: 4 km}' })[0][0]).to.equal('off-road')
    expect(said('{opendrive: maps/tuwn.xodr}', { files }).map((d) => d[0])).to.include('missing-file')
    expect(said('{opendrive: maps/town.yaml}').map((d) => d[0])).to.include('bad-value')
  })

  it('says what does not go together, and what lies off the road', () => {
    expect(said('{straight: 90 m, junction: {kind: x}}')[0].slice(0, 2)).to.deep.equal(['bad-value', '5:8'])
    expect(said('{lanes: [-1]}')[0].slice(0, 2)).to.deep.equal(['missing-key', '5:1'])
    const files = { 'a.xodr': fixture('e6mini.xodr') }
    expect(said('{opendrive: a.xodr, lanes: [-1, 1]}', { files })[0].slice(0, 2)).to.deep.equal([
      'bad-value',
      '5:27',
    ])
    expect(said('{straight: 90 m, crossings: [{s: 95 m}]}')).to.deep.equal([['off-road', '5:40', '']])
    expect(said('{straight: 90 m, signs: [{sign: stop, s: 99 m}]}')).to.deep.equal([['off-road', '5:48', '']])
    const two = '{straight: 900 m, lanes: [-1], one-way: true, ramps: [{entry: 200 m}, {exit: 300 m}]}'
    expect(said(two)).to.deep.equal([['off-road', '5:84', '']])
  })
})
