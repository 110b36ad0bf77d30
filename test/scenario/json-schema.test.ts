/** The JSON Schema that editors read: it takes what the loader takes, and refuses what a schema can see. */
import { Ajv, type ValidateFunction } from 'ajv'
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { jsonSchema, resolvedText } from '../../src/scenario/index.ts'
import { scenarioSchema } from '../../src/scenario/schema/schema.ts'
import { load, memory, ROOT, scenario } from './memory.ts'
import { loadScenarioFrom } from '../../src/scenario/index.ts'

let validate: ValidateFunction
const folder = join(ROOT, 'scenarios')
const files = readdirSync(folder).filter((f) => f.endsWith('.yaml'))
const bases = readdirSync(join(folder, 'base'))

describe('JSON Schema', () => {
  before(() => {
    validate = new Ajv({ allowUnionTypes: true, strictTuples: false }).compile(jsonSchema())
  })

  it('takes every scenario of the library, and the files they build on', () => {
    for (const file of [...files, ...bases.map((b) => `base/${b}`)]) {
      expect(
        validate(parse(readFileSync(join(folder, file), 'utf8'))),
        `${file} ${JSON.stringify(validate.errors, null, 1)}`,
      ).to.equal(true)
    }
  })

  it('refuses what a schema can see', () => {
    const wrong: Record<string, string>[] = [
      { weather: '{snowfal: 8 mm/h}' },
      { weather: '{snowfall: 8 s}' },
      { weather: '{snowfall: 8}' },
      { actors: '{ego: {model: sedan, at: {lane: -1, s: 40}}}' },
      { actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, abs: maybe}}' },
      { actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, driver: {kind: idn}}}' },
      { params: '{v: {unifrom: [3 m, 4 m]}}' },
      { do: '[{ego: {brak: 3 m/s^2}}]' },
      { expect: '[{id: a, nevre: time > 1 s}]' },
      { version: '2' },
    ]
    for (const parts of wrong) expect(validate(parse(scenario(parts))), JSON.stringify(parts)).to.equal(false)
  })

  it('takes every other file of the library as its kind, and refuses what a schema can see', () => {
    const ajv = new Ajv({ allowUnionTypes: true, strictTuples: false })
    const shelves = { vehicle: '', tyre: 'tyres', walker: 'people', object: 'objects' } as const
    for (const [kind, shelf] of Object.entries(shelves) as [keyof typeof shelves, string][]) {
      const fits = ajv.compile(jsonSchema(kind))
      const path = join(ROOT, 'vehicles', shelf)
      const names = readdirSync(path).filter((f) => f.endsWith('.yaml'))
      for (const name of names) {
        const file = parse(readFileSync(join(path, name), 'utf8')) as Record<string, unknown>
        expect(fits(file), `${name} ${JSON.stringify(fits.errors, null, 1)}`).to.equal(true)
        expect(fits({ ...file, masss: '3 kg' }), name).to.equal(false)
      }
    }
    const vehicle = ajv.compile(jsonSchema('vehicle'))
    // What is built on another file needs to say only what differs.
    expect(vehicle(parse('{vehicle: heavy, extends: sedan.yaml, mass: 2400 kg}'))).to.equal(true)
    expect(vehicle(parse('{vehicle: heavy, extends: sedan.yaml, mass: 2400}'))).to.equal(false)
  })

  it('describes keys for hover text', () => {
    const text = JSON.stringify(jsonSchema())
    expect(text).to.include('Peak friction coefficient for the fitted tyre')
    expect(text).to.include('such as 14 m/s or 50 km/h')
  })

  it('is of the same schema as the loader: what loads, zod takes', () => {
    for (const file of files) {
      const library = Object.fromEntries(
        bases.map((b) => [`scenarios/base/${b}`, readFileSync(join(folder, 'base', b), 'utf8')]),
      )
      const path = `scenarios/${file}`
      const { scenario: loaded } = loadScenarioFrom(
        memory({ ...library, [path]: readFileSync(join(folder, file), 'utf8') }),
        path,
      )
      const parsed = scenarioSchema.safeParse(parse(resolvedText(loaded!)))
      expect(parsed.success, parsed.error?.message).to.equal(true)
    }
    // And what the loader refuses for its shape, zod refuses.
    const misshapen: Record<string, string>[] = [
      { weather: '{snowfal: 8 mm/h}' },
      { weather: '{wind: 3}' },
      { road: '{straight: 9 m, lanes: []}' },
    ]
    for (const parts of misshapen) {
      expect(load(scenario(parts)).scenario).to.equal(null)
      expect(scenarioSchema.safeParse(parse(scenario(parts))).success).to.equal(false)
    }
  })
})
