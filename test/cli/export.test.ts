/** The export command from outside: what it leaves when it ends, is cancelled, or is killed. */
import { expect } from 'chai'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { nearmiss, scratchFolder, startNearmiss } from './nearmiss.ts'

const SMALL = ['--size', '160x90', '--seed', '7']

/** Waits until a picture is written below a folder of `dir` whose name starts so. */
const untilPicture = async (dir: string, start: string): Promise<void> => {
  for (let i = 0; i < 1200; i++) {
    const names = readdirSync(dir, { recursive: true }).map(String)
    if (names.some((name) => name.startsWith(start) && name.endsWith('.jpg'))) return
    await pause(100)
  }
  throw new Error(`no picture came below ${start}`)
}

describe('nearmiss export @slow', function () {
  this.timeout(180000)
  const dir = scratchFolder()

  it('writes as many frames as asked for, in every format, and the same bytes again', () => {
    const write = (name: string): string => {
      const out = join(dir, name)
      const { code, stderr } = nearmiss(
        ...[
          'export',
          'snow-skid-near-collision',
          '--format',
          'coco,raw',
          '--frames',
          '3',
          '--from',
          '7',
          ...SMALL,
        ],
        ...['--out', out],
      )
      expect(code, stderr).to.equal(0)
      return out
    }
    const first = write('first')
    const second = write('second')
    const files = readdirSync(first, { recursive: true, withFileTypes: true })
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name).slice(first.length))
    const coco = JSON.parse(readFileSync(join(first, 'coco/annotations/instances.json'), 'utf8')) as {
      images: unknown[]
      annotations: { id: number }[]
    }
    expect(coco.images).to.have.length(3)
    expect(coco.annotations.length).to.be.greaterThan(2)
    for (const file of files)
      expect(readFileSync(join(second, file)).equals(readFileSync(join(first, file))), file).to.equal(true)
  })

  it('exports a finished run, and its run.json repeats with the same digest', () => {
    const run = join(dir, 'run')
    const made = nearmiss(
      'run',
      'snow-skid-near-collision',
      '--seed',
      '7',
      '--no-camera',
      '--out',
      run,
      '--json',
    )
    expect(made.code, made.stderr).to.equal(0)
    expect(readdirSync(run).sort()).to.deep.equal(['run.json', 'run.mcap', 'scenario.json', 'states.bin'])
    const { digest } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { digest: string }
    expect((JSON.parse(made.stdout) as { digest: string }).digest).to.equal(digest)
    const out = join(dir, 'of-run')
    const { code, stderr } = nearmiss(
      ...['export', run, '--format', 'coco', '--frames', '1', '--size', '160x90', '--out', out],
    )
    expect(code, stderr).to.equal(0)
    expect(readdirSync(join(out, 'images'), { recursive: true })).not.to.deep.equal([])
  })

  for (const signal of ['SIGKILL', 'SIGINT'] as const)
    it(`leaves nothing that looks finished after ${signal}`, async () => {
      const out = join(dir, `killed-${signal}`)
      const child = startNearmiss(
        'export',
        'snow-skid-near-collision',
        '--format',
        'coco',
        ...SMALL,
        '--out',
        out,
      )
      await untilPicture(dir, `killed-${signal}`)
      child.kill(signal)
      await once(child, 'exit')
      // The process that draws is a child of the killed one: it must end too, and not finish the work.
      await pause(2000)
      const names = readdirSync(dir).filter((name) => name.startsWith(`killed-${signal}`))
      expect(existsSync(out)).to.equal(false)
      for (const name of names) expect(name).to.match(/\.partial-/)
      const written = (): number => readdirSync(dir, { recursive: true }).length
      const before = written()
      await pause(1500)
      expect(written()).to.equal(before)
      if (signal === 'SIGINT') expect(names).to.deep.equal([])
    })

  it('refuses to write over what is there', () => {
    const out = join(dir, 'taken')
    writeFileSync(out, 'mine')
    const { code, stderr } = nearmiss(
      ...['export', 'snow-skid-near-collision', '--format', 'coco', '--frames', '1', ...SMALL, '--out', out],
    )
    expect(code).to.equal(1)
    expect(stderr).to.match(/taken.*exists already/)
    expect(readFileSync(out, 'utf8')).to.equal('mine')
  })
})
