/** Diagnostics of parts that lean on each other - fragments, correlations, story, cover, sweep - and all warnings, each at its place; and that no code goes without a test. */
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatDiagnostics, loadScenarioFrom, type DiagnosticCode } from '../../src/scenario/index.ts'
import { memory, ROOT, scenario, unmark } from './memory.ts'

interface Case {
  readonly what: string
  /** With « » round the mistake, in the scenario or in one of `files`. */
  readonly text: string
  readonly files?: Readonly<Record<string, string>>
  readonly code: DiagnosticCode
  readonly severity?: 'warning'
  readonly says?: RegExp
  readonly suggestion?: string
}

const params = '{v: {uniform: [3 m/s, 4 m/s]}, w: {uniform: [3 m/s, 4 m/s]}, x: {uniform: [3 m/s, 4 m/s]}}'
const where = '["v + w + x > 0 m/s"]'
const drawn = (more: Readonly<Record<string, string>>): string => scenario({ params, where, ...more })
const story = (entry: string): string => scenario({ do: `\n  - ${entry}` })
const crossroads = (entry: string, given = '{}'): string =>
  scenario({
    ...{ params: given, road: '{junction: {kind: x, control: lights}, lanes: [-1, 1]}' },
    actors:
      '{ego: {model: sedan, at: {road: south, lane: -1, s: 40 m}}, lead: {model: van, at: {road: west, lane: -1, s: 40 m}}, walker: {model: adult, at: {road: south, lane: -1, s: 60 m, offset: -3 m}, driver: walk}}',
    do: `\n  - ${entry}`,
  })
const fragment = (more: Readonly<Record<string, string>>): string =>
  scenario({ use: '{old: {model: sedan}, bends: [{straight: 300 m}], part: parts.yaml#bend}', ...more })
const parts = { 'parts.yaml': 'bend:\n  - {straight: 300 m}\n' }

