import { expect } from 'chai'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import { listBodies, listVehicles, readBody, sampleScenario } from '../../src/scenario/index.ts'
import { load, scenario, unmark } from './memory.ts'

/** Loads a text whose one mistake is between « and »; gives the complaint about it. */
const complaintAt = (marked: string) => {
  const { text, line, column, length } = unmark(marked)
  const { diagnostics } = load(text)
  const found = diagnostics.find((d) => d.line === line && d.column === column)
  expect(found, JSON.stringify(diagnostics)).to.include({ severity: 'error', length })
  return found!
}
const ego = 'ego: {model: sedan, at: {lane: -1, s: 40 m}}'
const kid = (more = ''): string => `kid: {model: child, at: {lane: -1, s: 80 m, offset: -4 m}${more}}`

describe('scenario: people, animals and objects', () => {
  for (const [name, path] of listBodies(disk, vehicleFolder()))
    it(`${name} is read, is what its file is called, and is no vehicle`, () => {
      const body = readBody(disk, path, (d) => expect.fail(d.message))!
      expect(body.name).to.equal(name)
      expect(listVehicles(disk, vehicleFolder())).to.not.include(name)
      // A rigid body: no inertia is more than the two others together.
      const [a, b, c] = body.inertia
      expect(a + b >= c && b + c >= a && c + a >= b).to.equal(true)
      expect(body.centreOfGravity[2]).to.be.below(body.height)
    })

  it('a mistake in such a file is told with its place', () => {
    const path = 'vehicles/people/adult.yaml'
    const text = disk.read(`${vehicleFolder()}/people/adult.yaml`)!.replace('mass: 75 kg', 'mass: 75')
    const told: string[] = []
    expect(
      readBody({ read: () => text, list: () => [] }, path, (d) => told.push(`${d.line} ${d.code}`)),
    ).to.equal(null)
    expect(told).to.deep.equal([
      `${text.split('\n').findIndex((l) => l.startsWith('mass')) + 1} missing-unit`,
    ])
  })

  it('become actors that walk, or that nobody drives', () => {
    const actors = `{${ego}, ${kid(', speed: 1 m/s')}, crate: {model: box, at: {lane: 1, s: 90 m, height: 2 m}}}`
    const { scenario: found, diagnostics } = load(scenario({ actors }))
    expect(diagnostics).to.be.empty
    const [, walker, crate] = sampleScenario(found!).actors
    expect(walker.spec).to.include({ kind: 'walker', class: 'pedestrian', body: 'child' })
    expect(walker.driver).to.include({ kind: 'walk', desiredSpeed: 1 })
    expect(crate.spec).to.include({ kind: 'object', fixed: false })
    expect(crate.driver).to.deep.equal({ kind: 'none' })
    expect(crate.at.height).to.equal(2)
  })

  it('a misspelt model is looked for among all of them', () => {
    const found = complaintAt(
      scenario({ actors: `{${ego}, x: {model: «eldrely», at: {lane: -1, s: 80 m}}}` }),
    )
    expect(found).to.include({ code: 'unknown-model', suggestion: 'elderly' })
  })

  it('keys that make no sense for a body are refused', () => {
    const refused = (actor: string) => complaintAt(scenario({ actors: `{${ego}, ${actor}}` }))
    for (const key of ['tyres: winter', 'abs: off', 'esc: on', 'tc: off'].map((k) => k.split(': ')))
      expect(refused(kid(`, «${key[0]}»: ${key[1]}`)).message).to.equal(`a child has no '${key[0]}'`)
    expect(refused(kid(', driver: «idm»'))).to.include({ code: 'bad-value', suggestion: 'walk' })
    const tree = 'tree: {model: tree, at: {lane: -1, s: 90 m, offset: 5 m}'
    expect(refused(`${tree}, «speed»: 3 m/s}`).message).to.include('fixed')
    expect(refused(`${tree}, driver: «walk»}`)).to.include({ suggestion: 'none' })
    expect(
      complaintAt(scenario({ actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, driver: «walk»}}' }))
        .code,
    ).to.equal('bad-value')
    expect(
      complaintAt(scenario({ actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, trailer: «box»}}' }))
        .code,
    ).to.equal('unknown-model')
    expect(
      complaintAt(scenario({ actors: `{${ego}, ${kid()}}`, sensors: '{«kid»: [{camera: front}]}' })).code,
    ).to.equal('unknown-camera')
  })

  it('nobody is told to do what the body cannot do', () => {
    const told = (step: string) => complaintAt(scenario({ actors: `{${ego}, ${kid()}}`, do: `[{${step}}]` }))
    expect(told('kid: {«brake»: 3 m/s^2}').message).to.equal("a child cannot 'brake'")
    expect(told('ego: {«cross»: left}').message).to.equal("a vehicle cannot 'cross'")
    expect(told('ego: {«walk»: {s: 20 m, lane: -1}}').message).to.equal("a vehicle cannot 'walk'")
  })

  it('the story sends people where they shall go', () => {
    const story =
      '[{serial: [{kid: {walk: {s: 90 m, lane: 1, offset: 1 m}, pace: 2 m/s}}, {kid: {cross: right}}, {kid: {stop: true}}]}]'
    const { scenario: found, diagnostics } = load(scenario({ actors: `{${ego}, ${kid()}}`, do: story }))
    expect(diagnostics).to.be.empty
    const [phase] = sampleScenario(found!).story
    expect(phase.actions.map((a) => a.action)).to.deep.equal([
      { kind: 'walk', s: 90, lane: 1, offset: 1, speed: 2 },
      { kind: 'cross', side: 'right', speed: null },
      { kind: 'speed', target: 0, acceleration: 2 },
    ])
  })
})
