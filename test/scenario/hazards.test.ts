/** What YAML can do to a reader: an error or a bounded result, never a hang, never a stack trace. */
import { expect } from 'chai'
import { load, scenario } from './memory.ts'

/** Loads within two seconds, and gives `line:column code` of the errors. */
const errorsOf = (text: string): string[] => {
  const began = performance.now()
  const { diagnostics } = load(text)
  expect(performance.now() - began).to.be.below(2000)
  return diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.line}:${d.column} ${d.code}`)
}

describe('hazards of YAML', () => {
  it('duplicate keys are errors at the second one', () => {
    expect(errorsOf(`${scenario()}title: Again\n`)).to.deep.equal(['7:1 duplicate-key'])
    expect(errorsOf(scenario({ weather: '{clouds: 0.1, clouds: 0.2}' }))).to.deep.equal([
      '7:24 duplicate-key',
    ])
  })

  it('anchors and merges are read, and mistakes in them found at the anchor', () => {
    const anchored = (clouds: string): string =>
      scenario({ tags: `&t {a: b}`, weather: `&w {clouds: ${clouds}}` }) +
      'surface:\n  - &p {id: a, s: [0 m, 9 m], kind: ice, mu: 0.2}\n  - {<<: *p, id: b}\n'
    expect(errorsOf(anchored('0.2'))).to.deep.equal([])
    expect(errorsOf(anchored('0.2').replace('mu: 0.2', 'mu: 20'))).to.deep.equal(['10:46 out-of-range'])
    expect(errorsOf(scenario({ weather: '{<<: 3}' }))).to.deep.equal(['7:15 wrong-type'])
    expect(errorsOf(scenario({ weather: '*nobody' })).length).to.be.greaterThan(0)
  })

  it('a billion laughs are counted and refused', () => {
    const laughs = Array.from(
      { length: 12 },
      (_, i) =>
        `  l${i}: &l${i} [${Array.from({ length: 10 }, () => (i === 0 ? 'ha' : `*l${i - 1}`)).join(', ')}]`,
    )
    expect(errorsOf(`${scenario()}tags:\n${laughs.join('\n')}\n`).map((e) => e.split(' ')[1])).to.include(
      'too-many-nodes',
    )
  })

  it('a billion laughs of fragments are counted and refused', () => {
    const uses = Array.from({ length: 14 }, (_, i) => {
      const inner = Array.from({ length: 8 }, (_, k) => `k${k}: {use: f${i + 1}}`).join(', ')
      return `  f${i}: {${i === 13 ? 'a: 1' : inner}}`
    })
    const errors = errorsOf(`${scenario({ weather: '{use: f0}' })}use:\n${uses.join('\n')}\n`)
    expect(errors.map((e) => e.split(' ')[1])).to.include('too-many-nodes')
  })

  it('ten megabytes are refused unread', () => {
    expect(errorsOf(`${scenario()}description: ${'x'.repeat(10 * 1024 * 1024)}\n`)).to.deep.equal([
      '1:1 file-too-large',
    ])
  })

  it('deep nesting is refused, in brackets and by indentation', () => {
    for (const text of [
      `tags: ${'['.repeat(100_000)}`,
      `tags: ${'{a: '.repeat(20_000)}`,
      `tags:\n${Array.from({ length: 300 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}\n`,
      `tags: ${'- '.repeat(30_000)}a`,
    ])
      expect(errorsOf(text).map((e) => e.split(' ')[1])).to.satisfy(
        (codes: string[]) => codes.includes('too-deep') || codes.includes('yaml-syntax'),
      )
  })

  it('no number is not finite', () => {
    for (const value of ['.nan', '.inf', '-.inf', '1e999', '-1e999']) {
      const ego = (speed: string) =>
        scenario({ actors: `{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: ${speed}}}` })
      expect(errorsOf(ego(value)), value).to.have.length(1)
      expect(errorsOf(ego(`${value} m/s`)), `${value} m/s`).to.have.length(1)
      expect(errorsOf(scenario({ run: `{seed: ${value}, stop: {after: 9 s}}` })), value).to.have.length(1)
    }
    expect(
      errorsOf(scenario({ params: '{v: 1 m/s / 0}', where: '["v < 1 m/s"]' })),
    ).to.have.length.of.at.least(1)
  })

  it('Norway stays a word: no, off, on, yes, y and 1:30 are what they say', () => {
    const ego = (rest: string): string =>
      scenario({ actors: `{ego: {model: sedan, at: {lane: -1, s: 40 m}, ${rest}}}` })
    expect(errorsOf(ego('abs: off, esc: on'))).to.deep.equal([])
    expect(errorsOf(scenario({ tags: '{country: no, yes: y, start: 1:30}' }))).to.deep.equal([])
    const { scenario: loaded } = load(scenario({ tags: '{country: no, y: yes, start: "01:30"}' }))
    expect(loaded!.tags).to.deep.equal({ country: ['no'], y: ['yes'], start: ['01:30'] })
    expect(errorsOf(ego('present: no'))).to.deep.equal(['6:64 bad-value'])
    expect(errorsOf(ego('abs: true'))).to.deep.equal(['6:60 bad-value'])
  })
})