const cases: readonly Case[] = [
  // Fragments
  {
    what: 'a fragment that nobody has named',
    text: fragment({ actors: '{ego: {use: «odl», at: {lane: -1, s: 40 m}}}' }),
    files: parts,
    code: 'unknown-fragment',
    suggestion: 'old',
  },
  {
    what: 'a list where a map is due',
    text: fragment({ actors: '{ego: {use: «bends», model: sedan, at: {lane: -1, s: 40 m}}}' }),
    files: parts,
    code: 'bad-use',
  },
  {
    what: 'a fragment that uses itself',
    text: scenario({ use: '{a: {use: b}, b: {use: «a»}}', weather: '{use: a}' }),
    code: 'bad-use',
  },
  {
    what: 'a part that a file of fragments lacks',
    text: scenario({ use: '{part: «parts.yaml#bent»}', road: '{lanes: [-1, 1], pieces: [{use: part}]}' }),
    files: parts,
    code: 'unknown-fragment',
    suggestion: 'bend',
  },
  {
    what: 'a file of fragments that is not there',
    text: scenario({ use: '{part: «part.yaml»}', weather: '{use: part}' }),
    files: parts,
    code: 'missing-file',
    suggestion: 'parts.yaml',
  },
  {
    what: 'a mistake in a file of fragments',
    text: scenario({ use: '{part: parts.yaml}', weather: '{use: part}' }),
    files: { 'parts.yaml': 'clouds: 0.2\n«snowfal»: 3 mm/h\n' },
    code: 'unknown-key',
    suggestion: 'snowfall',
  },
  {
    what: 'a mistake in a fragment of the file, used twice but told once',
    text: scenario({
      use: '{old: {abs: «onn»}}',
      actors:
        '{ego: {use: old, model: sedan, at: {lane: -1, s: 40 m}}, lead: {use: old, model: van, at: {ahead of: ego, gap: 9 m}}}',
    }),
    code: 'bad-value',
    suggestion: 'on',
  },
  {
    what: 'a fragment that is never used',
    text: scenario({ use: '{«old»: {model: sedan}}' }),
    code: 'unused-fragment',
    severity: 'warning',
  },

  // Parameters
  {
    what: 'a correlation of an unknown parameter',
    text: drawn({ correlate: '[{between: [v, «u»], rank: 0.5}]' }),
    code: 'unknown-parameter',
  },
  {
    what: 'a correlation of a fixed parameter',
    text: scenario({
      params: '{v: 3 m/s, w: {uniform: [3 m/s, 4 m/s]}}',
      where: '["v + w > 0 m/s"]',
      correlate: '[{between: [«v», w], rank: 0.5}]',
    }),
    code: 'bad-value',
    says: /fixed/,
  },
  {
    what: 'a correlation with itself',
    text: drawn({ correlate: '[{between: [v, «v»], rank: 0.5}]' }),
    code: 'bad-value',
  },
  {
    what: 'the same correlation twice',
    text: drawn({ correlate: '[{between: [v, w], rank: 0.5}, {between: [w, «v»], rank: 0.4}]' }),
    code: 'duplicate-key',
  },
  {
    what: 'correlations that contradict each other',
    text: drawn({
      correlate:
        '[{between: [v, w], rank: 0.9}, {between: [w, x], rank: 0.9}, {between: [v, x], «rank»: -0.9}]',
    }),
    code: 'unsatisfiable',
    says: /contradict/,
  },
  {
    what: 'a parameter that is made of one below it',
    text: scenario({ params: '{v: «$w» * 2, w: 3 m/s}', where: '["v > 0 m/s"]' }),
    code: 'unknown-parameter',
    says: /no value yet/,
  },
  {
    what: 'an alias of an anchor that is not there',
    text: scenario({
      actors:
        '{ego: &car {model: sedan, at: {lane: -1, s: 40 m}}, lead: {<<: «*cra», at: {lane: 1, s: 9 m}}}',
    }),
    code: 'unknown-name',
    suggestion: 'car',
  },
  {
    what: "YAML's other word for false",
    text: scenario({ actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, abs: «no»}}' }),
    code: 'bad-value',
    suggestion: 'off',
  },
  {
    what: 'a case that is of no parameter above',
    text: scenario({
      params: '{mu: {cases: [{when: «kind» > 1, of: 0.2}, {of: 0.3}]}}',
      surface: '[{id: a, s: [0 m, 9 m], kind: ice, mu: $mu}]',
    }),
    code: 'unknown-parameter',
  },
  {
    what: 'a parameter that is divided by zero',
    text: scenario({ params: '{«v»: 3 m / 0}', where: '["v < 9 m or v > 1 m"]' }),
    code: 'out-of-range',
    says: /finite/,
  },
  {
    what: 'a part of a mixture that is wrong',
    text: scenario({
      params:
        '{v: {mixture: [{weight: 1, of: {normal: {mean: 3 m/s, sd: «-1 m/s»}}}, {weight: 1, of: {uniform: [3 m/s, 4 m/s]}}]}}',
      where: '["v > 0 m/s"]',
    }),
    code: 'out-of-range',
    says: /standard deviation/,
  },
  {
    what: 'a parameter that is never used',
    text: scenario({ params: '{«v»: 3 m/s}' }),
    code: 'unused-parameter',
    severity: 'warning',
  },

  // Story
  {
    what: 'a patch that is not there',
    text: scenario({
      surface: '[{id: snow, s: [0 m, 9 m], kind: ice}]',
      do: '[{surface: {id: «snwo», mu: 0.2}}]',
    }),
    code: 'unknown-patch',
    suggestion: 'snow',
  },
  {
    what: 'a change of a patch that changes nothing',
    text: scenario({ surface: '[{id: a, s: [0 m, 9 m], kind: ice}]', do: '[{«surface»: {id: a}}]' }),
    code: 'missing-key',
  },
  {
    what: 'a change of weather that changes nothing',
    text: story('{«weather»: {over: 3 s}}'),
    code: 'missing-key',
  },
  {
    what: 'a sensor that is not there',
    text: scenario({
      sensors: '{ego: [{camera: front}]}',
      do: '[{sensors: {fault: mud, on: «ego.frnt»}}]',
    }),
    code: 'unknown-sensor',
    suggestion: 'ego.front',
  },
  {
    what: 'a misspelt fault',
    text: story('{sensors: {fault: «snow-cver», on: ego.front}}'),
    code: 'bad-value',
    suggestion: 'snow-cover',
  },
  {
    what: 'an unknown actor to synchronise with',
    text: story('{ego: {synchronise: 200 m, with: «leed», at: 200 m}}'),
    code: 'unknown-actor',
    suggestion: 'lead',
  },
  {
    what: 'an actor that waits for itself',
    text: story('{ego: {synchronise: 200 m, with: «ego», at: 200 m}}'),
    code: 'bad-value',
  },
  {
    what: 'a path whose times do not rise',
    text: story('{ego: {follow: [{at: 2 s, s: 50 m, t: 0 m}, {at: «1 s», s: 90 m, t: 0 m}]}}'),
    code: 'out-of-range',
  },
  {
    what: 'a path by times and speeds',
    text: story('{ego: {follow: [{at: 2 s, s: 50 m, t: 0 m}, {«speed»: 9 m/s, s: 90 m, t: 0 m}]}}'),
    code: 'bad-value',
  },
  {
    what: 'a mistake in a step within a step',
    text: story('{serial: [{parallel: [{ego: {«brak»: 3 m/s^2}}]}]}'),
    code: 'unknown-key',
    suggestion: 'brake',
  },
  {
    what: 'a misspelt edge',
    text: story('{when: time > 1 s, edge: «risng», ego: {brake: 3 m/s^2}}'),
    code: 'bad-value',
    suggestion: 'rising',
  },
  {
    what: 'a condition that is a number',
    text: story('{when: «ego.brake», ego: {brake: 3 m/s^2}}'),
    code: 'wrong-dimension',
  },

  {
    what: 'a road that is not there',
    text: scenario({
      road: '{junction: {kind: x}, lanes: [-1, 1]}',
      actors: '{ego: {model: sedan, at: {road: «suoth», lane: -1, s: 40 m}}}',
    }),
    code: 'unknown-road',
    suggestion: 'south',
  },
  {
    what: 'a route by a road that is not there',
    text: scenario({
      road: '{junction: {kind: x}, lanes: [-1, 1]}',
      actors: '{ego: {model: sedan, at: {road: south, lane: -1, s: 40 m}, route: [«noth»]}}',
    }),
    code: 'unknown-road',
    suggestion: 'north',
  },
  {
    what: 'a route by a road that no way leads to',
    text: scenario({
      road: '{junction: {kind: x, arms: [south, north]}, lanes: [-1, 1]}',
      actors: '{ego: {model: sedan, at: {road: south, lane: -1, s: 40 m}, route: [north, «south»]}}',
    }),
    code: 'unreachable',
  },
  {
    what: 'a route to a lane that is not there',
    text: scenario({
      road: '{junction: {kind: x}, lanes: [-1, 1]}',
      actors:
        '{ego: {model: sedan, at: {road: south, lane: -1, s: 40 m}, route: {to: {road: north, lane: «3», s: 9 m}}}}',
    }),
    code: 'unknown-lane',
  },
  {
    what: 'a route to a place past the end of its road',
    text: scenario({
      road: '{junction: {kind: x}, lanes: [-1, 1]}',
      actors:
        '{ego: {model: sedan, at: {road: south, lane: -1, s: 40 m}, route: {to: {road: north, lane: 1, s: «900 m»}}}}',
    }),
    code: 'off-road',
  },

  {
    what: 'a path by a road that is not there',
    text: crossroads(
      'ego: {follow: [{s: 40 m, t: -1.75 m, at: 0 s}, {road: «noth», s: 60 m, t: 0 m, at: 2 s}]}',
    ),
    code: 'unknown-road',
    suggestion: 'north',
  },
  {
    what: 'a place to be together on a road that is not there',
    text: crossroads('ego: {synchronise: 90 m, road: «suoth», with: lead, at: 90 m}'),
    code: 'unknown-road',
    suggestion: 'south',
  },
  {
    what: 'a place of the other one on a road that is not there',
    text: crossroads('ego: {synchronise: 90 m, with: lead, at: 90 m, on: «wst»}'),
    code: 'unknown-road',
    suggestion: 'west',
  },
  {
    what: 'a walk to a road that is not there, deep in a story',
    text: crossroads('serial: [{parallel: [{walker: {walk: {road: «esat», lane: 1, s: 40 m}}}]}]'),
    code: 'unknown-road',
    suggestion: 'east',
  },
  {
    what: 'a walk to a lane that its road does not have',
    text: crossroads('walker: {walk: {road: east, lane: «3», s: 40 m}}'),
    code: 'unknown-lane',
    says: /'east'/,
  },
  {
    what: 'a change to a lane that no road has',
    text: crossroads('ego: {lane-change: «-4»}'),
    code: 'unknown-lane',
  },
  {
    what: 'a road that is not there, in a condition',
    text: crossroads("{when: ego.road == '«nroth»', ego: {brake: 3 m/s^2}}"),
    code: 'unknown-road',
    suggestion: 'north',
  },
  {
    what: 'a road that is not there, in the end of an action',
    text: crossroads("ego: {brake: 3 m/s^2, until: not road != '«noth»'}"),
    code: 'unknown-road',
    suggestion: 'north',
  },
  {
    what: 'a road without quotes',
    text: crossroads('{when: ego.road == «north», ego: {brake: 3 m/s^2}}'),
    code: 'bad-expression',
    says: /quotes/,
  },
  {
    what: 'a traffic light that is not there, in a condition',
    text: crossroads("{when: time > 1 s and light('«light-suth»') == 'red', ego: {brake: 3 m/s^2}}"),
    code: 'unknown-light',
    suggestion: 'light-south',
  },
  {
    what: 'a traffic light that is not there, in a parameter',
    text: crossroads(
      "{when: light(«$which») == 'red', ego: {brake: 3 m/s^2}}",
      '{which: {choice: [light-noth, light-suth]}}',
    ),
    code: 'unknown-light',
  },
  {
    what: 'what a traffic light never shows',
    text: crossroads("{when: light('light-south') != '«gren»', ego: {brake: 3 m/s^2}}"),
    code: 'bad-value',
    suggestion: 'green',
  },
  {
    what: 'a traffic light without a name',
    text: crossroads("{when: «light()» == 'red', ego: {brake: 3 m/s^2}}"),
    code: 'bad-expression',
  },
  {
    what: 'a traffic light named by a number',
    text: crossroads("{when: light(«7») == 'red', ego: {brake: 3 m/s^2}}"),
    code: 'bad-expression',
  },
  {
    what: 'a traffic light named by a quantity',
    text: crossroads("{when: light(«$which») == 'red', ego: {brake: 3 m/s^2}}", '{which: 3 m}'),
    code: 'wrong-type',
  },
  {
    what: 'a traffic light where nothing can change yet',
    text: scenario({ where: `["«light»('light-south') == 'red'"]` }),
    code: 'unknown-name',
  },
  {
    what: 'a traffic light that is not there to be set',
    text: crossroads('lights: {signal: [light-south, «light-noth»], shows: red}'),
    code: 'unknown-light',
    suggestion: 'light-north',
  },
  {
    what: 'a traffic light to be set on a road that has none',
    text: story('lights: {signal: «light-1a», shows: red}'),
    code: 'unknown-light',
    says: /light-1a/,
  },
  {
    what: 'a colour that traffic lights do not have',
    text: crossroads('lights: {signal: all, shows: «blue»}'),
    code: 'bad-value',
  },

  {
    what: 'a mistake in a map that can be read all the same',
    text: scenario({ road: '{opendrive: m.xodr}' }),
    files: {
      'm.xodr': `<?xml version="1.0"?>\n<OpenDRIVE>\n<header revMajor="1" revMinor="7"/>\n<road id="1" length="400" junction="-1">
<planView><geometry s="0" x="0" y="0" hdg="0" length="400"><line/></geometry></planView>
<lanes>«<laneSection» s="0"><center><lane id="0" type="none"/></center><right>
<lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
<lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
</right></laneSection></lanes></road>\n</OpenDRIVE>\n`,
    },
    code: 'map-doubt',
    severity: 'warning',
  },

  // Warnings about the run
  {
    what: 'a trigger beyond the end of the run',
    text: scenario({
      do: '[{when: time > 1 s, ego: {brake: 3 m/s^2}}, {when: «time > 11 s», ego: {brake: 3 m/s^2}}]',
    }),
    code: 'never-true',
    severity: 'warning',
    says: /ends after 10 s/,
  },
  {
    what: 'a trigger beyond the end of the road',
    text: story('{when: «ego.s > 600 m», ego: {brake: 3 m/s^2}}'),
    code: 'never-true',
    severity: 'warning',
    says: /road ends at 500 m/,
  },
  {
    what: 'a trigger on a lane that the road lacks',
    text: story('{when: «ego.lane == 3», ego: {brake: 3 m/s^2}}'),
    code: 'never-true',
    severity: 'warning',
    says: /no such lane/,
  },
  {
    what: 'a trigger on an actor that never appears',
    text: scenario({
      actors:
        '{ego: {model: sedan, at: {lane: -1, s: 40 m}}, ghost: {model: van, at: {lane: 1, s: 90 m}, present: false}}',
      do: `[{when: «"collision(ego, ghost)"», ego: {brake: 3 m/s^2}}]`,
    }),
    code: 'never-true',
    severity: 'warning',
    says: /never appears/,
  },
  {
    what: 'a trigger that no value of a parameter lets fire',
    text: scenario({
      params: '{v: {uniform: [-4 m/s, -3 m/s]}}',
      do: '[{when: «ego.speed < $v», ego: {brake: 3 m/s^2}}]',
    }),
    code: 'never-true',
    severity: 'warning',
  },
  {
    what: 'an edge of what is always true',
    text: story('{when: «ego.speed >= 0 m/s», edge: rising, ego: {brake: 3 m/s^2}}'),
    code: 'never-true',
    severity: 'warning',
  },
  {
    what: 'an expectation that cannot come true',
    text: scenario({ expect: '[{id: a, eventually: «ego.throttle > 2»}]' }),
    code: 'never-true',
    severity: 'warning',
  },
  {
    what: 'a run that ends before its story begins',
    text: scenario({ run: '{stop: {after: «10 s»}}', do: '[{when: time > 11 s, ego: {brake: 3 m/s^2}}]' }),
    code: 'stops-too-early',
    severity: 'warning',
  },
  {
    what: 'a vehicle beside the road',
    text: scenario({ actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m, offset: «-9 m»}}}' }),
    code: 'off-road',
    severity: 'warning',
  },

  // Cover and sweep
  {
    what: 'a cover of nothing',
    text: scenario({ cover: '{«min_tcc»: [0 s, 1 s]}' }),
    code: 'unknown-parameter',
    suggestion: 'min_ttc',
  },
  { what: 'edges without units', text: scenario({ cover: '{min_ttc: [«0», 1 s]}' }), code: 'missing-unit' },
  {
    what: 'edges of another kind',
    text: scenario({ cover: '{min_ttc: [0 s, «1 m»]}' }),
    code: 'wrong-dimension',
  },
  {
    what: 'edges that do not rise',
    text: scenario({ cover: '{min_ttc: [1 s, «1 s»]}' }),
    code: 'out-of-range',
  },
  { what: 'bins without bounds', text: scenario({ cover: '{min_ttc: «5 bins»}' }), code: 'bad-value' },
  { what: 'all values of a number', text: scenario({ cover: '{min_ttc: «all»}' }), code: 'bad-value' },
  { what: 'a word for bins', text: drawn({ cover: '{v: «some bins»}' }), code: 'bad-value' },
  {
    what: 'an unknown sampler',
    text: scenario({ sweep: '{sampler: «haltn»}' }),
    code: 'bad-value',
    suggestion: 'halton',
  },
  { what: 'a grid without levels', text: scenario({ sweep: '{«sampler»: grid}' }), code: 'missing-key' },
  { what: 'levels without a grid', text: drawn({ sweep: '{«levels»: {v: 3}}' }), code: 'bad-value' },
  {
    what: 'levels of an unknown parameter',
    text: drawn({ sweep: '{sampler: grid, levels: {«vv»: 3}}' }),
    code: 'unknown-parameter',
    suggestion: 'v',
  },
]

