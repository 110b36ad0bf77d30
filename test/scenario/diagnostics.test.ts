/** Every diagnostic of the language, with its exact place, what was expected and what may have been meant. */
import { expect } from 'chai'
import {
  formatDiagnostic,
  formatDiagnostics,
  loadScenarioFrom,
  type DiagnosticCode,
} from '../../src/scenario/index.ts'
import { load, memory, scenario, unmark } from './memory.ts'

interface Case {
  readonly what: string
  /** With « » round the mistake. */
  readonly text: string
  readonly code: DiagnosticCode
  /** A part of the message, of what is expected, and the suggestion. */
  readonly says?: RegExp
  readonly expected?: RegExp
  readonly suggestion?: string
}

const ego = (rest: string): string =>
  scenario({ actors: `{ego: {model: sedan, at: {lane: -1, s: 40 m}${rest}}}` })
const two = (lead: string): string => `{ego: {model: sedan, at: {lane: -1, s: 40 m}}, lead: ${lead}}`
const patch = (rest: string): string => scenario({ surface: `[{id: ice, ${rest}}]` })
const story = (entry: string): string => scenario({ do: `\n  - ${entry}` })
const param = (mu: string): string =>
  scenario({ params: `{mu: ${mu}}`, surface: '[{id: ice, s: [0 m, 9 m], kind: ice, mu: $mu}]' })

