/** docs/tutorial.md: its scenarios load without a word, and its commands are commands that there are. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { register as check } from '../../src/cli/check.ts'
import { register as exportRun } from '../../src/cli/export.ts'
import { register as list } from '../../src/cli/list.ts'
import { register as run } from '../../src/cli/run.ts'
import { register as schema } from '../../src/cli/schema.ts'
import { register as serve } from '../../src/cli/serve.ts'
import { register as sweep } from '../../src/cli/sweep.ts'
import { formatDiagnostics, planSweep, sampleScenario } from '../../src/scenario/index.ts'
import { run as simulateRun } from '../../src/run/index.ts'
import { load, ROOT } from './memory.ts'

const page = readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((m) => m[1])

/** Words of a command line; what stands in quotes is one. */
const words = (line: string): string[] => [...line.matchAll(/"([^"]*)"|\S+/g)].map((m) => m.at(1) ?? m[0])

describe('docs/tutorial.md', () => {
  it('has scenarios that load without a word, and a sweep that can be made', () => {
    const yaml = blocks('yaml')
    expect(yaml).to.have.length(2)
    for (const text of yaml) {
      const { scenario, diagnostics } = load(text)
      expect(formatDiagnostics(diagnostics)).to.equal('')
      expect(sampleScenario(scenario!, 3).actors[0].id).to.equal('ego')
    }
    const { scenario } = load(yaml[1])
    expect(planSweep(scenario!, scenario!.sweep, 1).runs).to.have.length(12)
    expect(load(yaml[1], { mu: '0.15', gap: '22 m', v: '21 m/s' }).diagnostics).to.deep.equal([])
  })

  it('comes to the collision that it promises for seed 3', async () => {
    const { scenario } = load(blocks('yaml')[1])
    const { outcome } = await simulateRun(sampleScenario(scenario!, 3))
    expect(outcome.class).to.equal('collision')
  }).timeout(180_000)

  it('is told the mistake that it shows', () => {
    const [error] = load(blocks('yaml')[0].replace('speed: 17 m/s', 'speed: 17')).diagnostics
    expect(error.code).to.equal('missing-unit')
  })

  it('has commands with options that there are', async () => {
    const lines = blocks('sh').flatMap((block) => block.trim().split('\n'))
    expect(lines.length).to.be.greaterThan(6)
    for (const line of lines) {
      const [node, bin, ...rest] = words(line)
      expect([node, bin]).to.deep.equal(['node', 'bin/nearmiss.js'])
      const program = new Command('nearmiss').exitOverride()
      for (const register of [check, exportRun, list, run, schema, serve, sweep]) register(program)
      let called = false
      for (const command of program.commands) {
        command.exitOverride().configureOutput({ writeErr: () => undefined })
        command.action(() => void (called = true))
      }
      await program.parseAsync(['node', 'nearmiss', ...rest])
      expect(called, line).to.equal(true)
    }
  })
})
