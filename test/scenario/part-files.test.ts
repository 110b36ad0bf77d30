/** Files of vehicles, tyres, people, animals and objects: recognised, checked by themselves, built on others. */
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import { formatDiagnostics, readVehicle, type Diagnostic } from '../../src/scenario/index.ts'
import type { FileKind } from '../../src/scenario/index.ts'
import { checkPart, kindOf, resolvedPart } from '../../src/scenario/vehicles/part-files.ts'
import { memory, ROOT, unmark } from './memory.ts'

const SHELVES: Readonly<Record<string, FileKind>> = {
  '': 'vehicle',
  tyres: 'tyre',
  people: 'walker',
  animals: 'walker',
  objects: 'object',
  sensors: 'sensor',
}
const FIXTURES = join(ROOT, 'test/fixtures/language/vehicles')

const namesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.yaml'))

const told = (path: string, marked: string, more: Readonly<Record<string, string>> = {}): Diagnostic[] => {
  const kind = kindOf(marked)
  expect(kind).not.to.equal('scenario')
  return checkPart(
    memory({ ...more, [path]: marked }),
    path,
    kind as Exclude<FileKind, 'scenario'>,
    'vehicles',
  )
}

/** The one mistake of a text, which stands between « and ». */
const mistakeAt = (path: string, marked: string): Diagnostic => {
  const { text, line, column, length } = unmark(marked)
  const found = told(path, text)
  expect(found, formatDiagnostics(found)).to.have.length(1)
  expect(found[0]).to.include({ file: path, line, column, length })
  return found[0]
}

describe('scenario: files of vehicles and bodies', () => {
  for (const [shelf, kind] of Object.entries(SHELVES))
    it(`knows the library's ${shelf === '' ? 'vehicles' : shelf} as what they are, and finds nothing wrong`, () => {
      const folder = join(vehicleFolder(), shelf)
      for (const name of namesIn(folder)) {
        const path = join(folder, name)
        expect(kindOf(readFileSync(path, 'utf8')), name).to.equal(kind)
        expect(formatDiagnostics(checkPart(disk, path, kind as 'vehicle', vehicleFolder()))).to.equal('')
      }
    })

  it('knows scenarios as scenarios, whatever is misspelt', () => {
    for (const name of namesIn(join(ROOT, 'scenarios')))
      expect(kindOf(readFileSync(join(ROOT, 'scenarios', name), 'utf8'))).to.equal('scenario')
    expect(kindOf('')).to.equal('scenario')
    expect(kindOf('scenari: x\nroda: {}\nactors: {}\n')).to.equal('scenario')
    expect(kindOf('vehicel: x\nextends: sedan.yaml\nmass: 3 t\n')).to.equal('vehicle')
  })

  it('lays a file over the one that it extends, beside it or in the library', () => {
    for (const [shelf, name, kind] of [
      ['', 'long-plain', 'vehicle'],
      ['tyres', 'soft-plain', 'tyre'],
      ['people', 'tall', 'walker'],
      ['objects', 'heavy-crate', 'object'],
    ] as const) {
      const path = join(FIXTURES, shelf, `${name}.yaml`)
      expect(kindOf(readFileSync(path, 'utf8'))).to.equal(kind)
      const folder = kind === 'vehicle' ? FIXTURES : vehicleFolder()
      expect(formatDiagnostics(checkPart(disk, path, kind, folder))).to.equal('')
    }
    const heavy = 'vehicle: heavy\nextends: sedan.yaml\nmass: 2400 kg\naxles: {front: {spring: 60 N/mm}}\n'
    const read = (name: string) =>
      readVehicle(memory({ 'vehicles/heavy.yaml': heavy }), 'vehicles', name, () => undefined)!.spec
    const [base, over] = [read('sedan'), read('heavy')]
    expect(over).to.include({ name: 'heavy', mass: 2400, length: base.length })
    expect(over.axles[0]).to.deep.equal({ ...base.axles[0], springRate: 60_000 })
    expect(over.axles[1]).to.deep.equal(base.axles[1])
  })

  it('tells of mistakes at their places, in the file that holds them', () => {
    const child = 'vehicle: x\nextends: sedan.yaml\n'
    expect(mistakeAt('vehicles/x.yaml', `${child}mass: «2400»\n`).code).to.equal('missing-unit')
    expect(mistakeAt('vehicles/x.yaml', `${child}mass: «2400 s»\n`).code).to.equal('wrong-dimension')
    expect(mistakeAt('vehicles/x.yaml', `${child}mass: «2400 t»\n`).code).to.equal('out-of-range')
    expect(mistakeAt('vehicles/x.yaml', `${child}tyres: «sumer»\n`).suggestion).to.equal('summer')
    expect(mistakeAt('vehicles/x.yaml', `${child}axles: {front: {«sprung»: 60 N/mm}}\n`)).to.include({
      code: 'unknown-key',
      suggestion: 'spring',
    })
    expect(mistakeAt('vehicles/x.yaml', 'vehicle: x\nextends: «sedna.yaml»\nmass: 2 t\n')).to.include({
      code: 'missing-file',
      suggestion: 'sedan.yaml',
    })
    expect(mistakeAt('vehicles/tyres/x.yaml', 'tyre: x\nextends: winter.yaml\ntread: «8»\n').code).to.equal(
      'missing-unit',
    )
    expect(
      mistakeAt('x.yaml', 'walker: x\nextends: people/adult.yaml\nclass: «pedestrain»\n').suggestion,
    ).to.equal('pedestrian')
    expect(mistakeAt('x.yaml', 'object: x\nextends: objects/cone.yaml\n«mas»: 3 kg\n').suggestion).to.equal(
      'mass',
    )
    const [below] = told('vehicles/x.yaml', `${child}mass: 2 t\n`, {
      'vehicles/sedan.yaml': readFileSync(join(ROOT, 'vehicles/sedan.yaml'), 'utf8').replace(
        /^mass:/m,
        'mas:',
      ),
    })
    expect(below).to.include({ file: 'vehicles/sedan.yaml', code: 'unknown-key', suggestion: 'mass' })
    expect(told('x.yaml', 'vehicle: x\nextends: x.yaml\nmass: 2 t\n').map((d) => d.code)).to.include(
      'bad-extends',
    )
  })

  it('print merged: what a heavier car inherits, as one file that says the same', () => {
    const files = {
      'vehicles/heavy.yaml': 'vehicle: heavy\nextends: sedan.yaml\nmass: 2400 kg\n',
      'vehicles/sedan.yaml': readFileSync(join(ROOT, 'vehicles/sedan.yaml'), 'utf8'),
      'vehicles/tyres/summer.yaml': readFileSync(join(ROOT, 'vehicles/tyres/summer.yaml'), 'utf8'),
    }
    const text = resolvedPart(memory(files), 'vehicles/heavy.yaml', 'vehicle', 'vehicles')!
    expect(text).to.match(/^vehicle: heavy$/m)
    expect(text).to.match(/^mass: 2400 kg$/m)
    expect(text).to.include('vehicles/sedan.yaml:').and.not.to.include('extends')
    expect(told('vehicles/alone.yaml', text, files)).to.deep.equal([])
  })
})
