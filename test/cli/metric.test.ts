import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { nearmiss, ROOT } from './nearmiss.ts'

const INPUT = '{"d": 30, "v1": 25, "v2": 15}'

describe('nearmiss metric', function () {
  this.timeout(360_000)

  it('prints a value with its unit, or as JSON where infinity is a text', () => {
    expect(nearmiss('metric', 'TTC', '--input', INPUT)).to.include({ code: 0, stdout: '3 s\n' })
    const opening = nearmiss('metric', 'ttc', '--input', '{"d": 30, "v1": 15, "v2": 25}', '--json')
    expect(JSON.parse(opening.stdout)).to.deep.include({ value: 'Infinity', unit: 's', valid: true })
  })

  it('reads its inputs from standard input', () => {
    const bin = join(ROOT, 'bin/nearmiss.js')
    const { status, stdout } = spawnSync(process.execPath, [bin, 'metric', 'TTC', '--input', '-'], {
      ...{ cwd: ROOT, encoding: 'utf8', input: INPUT, env: { ...process.env, NODE_OPTIONS: '' } },
    })
    expect([status, stdout]).to.deep.equal([0, '3 s\n'])
  })

  it('lists every measure with its inputs', () => {
    const { code, stdout } = nearmiss('metric', '--list', '--json')
    const { metrics } = JSON.parse(stdout) as { metrics: { name: string; inputs: string[][] }[] }
    expect(code).to.equal(0)
    expect(metrics.find((m) => m.name === 'TTC')?.inputs).to.deep.equal([['d', 'v1', 'v2']])
  })

  it('says what is wrong: an unknown name, a missing input, text that is no JSON', () => {
    for (const [args, said] of [
      [['TTCC', '--input', INPUT], /TTC/],
      [['TTC', '--input', '{"d": 30, "v1": 25, "w2": 15}'], /'v2' is missing/],
      [['TTC', '--input', '{d: 30}'], /no JSON/],
      [['TTC', '--input', '[1]'], /JSON object/],
      [[], /--list/],
    ] as const) {
      const { code, stdout, stderr } = nearmiss('metric', ...args)
      expect([code, stdout]).to.deep.equal([1, ''])
      expect(stderr).to.match(said)
    }
  })
})