const cases: readonly Case[] = [
  // Shape of the file
  { what: 'broken YAML', text: 'scenario: test\nroad: {straight: 500 m«\n»', code: 'yaml-syntax' },
  {
    what: 'a list where a map is due',
    text: scenario({ weather: '«[»1]' }),
    code: 'wrong-type',
    expected: /a map/,
  },
  {
    what: 'a misspelt key',
    text: scenario({ weather: '{«snowfal»: 8 mm/h}' }),
    code: 'unknown-key',
    suggestion: 'snowfall',
  },
  {
    what: 'a misspelt key of the file',
    text: scenario({ '«wether»': '{snowfall: 8 mm/h}' }),
    code: 'unknown-key',
    suggestion: 'weather',
  },
  {
    what: 'a duplicate key',
    text: scenario({ weather: '{clouds: 0.1, «clouds»: 0.2}' }),
    code: 'duplicate-key',
  },
  {
    what: 'a missing key',
    text: scenario({ actors: '{ego: «{»model: sedan}}' }),
    code: 'missing-key',
    says: /'at'/,
  },
  {
    what: 'a road without a length',
    text: scenario({ '«road»': '{lanes: [-1]}', road: '' }).replace(/^road: \n/m, ''),
    code: 'missing-key',
    expected: /straight/,
  },
  {
    what: 'a road with two lengths',
    text: scenario({ road: '{«straight»: 500 m, pieces: [{straight: 500 m}], lanes: [-1]}' }),
    code: 'bad-value',
  },
  {
    what: 'an unknown word',
    text: ego(', abs: «onn»'),
    code: 'bad-value',
    suggestion: 'on',
    expected: /on, off, faulty/,
  },
  {
    what: 'a number out of its range',
    text: scenario({ run: '{seed: «-4», stop: {after: 9 s}}' }),
    code: 'bad-value',
    expected: /whole number/,
  },
  {
    what: 'a list with too few values',
    text: patch('s: «[»3 m], kind: ice'),
    code: 'wrong-type',
    expected: /2 values/,
  },
  {
    what: 'an empty list',
    text: scenario({ road: '{straight: 900 m, lanes: «[»]}' }),
    code: 'bad-value',
    expected: /at least 1/,
  },
  {
    what: 'a bad name',
    text: scenario({ params: '{«v-ego»: 3 m/s}' }),
    code: 'bad-value',
    expected: /letters/,
  },
  { what: 'a colour that is none', text: ego(', paint: «red»'), code: 'bad-value', expected: /#b3202a/ },
  { what: 'a key that is a map', text: 'scenario: test\n«{a: 1}»: 2\n', code: 'wrong-type' },
  {
    what: 'a file to extend that is absolute',
    text: scenario({ extends: '«/etc/passwd»' }),
    code: 'bad-extends',
  },
  {
    what: 'a file that extends itself',
    text: scenario({ extends: '«test.yaml»' }),
    code: 'bad-extends',
    says: /itself/,
  },
  {
    what: 'a file to extend that is not there',
    text: scenario({ extends: '«tset.yaml»' }),
    code: 'missing-file',
    suggestion: 'test.yaml',
  },

  // Units and expressions
  {
    what: 'a bare number where a unit is due',
    text: ego(', speed: «14»'),
    code: 'missing-unit',
    expected: /a speed from 0 m\/s/,
  },
  {
    what: 'a unit of another kind',
    text: ego(', speed: «14 s»'),
    code: 'wrong-dimension',
    says: /a time/,
    expected: /a speed/,
  },
  { what: 'a misspelt unit', text: ego(', speed: 14 «m/sec»'), code: 'unknown-unit', suggestion: 'm/s' },
  { what: 'no number at all', text: ego(', speed: «fast»'), code: 'unknown-name' },
  {
    what: 'a list where a quantity is due',
    text: ego(', speed: «[»14 m/s]'),
    code: 'wrong-type',
    expected: /a speed/,
  },
  { what: 'a broken expression', text: ego(', speed: (3 m/s«»'), code: 'bad-expression', says: /bracket/ },
  {
    what: 'a chained comparison',
    text: story('{when: "1 s < time «<» 2 s", ego: {brake: 3 m/s^2}}'),
    code: 'bad-expression',
    expected: /and/,
  },
  {
    what: 'a single =',
    text: story('{when: "time «=» 2 s", ego: {brake: 3 m/s^2}}'),
    code: 'bad-expression',
    expected: /==/,
  },
  {
    what: 'a comparison of speed and time',
    text: story('{when: "ego.speed > «3 s»", ego: {brake: 3 m/s^2}}'),
    code: 'wrong-dimension',
    says: /a speed and a time/,
  },
  {
    what: 'a comparison with a bare number',
    text: story('{when: "abs(ego.slip_angle) > «5»", ego: {brake: 3 m/s^2}}'),
    code: 'missing-unit',
    expected: /an angle/,
  },
  {
    what: 'a sum of length and time',
    text: scenario({ params: '{g: 30 m, t: 2 s}', where: '["g + «t» > 3 m"]' }),
    code: 'wrong-dimension',
  },
  {
    what: 'a quantity where a condition is due',
    text: story('{when: «ego.speed», ego: {brake: 3 m/s^2}}'),
    code: 'wrong-dimension',
    expected: /condition/,
  },
  { what: 'a condition where a quantity is due', text: ego(', speed: «3 m > 2 m»'), code: 'wrong-type' },
  {
    what: 'a constraint of the wrong dimension',
    text: scenario({ params: '{gap: 30 m, v: 3 m/s}', where: '["gap / v >= «1.5 m»"]' }),
    code: 'wrong-dimension',
    says: /a time and a length/,
  },
  {
    what: 'a signal before the run',
    text: ego(', speed: «lead».speed'),
    code: 'unknown-name',
    says: /fixed before the run/,
  },

  // Names
  {
    what: 'an unknown actor in a condition',
    text: story('{when: «laed».s > 3 m, ego: {brake: 3 m/s^2}}'),
    code: 'unknown-actor',
    suggestion: 'lead',
  },
  {
    what: 'an unknown actor in a function',
    text: story('{when: "ttc(ego, «leed») < 3 s", ego: {brake: 3 m/s^2}}'),
    code: 'unknown-actor',
    suggestion: 'lead',
  },
  {
    what: 'an unknown actor in the story',
    text: story('{when: time > 1 s, «egoo»: {brake: 3 m/s^2}}'),
    code: 'unknown-actor',
    suggestion: 'ego',
  },
  {
    what: 'a misspelt key of a phase',
    text: story('{«wehn»: time > 1 s, ego: {brake: 3 m/s^2}}'),
    code: 'unknown-key',
    suggestion: 'when',
  },
  {
    what: 'an unknown actor in a list of actions',
    text: story('{parallel: [{«leadd»: {brake: 3 m/s^2}}]}'),
    code: 'unknown-actor',
    suggestion: 'lead',
  },
  {
    what: 'an unknown actor with sensors',
    text: scenario({ sensors: '{«ago»: []}' }),
    code: 'unknown-actor',
    suggestion: 'ego',
  },
  {
    what: 'an unknown actor to be placed by',
    text: scenario({ actors: two('{model: van, at: {ahead of: «eggo», gap: 9 m}}') }),
    code: 'unknown-actor',
    suggestion: 'ego',
  },
  {
    what: 'an unknown action',
    text: story('{when: time > 1 s, ego: {«brak»: 3 m/s^2}}'),
    code: 'unknown-key',
    suggestion: 'brake',
  },
  {
    what: 'a key that the action has not',
    text: story('{when: time > 1 s, ego: {brake: 3 m/s^2, «overr»: 3 s}}'),
    code: 'unknown-key',
  },
  {
    what: 'an unknown signal',
    text: story('{when: ego.«sped» > 3 m/s, ego: {brake: 3 m/s^2}}'),
    code: 'unknown-signal',
    suggestion: 'speed',
  },
  {
    what: 'an unknown function',
    text: story('{when: "«tcc»(ego, lead) > 3 s", ego: {brake: 3 m/s^2}}'),
    code: 'unknown-function',
    suggestion: 'ttc',
  },
  {
    what: 'a function with too many arguments',
    text: story('{when: "«abs(1 m, 2 m)» > 3 m", ego: {brake: 3 m/s^2}}'),
    code: 'bad-expression',
  },
  {
    what: 'a function of an actor with itself',
    text: story('{when: "ttc(ego, «ego») > 3 s", ego: {brake: 3 m/s^2}}'),
    code: 'bad-expression',
  },
  {
    what: 'everyone as the first argument',
    text: story('{when: "ttc(«*», ego) > 3 s", ego: {brake: 3 m/s^2}}'),
    code: 'bad-expression',
  },
  {
    what: 'an unknown parameter',
    text: ego(', speed: «$v_ego»'),
    code: 'unknown-parameter',
    expected: /none/,
  },
  {
    what: 'a misspelt parameter',
    text: scenario({ params: '{gap: 30 m}', where: '["«gpa» > 3 m", "gap > 3 m"]' }),
    code: 'unknown-parameter',
    suggestion: 'gap',
  },
  {
    what: 'a parameter without its dollar',
    text: scenario({
      params: '{v: 3 m/s}',
      actors: '{ego: {model: sedan, at: {lane: -1, s: 9 m}, speed: «v»}}',
    }),
    code: 'unknown-name',
    suggestion: '$v',
  },
  {
    what: 'a parameter that uses one below it',
    text: scenario({ params: '{a: «$b» * 2, b: 3 m/s}', where: '["a > 3 m/s"]' }),
    code: 'unknown-parameter',
  },
  {
    what: 'an unknown vehicle',
    text: scenario({ actors: '{ego: {model: «sedna», at: {lane: -1, s: 40 m}}}' }),
    code: 'unknown-model',
    suggestion: 'sedan',
  },
  {
    what: 'an unknown vehicle of a parameter',
    text: scenario({
      params: '{m: {choice: [sedan, «vann»]}}',
      actors: '{ego: {model: $m, at: {lane: -1, s: 40 m}}}',
    }),
    code: 'unknown-model',
    suggestion: 'van',
  },
  { what: 'unknown tyres', text: ego(', tyres: «wintr»'), code: 'unknown-model', suggestion: 'winter' },
  {
    what: 'an unknown set of worn tyres',
    text: ego(', tyres: {set: «sumer», tread: 3 mm}'),
    code: 'unknown-model',
    suggestion: 'summer',
  },
  {
    what: 'tyres in a condition, but which',
    text: ego(', tyres: {«tred»: 3 mm, set: summer}'),
    code: 'unknown-key',
    suggestion: 'tread',
  },
  {
    what: 'tyres without a set',
    text: ego(', tyres: {«tread»: 3 mm}'),
    code: 'unknown-key',
    expected: /set/,
  },
  {
    what: 'a tread deeper than any',
    text: ego(', tyres: {set: summer, tread: «16 cm»}'),
    code: 'out-of-range',
    expected: /25 mm/,
  },
  {
    what: 'a pressure that is a length',
    text: ego(', tyres: {set: summer, pressure: «2.3 m»}'),
    code: 'wrong-dimension',
  },
  {
    what: 'a pressure that bursts',
    text: ego(', tyres: {set: summer, pressure: «80 bar»}'),
    code: 'out-of-range',
    expected: /1200 kPa/,
  },
  {
    what: 'an unknown camera',
    text: scenario({ sensors: '{ego: [{camera: «fornt»}]}' }),
    code: 'unknown-camera',
    suggestion: 'front',
  },
  {
    what: 'a camera twice',
    text: scenario({ sensors: '{ego: [{camera: front}, {camera: «front»}]}' }),
    code: 'duplicate-key',
  },
  {
    what: 'a frame rate off the clock',
    text: scenario({ sensors: '{ego: [{camera: front, fps: «7»}]}' }),
    code: 'bad-value',
    expected: /600/,
  },
  {
    what: 'an id twice',
    text: scenario({ expect: '[{id: a, never: time > 1 s}, {id: «a», never: time > 2 s}]' }),
    code: 'duplicate-key',
  },
  { what: 'an unknown driver', text: ego(', driver: «aebb»'), code: 'bad-value', suggestion: 'aeb' },
  {
    what: 'an unknown kind of driver',
    text: ego(', driver: {kind: «idn»}'),
    code: 'bad-value',
    suggestion: 'idm',
  },
  {
    what: 'an unknown rule of an expectation',
    text: scenario({ expect: '[{id: a, «nevre»: time > 1 s}]' }),
    code: 'unknown-key',
    suggestion: 'never',
  },
  {
    what: 'an unknown distribution',
    text: param('{«unifrom»: [0.1, 0.2]}'),
    code: 'unknown-key',
    suggestion: 'uniform',
  },

  // Impossible values
  {
    what: 'negative friction',
    text: patch('s: [0 m, 9 m], kind: ice, mu: «-0.3»'),
    code: 'out-of-range',
    expected: /0\.01 to 2/,
  },
  { what: 'friction above 2', text: patch('s: [0 m, 9 m], kind: ice, mu: «2.5»'), code: 'out-of-range' },
  { what: 'friction of a parameter above 2', text: param('{uniform: [0.1, «3»]}'), code: 'out-of-range' },
  { what: 'negative friction of a parameter', text: param('{choice: [0.1, «-0.2»]}'), code: 'out-of-range' },
  {
    what: 'friction worked out to more than 2',
    text: scenario({ params: '{mu: 0.5}', surface: '[{id: ice, s: [0 m, 9 m], kind: ice, mu: «$mu * 5»}]' }),
    code: 'out-of-range',
  },
  { what: 'too high a speed', text: ego(', speed: «400 m/s»'), code: 'out-of-range' },
  {
    what: 'a negative gap',
    text: scenario({ actors: two('{model: van, at: {ahead of: ego, gap: «-3 m»}}') }),
    code: 'out-of-range',
  },
  {
    what: 'a temperature below absolute zero',
    text: scenario({ weather: '{temperature: «-300 degC»}' }),
    code: 'out-of-range',
  },
  {
    what: 'bounds in the wrong order',
    text: param('{uniform: [0.3, «0.2»]}'),
    code: 'out-of-range',
    says: /below/,
  },
  {
    what: 'a spread that is not positive',
    text: param('{normal: {mean: 0.3, sd: «0»}, clip: [0.1, 0.5]}'),
    code: 'out-of-range',
    says: /standard deviation/,
  },
  {
    what: 'weights that are all zero',
    text: param('{weighted: [{value: 0.3, weight: «0»}]}'),
    code: 'out-of-range',
    says: /weights/,
  },
  {
    what: 'a cut that leaves nothing',
    text: param('{uniform: [0.1, 0.2]}').replace(
      'uniform: [0.1, 0.2]',
      'normal: {mean: 0.1, sd: 0.001}, truncate: [«1.5», 1.9]',
    ),
    code: 'out-of-range',
    says: /nothing/,
  },
  {
    what: 'values of different kinds',
    text: scenario({ params: '{v: {uniform: [3 m/s, «4 s»]}}', where: '["v > 3 m/s"]' }),
    code: 'wrong-dimension',
    expected: /as before/,
  },
  {
    what: 'a lane that the road lacks',
    text: scenario({ actors: '{ego: {model: sedan, at: {lane: «-2», s: 40 m}}}' }),
    code: 'unknown-lane',
    expected: /-1, 1/,
  },
  {
    what: 'a lane of a patch that the road lacks',
    text: patch('s: [0 m, 9 m], kind: ice, lane: «2»'),
    code: 'unknown-lane',
  },
  {
    what: 'a lane to change to that the road lacks',
    text: story('{ego: {lane-change: «3»}}'),
    code: 'unknown-lane',
  },
  {
    what: 'lanes with a gap',
    text: scenario({
      road: '{straight: 500 m, «lanes»: [-1, 2]}',
      actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}}}',
    }),
    code: 'bad-value',
  },
  {
    what: 'a start beyond the road',
    text: scenario({ actors: '{ego: {model: sedan, at: {lane: -1, s: «640 m»}}}' }),
    code: 'off-road',
    expected: /500/,
  },
  {
    what: 'a relative start beyond the road',
    text: scenario({ actors: two('{model: van, at: {behind: ego, gap: «90 m»}}') }),
    code: 'off-road',
  },
  { what: 'a patch beyond the road', text: patch('s: [«510 m», 520 m], kind: ice'), code: 'off-road' },
  {
    what: 'a patch that ends beyond the road',
    text: patch('s: [490 m, «520 m»], kind: ice'),
    code: 'off-road',
  },
  {
    what: 'a patch that ends before it starts',
    text: patch('s: [40 m, «20 m»], kind: ice'),
    code: 'off-road',
  },
  {
    what: 'two actors in one place',
    text: scenario({
      actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}}, «lead»: {model: van, at: {lane: -1, s: 43 m}}}',
    }),
    code: 'overlap',
  },
  {
    what: 'two actors in one place, on two roads of a junction',
    text: scenario({
      road: '{junction: {kind: x}}',
      actors:
        '{ego: {model: sedan, at: {road: west, lane: -1, s: 119 m}}, «lead»: {model: van, at: {road: west-east, lane: -1, s: 3 m}}}',
    }),
    code: 'overlap',
  },
  {
    what: 'actors placed by each other',
    text: scenario({
      actors:
        '{a: {model: sedan, at: {ahead of: b, gap: 3 m}}, b: {model: van, at: {ahead of: «a», gap: 3 m}}}',
    }),
    code: 'circular-placement',
  },
  {
    what: 'a constraint that nothing meets',
    text: scenario({ params: '{v: {uniform: [3 m/s, 4 m/s]}}', where: '["v > 0 m/s", «"v > 9 m/s"»]' }),
    code: 'unsatisfiable',
    says: /1000 of 1000/,
  },
  {
    what: 'lane and lanes of a patch',
    text: patch('s: [0 m, 9 m], kind: ice, «lane»: -1, lanes: all'),
    code: 'bad-value',
  },
  { what: 'a side without a lane', text: patch('s: [0 m, 9 m], kind: ice, «side»: left'), code: 'bad-value' },
  {
    what: 'a phase in two forms',
    text: scenario({ do: '\n  - «{»ego: {brake: 3 m/s^2}, serial: [{ego: {brake: 3 m/s^2}}]}' }),
    code: 'bad-value',
  },
  {
    what: 'a phase that does nothing',
    text: scenario({ do: '\n  - «{»when: time > 1 s}' }),
    code: 'missing-key',
  },
  {
    what: 'a list of more than 40 levels',
    text: `scenario: ${'['.repeat(40)}«[»${']'.repeat(41)}\n`,
    code: 'too-deep',
  },
]

