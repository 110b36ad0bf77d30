/** Every mistake of a user's ends with exit 1, its position, a useful sentence, and writes nothing. */
import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearmiss, ROOT, scratchFolder } from './nearmiss.ts'

const source = readFileSync(join(ROOT, 'scenarios/snow-skid-near-collision.yaml'), 'utf8')

/** The scenario with one line changed, and that line's number. */
const broken = (find: RegExp, replace: string): { text: string; line: number } => {
  const match = find.exec(source)
  if (!match) throw new Error(`the scenario has no ${find}`)
  const line = source.slice(0, match.index).split('\n').length
  return { text: source.replace(find, replace), line }
}

describe('mistakes on the command line @slow', function () {
  this.timeout(180_000)
  const dir = scratchFolder()

  const cases: [name: string, find: RegExp, replace: string, says: RegExp][] = [
    ['a misspelt key', /^weather:/m, 'weathr:', /weathr.*weather/s],
    ['a unit of the wrong kind', /visibility: 180 m/, 'visibility: 180 kg', /kg|length/],
    ['an unknown actor', /lead: \{brake/, 'leed: {brake', /leed.*lead/s],
    ['an impossible value', /speed: 9 m\/s/, 'speed: -9 m/s', /-9|negative|at least/],
    ['broken YAML', /^actors:/m, 'actors: [', /./],
  ]
  for (const [name, find, replace, says] of cases)
    it(`tells of ${name}, with its place, and writes nothing`, () => {
      const { text, line } = broken(find, replace)
      const file = join(dir, `${name.replaceAll(' ', '-')}.yaml`)
      writeFileSync(file, text.replaceAll(/extends: /g, `extends: ${join(ROOT, 'scenarios')}/`))
      const out = join(dir, 'out')
      for (const args of [
        ['check', file],
        ['run', file, '--out', out],
        ['export', file, '--format', 'coco', '--out', out],
      ]) {
        const { code, stdout, stderr } = nearmiss(...args)
        expect(code, stderr).to.equal(1)
        expect(stdout).to.equal('')
        const place = /^(.*):(\d+):(\d+): /m.exec(stderr)
        expect(place?.[1], stderr).to.equal(file)
        if (name !== 'broken YAML') expect(Number(place?.[2]), stderr).to.equal(line)
        expect(stderr).to.match(says)
        expect(stderr).not.to.match(/\n\s+at /)
        expect(existsSync(out)).to.equal(false)
      }
    })

  it('refuses to sweep an external driver, who would be needed once a run', () => {
    const file = join(dir, 'external.yaml')
    writeFileSync(
      file,
      'scenario: external\nversion: 1\ntitle: x\nrun: {stop: {after: 1 s}}\nroad: {straight: 100 m}\n' +
        'actors:\n  ego: {model: sedan, at: {lane: -1, s: 20 m}, driver: external}\n',
    )
    const { code, stderr } = nearmiss('sweep', file, '--samples', '2')
    expect(code).to.equal(1)
    expect(stderr).to.match(/^nearmiss: an external driver cannot be swept/m)
  })

  it('tells of a file that is not there', () => {
    const { code, stderr } = nearmiss('run', join(dir, 'nowhere.yaml'))
    expect(code).to.equal(1)
    expect(stderr).to.match(/nowhere\.yaml/)
    expect(stderr).not.to.match(/\n\s+at /)
  })

  it('reports all mistakes of a file at once', () => {
    const file = join(dir, 'three.yaml')
    writeFileSync(
      file,
      source
        .replace(/^weather:/m, 'weathr:')
        .replace(/lead: \{brake/, 'leed: {brake')
        .replace(/gap \/ v_ego/, 'gap / v_eg')
        .replaceAll(/extends: /g, `extends: ${join(ROOT, 'scenarios')}/`),
    )
    const { code, stderr } = nearmiss('check', file)
    expect(code).to.equal(1)
    for (const word of ['weathr', 'leed', 'v_eg']) expect(stderr).to.include(word)
  })

  it('suggests a command, an option and a format', () => {
    expect(nearmiss('exprot').stderr).to.match(/export/)
    expect(nearmiss('run', 'x.yaml', '--sed', '3').stderr).to.match(/--seed/)
    const { code, stderr } = nearmiss(
      'export',
      'snow-skid-near-collision',
      '--format',
      'koko',
      '--out',
      join(dir, 'o'),
    )
    expect(code).to.equal(1)
    expect(stderr).to.match(/koko.*coco/s)
  })

  it('refuses a parameter that the scenario does not have', () => {
    const { code, stderr } = nearmiss('run', 'snow-skid-near-collision', '--set', 'v_eog=20 m/s')
    expect(code).to.equal(1)
    expect(stderr).to.match(/v_eog.*v_ego/s)
  })

  it('left nothing in its folder but the files that the test made', () => {
    expect(readdirSync(dir).filter((name) => !name.endsWith('.yaml'))).to.deep.equal([])
  })
})
