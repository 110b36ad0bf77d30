/** The commands of the language: check, list and schema. */
import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearmiss, ROOT, scratchFolder } from './nearmiss.ts'

describe('check, list and schema @slow', function () {
  this.timeout(180_000)
  const dir = scratchFolder()

  it('check says that a scenario is right, and how many draws it rejects', () => {
    const { code, stdout, stderr } = nearmiss('check', 'highway-cut-in', 'black-ice-queue')
    expect(stderr).not.to.match(/error|warning/)
    expect(code).to.equal(0)
    expect(stdout).to.match(/^highway-cut-in: ok; \d+ % of draws are rejected, most by 'dx \/ dv >= 2 s'$/m)
    expect(stdout).to.match(/^black-ice-queue: ok$/m)
  })

  it('check --json prints one object, with every mistake of every file', () => {
    const file = join(dir, 'wrong.yaml')
    writeFileSync(file, 'scenario: wrong\nweathr: 3\n')
    const { code, stdout, stderr } = nearmiss('check', '--json', file, 'highway-cut-in')
    expect(code).to.equal(1)
    const { files } = JSON.parse(stdout) as {
      files: { ok: boolean; diagnostics: Record<string, unknown>[] }[]
    }
    expect(files.map((f) => f.ok)).to.deep.equal([false, true])
    expect(files[0].diagnostics.find((d) => d.code === 'unknown-key')).to.include({
      file,
      line: 2,
      column: 1,
      severity: 'error',
      suggestion: 'weather',
    })
    expect(stderr).to.include(`${file}:2:1: error: unknown key 'weathr'`)
  })

  it('check takes vehicles, people and objects as well', () => {
    const child = join(dir, 'heavy.yaml')
    writeFileSync(child, 'vehicle: heavy\nextends: sedan.yaml\nmass: 2400\n')
    const { code, stdout, stderr } = nearmiss('check', join(ROOT, 'vehicles/people/adult.yaml'), child)
    expect(code).to.equal(1)
    expect(stdout).to.match(/adult\.yaml: ok$/m)
    expect(stderr).to.include(`${child}:3:7: error: '2400' has no unit`)
  })

  it('check --resolved prints a file that stands alone', () => {
    const { stdout } = nearmiss('check', '--resolved', 'snow-skid-near-collision')
    const alone = join(dir, 'alone.yaml')
    writeFileSync(alone, stdout)
    expect(stdout).not.to.include('extends')
    expect(nearmiss('check', alone).code).to.equal(0)
    const child = join(dir, 'heavy-alone.yaml')
    writeFileSync(child, 'vehicle: heavy\nextends: sedan.yaml\nmass: 2400 kg\n')
    const { files } = JSON.parse(nearmiss('check', '--resolved', '--json', child).stdout) as {
      files: { ok: boolean; resolved: string }[]
    }
    expect(files[0].resolved)
      .to.match(/^mass: 2400 kg$/m)
      .and.to.include('sedan.yaml:')
  })

  it('list prints the library, for people and for programmes', () => {
    expect(nearmiss('list').stdout).to.match(/^snow-skid-near-collision\n {2}\S.*\n {2}hazard: snow-skid/m)
    const { scenarios } = JSON.parse(nearmiss('list', '--json').stdout) as {
      scenarios: Record<string, unknown>[]
    }
    const cutIn = scenarios.find((s) => s.name === 'highway-cut-in')!
    expect(cutIn).to.include.keys('title', 'description', 'tags', 'parameters', 'diagnostics')
    expect(cutIn).not.to.include.keys('scenario')
  })

  it('schema prints a JSON Schema', () => {
    const schema = JSON.parse(nearmiss('schema').stdout) as { $schema: string; properties: object }
    expect(schema.$schema).to.match(/draft-07/)
    expect(schema.properties).to.include.keys('road', 'actors', 'do')
  })
})
