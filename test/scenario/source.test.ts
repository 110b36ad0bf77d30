/** YAML: places, merging, and hostile files. */
import { expect } from 'chai'
import { loadScenarioFrom, resolvedText, sampleScenario } from '../../src/scenario/index.ts'
import { load, memory, scenario } from './memory.ts'

const codes = (text: string): string[] =>
  load(text)
    .diagnostics.filter((d) => d.severity === 'error')
    .map((d) => d.code)

const quickly = <T>(limit: number, what: () => T): T => {
  const start = process.cpuUsage()
  const result = what()
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1e6, 'seconds of CPU').to.be.lessThan(limit)
  return result
}

describe('YAML', () => {
  it('takes anchors, aliases and merge keys', () => {
    const text = scenario({
      weather: '&w {clouds: 0.5, wind: &wind {speed: 4 m/s}}',
      surface: '[&p {id: a, s: [0 m, 9 m], kind: ice}, {<<: *p, id: b, mu: 0.2}]',
      tags: '{x: &list [1, 2], y: *list}',
    })
    const { scenario: loaded, diagnostics } = load(text)
    expect(diagnostics).to.deep.equal([])
    const concrete = sampleScenario(loaded!, 1)
    expect(concrete.surface.map((p) => [p.id, p.kind, p.mu])).to.deep.equal([
      ['a', 'ice', null],
      ['b', 'ice', 0.2],
    ])
    expect(concrete.tags).to.deep.equal({ x: [1, 2], y: [1, 2] })
  })

  it('has no Norway problem: on, off, no and yes are words', () => {
    const { scenario: loaded } = load(
      scenario({
        tags: '{country: no, other: yes, third: on}',
        actors: '{ego: {model: sedan, at: {lane: -1, s: 9 m}, abs: on, esc: off}}',
      }),
    )
    const { tags, actors } = sampleScenario(loaded!, 1)
    expect(tags).to.deep.equal({ country: ['no'], other: ['yes'], third: ['on'] })
    expect([actors[0].abs, actors[0].esc]).to.deep.equal(['on', 'off'])
  })

  it('refuses NaN and infinity', () => {
    for (const value of ['.nan', '.inf', '-.inf', '1e999', '1e999 m/s', '1 m/s / 0'])
      expect(
        load(scenario({ actors: `{ego: {model: sedan, at: {lane: -1, s: 9 m}, speed: ${value}}}` })).scenario,
        value,
      ).to.equal(null)
  })

  it('keeps places in folded, quoted and block texts', () => {
    const at = (when: string): string[] =>
      load(scenario({ do: `\n  - ego: {brake: 3 m/s^2}\n    when: ${when}` })).diagnostics.map(
        (d) => `${d.line}:${d.column}`,
      )
    expect(at('egoo.speed > 1 m/s')).to.deep.equal(['9:11'])
    expect(at('"egoo.speed > 1 m/s"')).to.deep.equal(['9:12'])
    expect(at("'egoo.speed > 1 m/s'")).to.deep.equal(['9:12'])
    // In a folded text an offset means nothing: the text itself is the place.
    expect(at('>-\n      ego.speed > 1 m/s\n      and egoo.speed > 1 m/s')).to.deep.equal(['9:11'])
  })

  it('handles CRLF and a byte order mark', () => {
    expect(load(scenario().replaceAll('\n', '\r\n')).diagnostics).to.deep.equal([])
    expect(load(`\uFEFF${scenario()}`).diagnostics).to.deep.equal([])
  })

  it('bounds a billion laughs', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      )
    expect(quickly(2, () => codes(lines.join('\n')))).to.include('too-many-nodes')
  })

  it('bounds huge files', () => {
    expect(quickly(1, () => codes('x'.repeat(10 * 1024 * 1024)))).to.deep.equal(['file-too-large'])
    expect(quickly(4, () => codes(`tags: {a: [${'1,'.repeat(30_000)}]}`))).to.include('too-many-nodes')
  })

  it('bounds deep nesting, of whatever kind', () => {
    for (const text of [
      '['.repeat(50_000),
      '{a: '.repeat(20_000),
      '- '.repeat(50_000),
      '? '.repeat(50_000),
      `x: ${'['.repeat(100)}${']'.repeat(100)}`,
    ])
      expect(
        quickly(2, () => codes(text)),
        text.slice(0, 9),
      ).to.include('too-deep')
    const stairs = Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')
    expect(quickly(2, () => codes(stairs))).to.include('too-deep')
  })

  it('refuses several documents, tags and odd keys', () => {
    expect(codes('a: 1\n---\nb: 2\n')).to.include('yaml-syntax')
    expect(codes(`${scenario()}tags: !!js/function 'x'\n`)).to.include('yaml-syntax')
    expect(codes(`${scenario()}? [1, 2]\n: 3\n`)).to.include('wrong-type')
    expect(codes(`${scenario()}__proto__: {polluted: true}\n`)).to.deep.equal(['unknown-key'])
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined)
  })
})

