import { expect } from 'chai'
import { compare, comparisonCsv, comparisonMarkdown, type Compared } from '../../src/run/index.ts'
import { ASSISTANCES, withAssistance } from '../../src/run/assistance.ts'
import { run } from '../../src/run/run.ts'
import { loadScenario, scenarioPath } from '../../src/scenario/files.ts'
import { sampleScenario, UserError, type ConcreteScenario } from '../../src/scenario/index.ts'

const of = (name: string): Compared => {
  const path = scenarioPath(name)
  return { path, scenario: loadScenario(path).scenario!, overrides: {} }
}

const sampled = (name: string, seed: number): ConcreteScenario => sampleScenario(of(name).scenario, seed)

const digestsOf = async (scenario: ConcreteScenario) => {
  const digests: string[] = []
  for (const assistance of ASSISTANCES) digests.push((await run(withAssistance(scenario, assistance))).digest)
  return digests
}

describe('run: the same seeds with other drivers', () => {
  it('gives the subject another driver and other systems, and leaves everybody else and the rest alone', () => {
    const scenario = sampled('black-ice-queue', 2)
    const [ego, ...others] = scenario.actors
    const driven = ASSISTANCES.map((assistance) => withAssistance(scenario, assistance))
    expect(driven.map(({ actors: [{ driver, esc }] }) => [driver.kind, esc])).to.deep.equal([
      ['idm', 'off'],
      ['aeb', 'off'],
      ['aeb', 'on'],
      ['careful', 'on'],
    ])
    for (const { actors, ...rest } of driven) {
      expect({ ...rest, actors: [] }).to.deep.equal({ ...scenario, actors: [] })
      expect(actors.slice(1)).to.deep.equal(others)
      expect(actors[0]).to.deep.equal({ ...ego, driver: actors[0].driver, esc: actors[0].esc })
    }
    // The human is the file's own: as late, as hard, as close.
    expect(driven[0].actors[0].driver).to.deep.equal({ ...ego.driver, kind: 'idm' })
  })

  it('puts a human with a reaction time in the place of a cruise control', () => {
    const scenario = sampled('radar-dropout', 1)
    const driverOf = (assistance: (typeof ASSISTANCES)[number]) =>
      withAssistance(scenario, assistance).actors[0].driver
    expect(driverOf('none')).to.include({ kind: 'idm', reaction: 0.8 })
    expect(driverOf('careful')).to.include({ kind: 'careful', reaction: 0.8 })
  })

  it('refuses where nobody who sees drives the subject', () => {
    const scenario = sampled('black-ice-queue', 2)
    const actors = scenario.actors.map((a) => ({ ...a, driver: { kind: 'none' as const } }))
    expect(() => withAssistance({ ...scenario, actors }, 'aeb')).to.throw(UserError, 'ego')
  })

  it('drives four different runs where brakes and stability control act @slow', async () => {
    // On ice before a queue: braking that comes earlier, and wheels that are braked one by one.
    expect(new Set(await digestsOf(sampled('black-ice-queue', 2))).size).to.equal(4)
  }).timeout(360_000)

  it('drives the same run with and without an emergency brake that nothing triggers', async () => {
    const scenario = { ...sampled('black-ice-queue', 1), stop: { after: 1, when: null } }
    const [none, aeb] = await digestsOf(scenario)
    expect(aeb).to.equal(none)
  }).timeout(180_000)

  it('counts for every driver, on the same seeds, and says so in a table @slow', async () => {
    const [comparison] = await compare([of('black-ice-queue')], {
      ...{ drivers: ['none', 'careful'], samples: 2, first: 1, workers: 1 },
    })
    // Seed 1 is harmless for both; in seed 2 only the careful one keeps clear of the queue.
    expect(comparison.drivers.map((d) => [d.driver, d.critical.count, d.avoided.count])).to.deep.equal([
      ['none', 1, 0],
      ['careful', 0, 1],
    ])
    expect(comparison.avoidableBy).to.deep.equal(['careful'])
    expect(comparisonMarkdown([comparison])).to.match(/black-ice-queue .* \| careful \|\n$/)
    expect(comparisonCsv([comparison]).trim().split('\n')).to.have.length(3)
  }).timeout(180_000)
})