describe('diagnostics', () => {
  for (const { what, text: marked, code, says, expected, suggestion } of cases) {
    it(`says where there is ${what}`, () => {
      const { text, line, column, length } = unmark(marked)
      const { scenario: loaded, diagnostics } = load(text)
      expect(loaded).to.equal(null)
      const found = diagnostics.filter((d) => d.severity === 'error' && d.code === code)
      expect(
        found.map((d) => `${d.file}:${d.line}:${d.column}`),
        JSON.stringify(diagnostics, null, 1),
      ).to.include(`test.yaml:${line}:${column}`)
      const d = found.find((f) => f.line === line && f.column === column)!
      if (length > 0 && code !== 'yaml-syntax' && code !== 'too-deep') expect(d.length).to.equal(length)
      if (says) expect(d.message).to.match(says)
      if (expected) expect(d.expected).to.match(expected)
      if (suggestion !== undefined) expect(d.suggestion).to.equal(suggestion)
      // One mistake is one message, but for names that what was left out would have used.
      const errors = diagnostics.filter((e) => e.severity === 'error')
      if (code !== 'yaml-syntax' && code !== 'too-deep' && !text.startsWith('scenario: test\n{'))
        expect(errors, formatDiagnostics(errors)).to.have.length(1)
    })
  }

  it('lists the keys that a file lacks at its top', () => {
    const { diagnostics } = load('version: 1\n')
    expect(diagnostics.map((d) => d.message)).to.deep.equal(
      ['scenario', 'title', 'run', 'road', 'actors'].map((key) => `the key '${key}' is missing`),
    )
    expect(diagnostics.every((d) => d.line === 1 && d.column === 1)).to.equal(true)
  })

  it('says that a file is not there, and which may have been meant', () => {
    const { scenario: loaded, diagnostics } = loadScenarioFrom(
      memory({ 'scenarios/skid.yaml': '' }),
      'scenarios/skit.yaml',
    )
    expect(loaded).to.equal(null)
    expect(diagnostics).to.have.length(1)
    expect(diagnostics[0]).to.include({
      code: 'missing-file',
      file: 'scenarios/skit.yaml',
      line: 1,
      column: 1,
      suggestion: 'skid.yaml',
    })
  })

  it('says that a file is empty', () => {
    expect(load('').diagnostics.map((d) => d.code)).to.deep.equal(['yaml-syntax'])
    expect(load('# nothing\n').diagnostics.map((d) => d.code)).to.deep.equal(['yaml-syntax'])
  })

  it('warns of a parameter that is never used, and loads all the same', () => {
    const { text, line, column } = unmark(scenario({ params: '{«v»: 3 m/s}' }))
    const { scenario: loaded, diagnostics } = load(text)
    expect(loaded).not.to.equal(null)
    expect(diagnostics).to.have.length(1)
    expect(diagnostics[0]).to.include({ severity: 'warning', code: 'unused-parameter', line, column })
  })

  it('finds all mistakes of a file in one pass', () => {
    const text = scenario({
      params: '{v: {unifrom: [3 m/s, 4 m/s]}, mu: {uniform: [0.1, 4]}}',
      road: '{straight: 500 m, lanes: [-1, 1], widht: 3 m}',
      surface: '[{id: ice, s: [0 m, 9], kind: icee, mu: $mu}, {id: snow, s: [0 m, 9 m], kind: ice, mu: $mu}]',
      weather: '{snowfall: 8 s, wind: {speed: 4}}',
      actors:
        '{ego: {model: sedna, at: {lane: -1, s: 40 m}, speed: $v}, lead: {model: van, at: {lane: -1, s: 900 m}, paint: red}}',
      do: '[{when: leed.s > 3 s, ego: {brake: 4}}]',
    })
    const codes = load(text).diagnostics.map((d) => `${d.line}:${d.code}`)
    expect(codes).to.deep.equal([
      '5:unknown-key', // widht
      '6:unknown-model', // sedna
      '6:off-road', // s: 900 m
      '6:bad-value', // red
      '7:unknown-key', // unifrom
      '7:out-of-range', // mu up to 4
      '8:missing-unit', // 9
      '8:bad-value', // icee
      '9:wrong-dimension', // 8 s
      '9:missing-unit', // 4
      '10:unknown-actor', // leed
      '10:missing-unit', // brake: 4
    ])
  })

  it('names the file that holds a mistake, through extends', () => {
    const base = 'road: {straight: 500 m, lanes: [-1, 1], shoulder: 1}\nweather: {clouds: 3}\n'
    const files = memory({
      'a/base/b.yaml': base,
      'a/s.yaml': scenario({ extends: 'base/b.yaml', road: '{width: 3.2 m}', weather: '{clouds: 0.5}' }),
    })
    const { diagnostics } = loadScenarioFrom(files, 'a/s.yaml')
    // The wrong cloud cover is overridden, so it is nobody's mistake; the shoulder is not.
    expect(diagnostics.map((d) => `${d.file}:${d.line}:${d.column} ${d.code}`)).to.deep.equal([
      'a/base/b.yaml:1:51 missing-unit',
    ])
  })

  it('names the vehicle file that holds a mistake', () => {
    const van = memory({}).read('vehicles/van.yaml')!
    const files = memory({
      'vehicles/van.yaml': van.replace('mass: 2300 kg', 'mass: 2300').replace('body: van', 'body: vann'),
      'test.yaml': scenario(),
    })
    const { scenario: loaded, diagnostics } = loadScenarioFrom(files, 'test.yaml')
    expect(loaded).to.equal(null)
    const line = (start: string): number => van.split('\n').findIndex((l) => l.startsWith(start)) + 1
    expect(diagnostics.map((d) => `${d.file}:${d.line}:${d.column} ${d.code}`)).to.deep.equal([
      `vehicles/van.yaml:${line('body:')}:7 bad-value`,
      `vehicles/van.yaml:${line('mass:')}:7 missing-unit`,
    ])
  })

  it('places mistakes of --set in what was written there', () => {
    const text = scenario({ params: '{v: 3 m/s}', where: '["v > 1 m/s"]' })
    const places = (set: Record<string, string>): string[] =>
      load(text, set).diagnostics.map(
        (d) => `${d.file}:${d.line}:${d.column} ${d.code} ${d.suggestion ?? ''}`,
      )
    expect(places({ v: '20 mps' })).to.deep.equal(['--set:1:6 unknown-unit m/s'])
    expect(places({ v: '20' })).to.deep.equal(['--set:1:3 missing-unit '])
    expect(places({ v: '20 s' })).to.deep.equal(['--set:1:3 wrong-dimension '])
    expect(places({ vv: '20 m/s' })).to.deep.equal(['--set:1:1 unknown-parameter v'])
    expect(places({ v: '0.5 m/s' })).to.deep.equal(['test.yaml:8:9 unsatisfiable '])
    expect(places({ v: '20 m/s' })).to.deep.equal([])
  })

  it('formats a mistake as file:line:column with a caret under it', () => {
    const { diagnostics } = load(ego(', speed: 14 m/sec'))
    const line = diagnostics[0].excerpt!
    expect(formatDiagnostic(diagnostics[0])).to.equal(
      [
        "test.yaml:6:65: error: 'm/sec' is not a unit; did you mean 'm/s'? [unknown-unit]",
        `  ${line}`,
        `  ${' '.repeat(64)}^^^^^`,
      ].join('\n'),
    )
    expect(formatDiagnostics(diagnostics)).to.match(/\n1 error\n$/)
    expect(formatDiagnostics([])).to.equal('')
  })

  it('shows the part of a long line that matters', () => {
    const { diagnostics } = load(
      scenario({ description: `"${'x'.repeat(300)}" `, tags: `{a: ["${'y'.repeat(400)}"], b: {c: 1}}` }),
    )
    const [, shown, caret] = formatDiagnostic(diagnostics[0]).split('\n')
    expect(shown.length).to.be.lessThan(170)
    expect(shown[caret.indexOf('^')]).to.equal('{')
  })
})
