/**
 * Every key of the language stands in a file that a test loads: in the library, on the reference page's example,
 * in a vehicle, or in one of the scenarios here. A new key without a use fails this test.
 */
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { disk } from '../../src/scenario/files.ts'
import { formatDiagnostics, loadScenarioFrom, sampleScenario } from '../../src/scenario/index.ts'
import { objectSchema, walkerSchema } from '../../src/scenario/schema/body.ts'
import { headKey, view, type Schema } from '../../src/scenario/schema/view.ts'
import { scenarioSchema } from '../../src/scenario/schema/schema.ts'
import { sensorSchema } from '../../src/scenario/schema/sensors.ts'
import { tyreSchema, vehicleSchema } from '../../src/scenario/schema/vehicle.ts'
import { checkPart } from '../../src/scenario/vehicles/part-files.ts'
import { memory, ROOT } from './memory.ts'

const SCENARIOS = join(ROOT, 'test/fixtures/language')

/** Schemas of the values of all keys that are used: sisters of a union may share a key. */
type Used = Set<Schema>

/** All maps of a schema, each with the path at which it stands first. */
const mapsOf = (schema: Schema, path: string, found = new Map<Schema, string>()): Map<Schema, string> => {
  const seen = view(schema)
  switch (seen.kind) {
    case 'object':
      if (found.has(schema)) return found
      found.set(schema, path)
      for (const [key, inner] of seen.shape) mapsOf(inner, `${path}.${key}`, found)
      if (seen.rest !== null) mapsOf(seen.rest, `${path}.*`, found)
      return found
    case 'union':
      for (const option of seen.options) mapsOf(option, `${path}(${headKey(option) ?? ''})`, found)
      return found
    case 'record':
      return mapsOf(seen.value, `${path}.*`, found)
    case 'list':
      return mapsOf(seen.item, `${path}[]`, found)
    case 'tuple':
      for (const item of seen.items) mapsOf(item, `${path}[]`, found)
      return found
    case 'optional':
      return mapsOf(seen.inner, path, found)
    case 'shorthand':
      return mapsOf(seen.target, path, found)
    default:
      return found
  }
}

const isMap = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** Marks the keys that a value of a schema uses. */
const mark = (schema: Schema, value: unknown, used: Used): void => {
  const seen = view(schema)
  switch (seen.kind) {
    case 'object':
      if (!isMap(value)) return
      for (const [key, inner] of Object.entries(value)) {
        const known = seen.shape.get(key)
        if (known !== undefined) {
          used.add(known)
          mark(known, inner, used)
        } else if (seen.rest !== null) mark(seen.rest, inner, used)
      }
      return
    case 'union': {
      const { options, discriminator } = seen
      const fits = (option: Schema): boolean => {
        const v = view(option)
        if (Array.isArray(value)) return v.kind === 'list' || v.kind === 'tuple'
        if (!isMap(value)) return false
        if (v.kind === 'union') return true
        if (v.kind !== 'object') return false
        if (discriminator === null)
          return (
            Object.hasOwn(value, headKey(option) ?? '') && Object.keys(value).every((key) => v.shape.has(key))
          )
        const kind = v.shape.get(discriminator)
        const words = kind === undefined ? null : view(kind)
        return words?.kind === 'plain' && words.words[0] === value[discriminator]
      }
      const option = options.find(fits)
      if (option !== undefined) mark(option, value, used)
      return
    }
    case 'record':
      if (isMap(value)) for (const inner of Object.values(value)) mark(seen.value, inner, used)
      return
    case 'list':
      if (Array.isArray(value)) for (const item of value) mark(seen.item, item, used)
      return
    case 'tuple':
      if (Array.isArray(value)) seen.items.forEach((item, i) => mark(item, value[i], used))
      return
    case 'optional':
      mark(seen.inner, value, used)
      return
    default:
  }
}

const unusedOf = (schema: Schema, path: string, files: readonly string[]): string[] => {
  const used: Used = new Set()
  for (const file of files) mark(schema, parse(readFileSync(file, 'utf8')), used)
  return [...mapsOf(schema, path)].flatMap(([map, where]) => {
    const seen = view(map)
    if (seen.kind !== 'object') return []
    return [...seen.shape].filter(([, inner]) => !used.has(inner)).map(([key]) => `${where}.${key}`)
  })
}

const yamlIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((f) => f.endsWith('.yaml'))
    .map((f) => join(folder, f))

/** The scenarios here, over the folders of the library. */
const library = {
  ...Object.fromEntries(
    [
      ...yamlIn(SCENARIOS),
      ...yamlIn(join(ROOT, 'scenarios/base')),
      join(ROOT, 'test/fixtures/opendrive/e6mini.xodr'),
    ].map((file) => [file.slice(ROOT.length + 1), readFileSync(file, 'utf8')]),
  ),
  ...Object.fromEntries(
    ['electric.yaml', 'plain.yaml', 'tyres/plain.yaml'].map((f) => [
      `vehicles/${f}`,
      readFileSync(join(SCENARIOS, 'vehicles', f), 'utf8'),
    ]),
  ),
}

describe('keys of the language', () => {
  for (const file of yamlIn(SCENARIOS))
    it(`${file.slice(SCENARIOS.length + 1)} loads without a word, and samples`, () => {
      const path = file.slice(ROOT.length + 1)
      if (path.includes('/part-')) return
      const { scenario, diagnostics } = loadScenarioFrom(memory(library), path, { library: 'scenarios' })
      expect(formatDiagnostics(diagnostics)).to.equal('')
      expect(sampleScenario(scenario!).actors.length).to.be.greaterThan(0)
    })

  it('are all used by a scenario that a test loads', () => {
    const files = [
      ...yamlIn(SCENARIOS),
      ...yamlIn(join(ROOT, 'scenarios')),
      ...yamlIn(join(ROOT, 'scenarios/base')),
    ]
    const unused = unusedOf(scenarioSchema, 'scenario', files)
    expect(unused, unused.join('\n')).to.have.length(0)
  })

  it('of vehicles and tyres are all used by the library or a fixture', () => {
    const vehicles = [...yamlIn(join(ROOT, 'vehicles')), ...yamlIn(join(SCENARIOS, 'vehicles'))]
    const tyres = [...yamlIn(join(ROOT, 'vehicles/tyres')), ...yamlIn(join(SCENARIOS, 'vehicles/tyres'))]
    expect(unusedOf(vehicleSchema, 'vehicle', vehicles)).to.deep.equal([])
    expect(unusedOf(tyreSchema, 'tyres', tyres)).to.deep.equal([])
  })

  it('of sensors are all used by the library or a fixture, and those load', () => {
    const own = yamlIn(join(SCENARIOS, 'vehicles/sensors'))
    for (const file of own)
      expect(formatDiagnostics(checkPart(disk, file, 'sensor', join(ROOT, 'vehicles')))).to.equal('')
    const files = [...yamlIn(join(ROOT, 'vehicles/sensors')), ...own]
    expect(unusedOf(sensorSchema, 'sensor', files)).to.deep.equal([])
  })

  it('of people, animals and objects are all used by the library or a fixture', () => {
    const shelf = (name: string): string[] => yamlIn(join(ROOT, 'vehicles', name))
    const own = (name: string): string[] => yamlIn(join(SCENARIOS, 'vehicles', name))
    const walkers = [...shelf('people'), ...shelf('animals'), ...own('people')]
    expect(unusedOf(walkerSchema, 'walker', walkers)).to.deep.equal([])
    expect(unusedOf(objectSchema, 'object', [...shelf('objects'), ...own('objects')])).to.deep.equal([])
  })
})
