import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openLibrary, ScenarioRejected } from '../../server/library.ts'
import { librarySchema, runHeadSchema, type RunSummary } from '../../src/protocol/index.ts'
import { scenarioFolder, vehicleFolder } from '../../src/scenario/files.ts'
import { rowLayout } from '../../src/world/index.ts'
import { stateAt } from './synthetic.ts'

const library = openLibrary({ scenarios: scenarioFolder(), vehicles: vehicleFolder() })

const rejection = (act: () => unknown): ScenarioRejected => {
  try {
    act()
  } catch (error) {
    if (error instanceof ScenarioRejected) return error
    throw error
  }
  throw new Error('was accepted')
}

describe('server library', () => {
  it('lists every scenario of the folder in the words of the protocol', () => {
    const listed = JSON.parse(JSON.stringify({ scenarios: library.list() })) as unknown
    const { scenarios } = librarySchema.parse(listed)
    expect(scenarios.map((s) => s.name)).to.include('snow-skid-near-collision')
    for (const s of scenarios) {
      expect(s.diagnostics).to.deep.equal([])
      expect(s.sketch?.actors).to.have.length.greaterThan(0)
      expect(s.parameters).to.have.length.greaterThan(0)
    }
  })

  it('gives a concrete scenario that the wire carries whole', () => {
    for (const { name } of library.list()) {
      const scenario = library.resolve({ scenario: name, seed: 3 })
      const summary: RunSummary = {
        ...{
          id: 'x',
          scenario: name,
          title: scenario.title,
          seed: 3,
          parameters: { ...scenario.parameters },
        },
        ...{ status: 'running', steps: 0, time: 0, duration: 1, started: '', error: null, outcome: null },
      }
      const head = { summary, scenario, layout: rowLayout(stateAt(0)) }
      expect(runHeadSchema.parse(JSON.parse(JSON.stringify(head)))).to.deep.equal(head)
    }
  })

  it('takes seeds and parameters, and explains what is wrong with them', () => {
    const name = 'snow-skid-near-collision'
    const set = library.resolve({ scenario: name, seed: 9, parameters: { v_ego: '20 m/s' } })
    expect(set.seed).to.equal(9)
    expect(set.parameters['v_ego']).to.equal(20)
    const wrong = rejection(() => library.resolve({ scenario: name, parameters: { v_eggo: '20 m/s' } }))
    expect(wrong.diagnostics[0].message).to.include("did you mean 'v_ego'")
    expect(rejection(() => library.resolve({ scenario: 'no-such' })).message).to.include('no-such')
  })

  it('runs a text that came by itself, and places its mistakes', () => {
    const text = library.text('highway-cut-in')!
    expect(library.resolve({ text }).name).to.equal('highway-cut-in')
    const wrong = rejection(() => library.resolve({ text: text.replace('actors:', 'actros:') }))
    expect(wrong.diagnostics.map((d) => d.message).join('\n')).to.include("'actors'")
    expect(wrong.diagnostics.find((d) => d.message.includes('actros'))?.line).to.be.greaterThan(1)
  })

  it('reads nothing outside its folders, whatever a text extends', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nearmiss-library-'))
    try {
      mkdirSync(join(folder, 'scenarios'))
      writeFileSync(join(folder, 'secret.yaml'), 'title: [the secret\n')
      const small = openLibrary({ scenarios: join(folder, 'scenarios'), vehicles: vehicleFolder() })
      for (const path of ['../secret.yaml', join(folder, 'secret.yaml'), '../../../../etc/passwd']) {
        const { diagnostics } = rejection(() => small.resolve({ text: `scenario: x\nextends: ${path}\n` }))
        const words = JSON.stringify(diagnostics)
        expect(words).to.not.include('the secret').and.not.include('root:')
        expect(diagnostics.some((d) => d.line === 2)).to.equal(true)
      }
      expect(small.text('../secret')).to.equal(null)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
