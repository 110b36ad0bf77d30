import {
  copyFileSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { LibraryRefusal, openLibrary } from '../../server/library.ts'
import { checkedTextSchema, librarySchema, runHeadSchema, type RunSummary } from '../../src/protocol/index.ts'
import { checkFile, scenarioFolder, vehicleFolder } from '../../src/scenario/files.ts'
import { formatDiagnostic } from '../../src/scenario/index.ts'
import { rowLayout } from '../../src/world/index.ts'
import { stateAt } from './synthetic.ts'

const library = openLibrary({ scenarios: scenarioFolder(), vehicles: vehicleFolder() })

const rejection = async (act: Promise<unknown>): Promise<LibraryRefusal> => {
  try {
    await act
  } catch (error) {
    if (error instanceof LibraryRefusal) return error
    throw error
  }
  throw new Error('was accepted')
}

describe('server library', () => {
  it('lists every scenario of the folder in the words of the protocol', async () => {
    const listed = JSON.parse(JSON.stringify({ scenarios: await library.list() })) as unknown
    const { scenarios } = librarySchema.parse(listed)
    expect(scenarios.map((s) => s.name)).to.include('snow-skid-near-collision')
    for (const s of scenarios) {
      expect(s.diagnostics).to.deep.equal([])
      expect(s.sketch?.actors).to.have.length.greaterThan(0)
      expect(s.parameters).to.have.length.greaterThan(0)
    }
  })

  it('gives a concrete scenario that the wire carries whole', async () => {
    for (const { name } of await library.list()) {
      const scenario = await library.resolve({ scenario: name, seed: 3 })
      const summary: RunSummary = {
        ...{
          id: 'x',
          scenario: name,
          title: scenario.title,
          hazard: '',
          seed: 3,
          parameters: { ...scenario.parameters },
        },
        ...{ status: 'running', steps: 0, time: 0, duration: 1, started: '', error: null, outcome: null },
      }
      const head = { summary, scenario, layout: rowLayout(stateAt(0)) }
      expect(runHeadSchema.parse(JSON.parse(JSON.stringify(head)))).to.deep.equal(head)
    }
  })

  it('takes seeds and parameters, and explains what is wrong with them', async () => {
    const name = 'snow-skid-near-collision'
    const set = await library.resolve({ scenario: name, seed: 9, parameters: { v_ego: '20 m/s' } })
    expect(set.seed).to.equal(9)
    expect(set.parameters['v_ego']).to.equal(20)
    const wrong = await rejection(library.resolve({ scenario: name, parameters: { v_eggo: '20 m/s' } }))
    expect(wrong.diagnostics[0].message).to.include("did you mean 'v_ego'")
    expect((await rejection(library.resolve({ scenario: 'no-such' }))).message).to.include('no-such')
  })

  it('runs a text that came by itself, and places its mistakes', async () => {
    const { text } = await library.text('highway-cut-in')
    expect((await library.resolve({ text })).name).to.equal('highway-cut-in')
    const wrong = await rejection(library.resolve({ text: text.replace('actors:', 'actros:') }))
    expect(wrong.diagnostics.map((d) => d.message).join('\n')).to.include("'actors'")
    expect(wrong.diagnostics.find((d) => d.message.includes('actros'))?.line).to.be.greaterThan(1)
  })

  it('reads nothing outside its folders, whatever a text extends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nearmiss-library-'))
    try {
      mkdirSync(join(folder, 'scenarios'))
      writeFileSync(join(folder, 'secret.yaml'), 'title: [the secret\n')
      const small = openLibrary({ scenarios: join(folder, 'scenarios'), vehicles: vehicleFolder() })
      for (const path of ['../secret.yaml', join(folder, 'secret.yaml'), '../../../../etc/passwd']) {
        const { diagnostics } = await rejection(small.resolve({ text: `scenario: x\nextends: ${path}\n` }))
        const words = JSON.stringify(diagnostics)
        expect(words).to.not.include('the secret').and.not.include('root:')
        expect(diagnostics.some((d) => d.line === 2)).to.equal(true)
      }
      expect((await rejection(small.text('../secret'))).status).to.equal(404)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('server library, edited', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-edited-'))
  const name = 'highway-cut-in'
  const path = join(folder, `${name}.yaml`)
  const edited = openLibrary({ scenarios: folder, vehicles: vehicleFolder(), library: scenarioFolder() })
  before(() => copyFileSync(join(scenarioFolder(), `${name}.yaml`), path))
  after(() => rmSync(folder, { recursive: true }))

  it('finds the very mistakes that `nearmiss check` finds', async () => {
    const { text } = await edited.text(name)
    const wrong = text.replace('actors:', 'actros:').replace('seed:', 'sede:')
    writeFileSync(path, wrong)
    const said = checkFile(path).diagnostics.map((d) => formatDiagnostic({ ...d, excerpt: null }))
    writeFileSync(path, text)
    const { diagnostics, facts } = await edited.check({ name, text: wrong })
    expect(facts).to.equal(null)
    expect(diagnostics.length).to.be.greaterThan(1)
    const places = diagnostics.map(
      (d) => `${join(folder, d.file)}:${d.line}:${d.column}: ${d.severity}: ${d.message} [${d.code}]`,
    )
    expect(places).to.deep.equal(said)
    expect(checkedTextSchema.parse({ diagnostics, facts })).to.deep.equal({ diagnostics, facts })
  })

  it('says what a text without errors holds', async () => {
    const { text } = await edited.text(name)
    const { facts } = await edited.check({ name, text: text.replace(/seed: \d+/, 'seed: 4711') })
    expect(facts?.seed).to.equal(4711)
    expect(facts?.actors).to.include('ego')
    expect(facts?.parameters.length).to.be.greaterThan(0)
  })

  it('saves whole, and never over what somebody else has written', async () => {
    const { text, version } = await edited.text(name)
    const saved = await edited.save(name, { text: `${text}# mine\n`, version })
    expect(readFileSync(path, 'utf8')).to.equal(`${text}# mine\n`)
    expect(saved.version).to.not.equal(version)
    writeFileSync(path, `${text}# theirs\n`)
    const taken = await rejection(edited.save(name, { text: 'mine', version: saved.version }))
    expect(taken.status).to.equal(409)
    expect(readFileSync(path, 'utf8')).to.equal(`${text}# theirs\n`)
    expect((await rejection(edited.save(name, { text: 'new', version: null }))).status).to.equal(409)
    await edited.save('a-new-one', { text: text.replace(name, 'a-new-one'), version: null })
    expect((await edited.list()).map((s) => s.name)).to.deep.equal(['a-new-one', name])
    expect(readdirSync(folder).sort()).to.deep.equal(['a-new-one.yaml', `${name}.yaml`])
  })

  it('lists what has changed, and what has changed below it', async () => {
    writeFileSync(join(folder, 'parts.yaml'), 'title: One\n')
    writeFileSync(join(folder, 'child.yaml'), `scenario: child\nextends: ${name}.yaml\ntitle: Child\n`)
    const before = (await edited.list()).find((s) => s.name === 'child')!
    expect(before.title).to.equal('Child')
    const { text, version } = await edited.text(name)
    await edited.save(name, { text: text.replace(/seed: \d+/, 'seed: 99'), version })
    expect((await edited.list()).find((s) => s.name === 'child')!.seed).to.equal(99)
    for (const gone of ['parts', 'child']) rmSync(join(folder, `${gone}.yaml`))
    expect((await edited.list()).map((s) => s.name)).to.not.include('child')
  })
})