describe('extends', () => {
  const base =
    'version: 1\nroad: {straight: 500 m, lanes: [-1, 1], width: 3 m}\nrun: {seed: 3, stop: {after: 9 s}}\nactors: {ego: {model: sedan, at: {lane: -1, s: 9 m}, speed: 9 m/s}}\n'
  const files = memory({
    'a/base/road.yaml': base,
    'a/mid.yaml': 'extends: base/road.yaml\nroad: {lanes: [-2, -1]}\n',
    'a/top.yaml':
      'extends: ./mid.yaml\nscenario: top\ntitle: Top\nactors: {ego: {speed: 12 m/s}, lead: {model: van, at: {ahead of: ego, gap: 9 m}}}\nroad: {one-way: true}\n',
  })

  it('merges maps key by key through several files, and replaces lists', () => {
    const { scenario: loaded, diagnostics } = loadScenarioFrom(files, 'a/top.yaml')
    expect(diagnostics).to.deep.equal([])
    const { road, actors, seed } = sampleScenario(loaded!)
    expect(road).to.deep.include({ lanes: [-2, -1], laneWidth: 3, oneWay: true })
    expect(actors.map((a) => [a.id, a.speed])).to.deep.equal([
      ['ego', 12],
      ['lead', 0],
    ])
    expect(seed).to.equal(3)
  })

  it('resolves to one text that makes the same scenario', () => {
    const { scenario: loaded } = loadScenarioFrom(files, 'a/top.yaml')
    const text = resolvedText(loaded!)
    expect(text).to.match(/^scenario: top/)
    expect(text).to.include('# a/base/road.yaml:2')
    expect(text).not.to.include('extends')
    const again = load(text)
    expect(again.diagnostics).to.deep.equal([])
    expect(sampleScenario(again.scenario!, 8)).to.deep.equal(sampleScenario(loaded!, 8))
  })

  it('finds a file of the library when there is none beside the one that names it', () => {
    const mine = memory({
      'mine/s.yaml': scenario({ extends: 'base/road.yaml', road: '{lanes: [-1, 1]}' }),
      'lib/base/road.yaml': base,
    })
    expect(loadScenarioFrom(mine, 'mine/s.yaml').diagnostics.map((d) => d.code)).to.include('missing-file')
    const { scenario: loaded } = loadScenarioFrom(mine, 'mine/s.yaml', { library: 'lib' })
    expect(sampleScenario(loaded!).road.laneWidth).to.equal(3)
  })

  it('says of a file that is not there that alone, and what else is sure', () => {
    const text = scenario({
      extends: 'base/rurall-two-lane.yaml',
      do: '[{leed: {brake: 3 m/s^2}}]',
      wether: '{}',
    })
      .replace(/^actors: .*\n/m, '')
      .replace(/^road: .*\n/m, '')
    const files = memory({ 'x.yaml': text, 'scenarios/base/rural-two-lane.yaml': '' })
    const { diagnostics } = loadScenarioFrom(files, 'x.yaml', { library: 'scenarios' })
    expect(diagnostics.map((d) => `${d.code} ${d.suggestion}`)).to.have.members([
      'missing-file base/rural-two-lane.yaml',
      'unknown-key weather',
    ])
  })

  it('ends a circle of files', () => {
    const circle = memory({ 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'extends: a.yaml\n' })
    const { diagnostics } = loadScenarioFrom(circle, 'a.yaml')
    expect(diagnostics.find((d) => d.code === 'bad-extends')).to.include({
      file: 'b.yaml',
      line: 1,
      column: 10,
    })
  })

  it('keeps a chain of files short', () => {
    const chain = memory(
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}.yaml`, `extends: f${i + 1}.yaml\n`])),
    )
    expect(loadScenarioFrom(chain, 'f0.yaml').diagnostics.map((d) => d.code)).to.include('bad-extends')
  })
})