describe('places of diagnostics', () => {
  for (const { what, text, files = {}, code, severity = 'error', says, suggestion } of cases) {
    it(`says where there is ${what}`, () => {
      const texts = Object.entries({ 'test.yaml': text, ...files })
      const [file, marked] = texts.find(([, t]) => t.includes('«'))!
      const { text: plain, line, column, length } = unmark(marked)
      const all = memory(Object.fromEntries(texts.map(([f, t]) => [f, f === file ? plain : t])))
      const { scenario: loaded, diagnostics } = loadScenarioFrom(all, 'test.yaml')
      const shown = formatDiagnostics(diagnostics)
      const of = diagnostics.filter((d) => d.severity === severity)
      expect(
        of.map((d) => `${d.file}:${d.line}:${d.column} ${d.code}`),
        shown,
      ).to.deep.equal([`${file}:${line}:${column} ${code}`])
      expect(of[0].length, shown).to.equal(length)
      if (says) expect(of[0].message).to.match(says)
      if (suggestion !== undefined) expect(of[0].suggestion).to.equal(suggestion)
      expect(loaded === null, shown).to.equal(severity === 'error')
    })
  }

  it('is tested for every code', () => {
    const source = readFileSync(join(ROOT, 'src/scenario/diagnostics.ts'), 'utf8')
    const [union] = /type DiagnosticCode =[\s\S]*?\n\n/.exec(source)!
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map((m) => m[1])
    expect(codes.length).to.be.greaterThan(30)
    // The tests of maps are the road room's.
    const tests = ['test/scenario', 'test/road'].flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((f) => f.endsWith('.test.ts'))
        .map((f) => readFileSync(join(ROOT, folder, f), 'utf8')),
    )
    const missing = codes.filter(
      (code) => !tests.some((t) => t.includes(`'${code}'`) || t.includes(` ${code}'`)),
    )
    expect(missing).to.deep.equal([])
  })
})
