import { readFileSync } from 'node:fs'
import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { expect } from 'chai'
import fc from 'fast-check'
import { completeFrom } from '../../client/editor/complete.ts'
import { explain } from '../../client/editor/explain.ts'
import { whereIn } from '../../client/editor/where.ts'
import { languageOf } from '../../server/language.ts'
import { disk, scenarioFolder, vehicleFolder } from '../../src/scenario/files.ts'

const language = languageOf(disk, vehicleFolder())
const names = { actors: ['ego', 'lead'], parameters: ['v_ego', 'mu'] }
const source = completeFrom(language, () => names)

/** A text and the place in it that `|` marks. */
const placed = (marked: string): { text: string; at: number } => {
  const at = marked.indexOf('|')
  return { text: marked.slice(0, at) + marked.slice(at + 1), at }
}

const completed = (marked: string): string[] => {
  const { text, at } = placed(marked)
  const state = EditorState.create({ doc: text })
  const result = source(new CompletionContext(state, at, true)) as CompletionResult | null
  return result?.options.map((o) => o.label) ?? []
}

const wayTo = (marked: string): string => {
  const { text, at } = placed(marked)
  const { steps, role } = whereIn(text, at)
  return `${role} ${steps.map((s) => s.key).join('/')}`
}

describe('where a place in a text is', () => {
  const cases: readonly (readonly [marked: string, way: string])[] = [
    ['scenario: x\nru|\nrun:\n  seed: 3\n', 'key '],
    ['run:\n  |\n', 'key run'],
    ['run:\n  seed: 3|\n', 'value run/seed'],
    ['run:\n  stop: {after: 22 s, w|}\n', 'key run/stop'],
    ['actors:\n  ego:\n    at: {lane: -1, s: 4|0 m}\n', 'value actors/ego/at/s'],
    ['actors:\n  ego:\n    model: sedan\n    |\n  lead: {model: van}\n', 'key actors/ego'],
    ['do:\n  - id: x\n  - id: y\n    when: ego.s| > 3 m\n', 'value do/1/when'],
    ['expect:\n- id: a\n  |\n', 'key expect/0'],
    ['surface:\n  - {id: snow,\n     |}\n  - {id: b}\n', 'key surface/0'],
    ['params:\n  v: {uniform: [1 m, |2 m]}\n', 'value params/v/uniform/1'],
    ['description: >-\n  the car: | skids\nrun: {}\n', 'none description'],
    ['run: {} # what |\n', 'none '],
    ["where:\n  - 'a: b|'\n", 'value where/0'],
    ['a: {b: {c: [1, {d: |}]}}\n', 'value a/b/c/1/d'],
  ]
  for (const [marked, way] of cases)
    it(`${JSON.stringify(marked)} is ${way}`, () => {
      expect(wayTo(marked)).to.equal(way)
    })

  it('reads any part of any scenario to its end', () => {
    const text = readFileSync(`${scenarioFolder()}/snow-skid-near-collision.yaml`, 'utf8')
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (end, at) => {
        const where = whereIn(text.slice(0, end), Math.min(at, end))
        expect(where.from).to.be.at.most(where.to)
        expect(where.to).to.be.at.most(end)
      }),
      { numRuns: 200 },
    )
  })
})

describe('completion', () => {
  it('offers the keys of the map that are not written yet', () => {
    expect(completed('run:\n  seed: 3\n  |')).to.include('stop').and.not.include('seed')
    expect(completed('weather: {snowfall: 1 mm/h, |}')).to.include('visibility').and.not.include('snowfall')
  })

  it('offers of a union what fits the keys that are written', () => {
    const keys = completed('actors:\n  ego:\n    driver: {kind: idm, |}')
    expect(keys).to.include('reaction').and.not.include('kind')
    const camera = completed('sensors:\n  ego:\n    - {camera: front, |}')
    expect(camera).to.include('fps').and.not.include('threshold')
  })

  it('offers files, road users, parameters, signals and functions by name', () => {
    expect(completed('actors:\n  ego:\n    model: |')).to.include('sedan').and.include('deer')
    expect(completed('actors:\n  ego:\n    speed: |')).to.include('$v_ego')
    expect(completed('do:\n  - when: ego.|')).to.include('slip_angle').and.not.include('ttc')
    expect(completed('do:\n  - when: |')).to.include('ttc').and.include('time')
    expect(completed('do:\n  - id: a\n    |')).to.include('lead')
  })

  it('offers words of an enumeration, and units for a number', () => {
    expect(completed('surface:\n  - {id: a, kind: |}')).to.include('black-ice')
    expect(completed('weather:\n  visibility: 30|'))
      .to.include('30 m')
      .and.include('30 km')
      .and.not.include('$mu')
  })

  it('says nothing in a comment or a description', () => {
    expect(completed('run: {} # see|')).to.deep.equal([])
    expect(completed('description: >-\n  a ca|')).to.deep.equal([])
  })
})

describe('hover help', () => {
  const told = (marked: string): string => {
    const { text, at } = placed(marked)
    const found = explain(language, text, at)
    return found === null ? '' : [found.name, found.kind, ...found.lines].join(' ')
  }

  it('explains keys with their units and bounds', () => {
    expect(told('weather:\n  snow|fall: 8 mm/h')).to.include('Water equivalent').and.include('mm/h')
    expect(told('run:\n  se|ed: 8')).to.include('Left out: 1').and.include('at least 0')
  })

  it('explains signals, functions and what a value may be', () => {
    expect(told('do:\n  - when: ego.slip_an|gle > 3 deg')).to.include('side slip')
    expect(told('do:\n  - when: tt|c(ego, lead) < 3 s')).to.include('time to collision')
    expect(told('surface:\n  - {id: a, kind: pack|ed-snow}')).to.include('black-ice')
  })

  it('says nothing of what it does not know', () => {
    expect(told('nothing-like-|it: 3')).to.equal('')
  })
})
