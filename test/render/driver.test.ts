import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appearWhole, cacheFolder } from '../../src/render/node/cache.ts'
import { readTar } from '../../src/render/node/tar.ts'
import { inDrawingProcess } from './in-drawing-process.ts'

const FIND_DRIVER = new URL('./find-driver.ts', import.meta.url)

describe('what the renderer keeps in the cache folder', () => {
  let folder: string
  const saved = { ...process.env }
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nearmiss-test-'))))
  afterEach(() => {
    process.env['XDG_CACHE_HOME'] = saved['XDG_CACHE_HOME'] ?? ''
    process.env['HOME'] = saved['HOME']
    rmSync(folder, { recursive: true, force: true })
  })

  it('goes where XDG says, else below HOME, else where one can write', () => {
    process.env['XDG_CACHE_HOME'] = join(folder, 'xdg')
    expect(cacheFolder()).to.equal(join(folder, 'xdg', 'nearmiss'))
    process.env['XDG_CACHE_HOME'] = ''
    process.env['HOME'] = join(folder, 'home')
    expect(cacheFolder()).to.equal(join(folder, 'home', '.cache', 'nearmiss'))
    // A file stands where the folder would be: not even root can write below it.
    process.env['HOME'] = join(folder, 'file')
    writeFileSync(join(folder, 'file'), '')
    expect(cacheFolder().startsWith(tmpdir())).to.equal(true)
  })

  it('appears whole or not at all', async () => {
    const place = join(folder, 'driver')
    const broken = appearWhole(place, (partial) => {
      writeFileSync(join(partial, 'half'), '')
      throw new Error('cut off')
    })
    expect(await broken.catch((e: unknown) => String(e))).to.equal('Error: cut off')
    expect(readdirSync(folder)).to.deep.equal([])
    await appearWhole(place, (partial) => writeFileSync(join(partial, 'whole'), 'first'))
    await appearWhole(place, (partial) => writeFileSync(join(partial, 'whole'), 'second'))
    expect(readFileSync(join(place, 'whole'), 'utf8')).to.equal('first')
    expect(readdirSync(folder)).to.deep.equal(['driver'])
  })

  it('is read from tar archives, long names and all', () => {
    const long = 'd'.repeat(120)
    mkdirSync(join(folder, long))
    writeFileSync(join(folder, long, 'library.so'), 'x'.repeat(1000))
    const { stdout, status } = spawnSync('tar', ['-C', folder, '-cf', '-', '--format=gnu', long])
    expect(status).to.equal(0)
    const files = [...readTar(stdout)].filter((e) => e.type === '0')
    expect(files.map((e) => [e.path, e.data.length])).to.deep.equal([[`${long}/library.so`, 1000]])
    expect(() => [...readTar(stdout.subarray(0, 1400))]).to.throw('cut off')
  })
})

describe('the driver ladder @slow', function () {
  this.timeout(180_000)

  it('finds SwiftShader in npm with an empty HOME and nothing installed', async () => {
    const home = mkdtempSync(join(tmpdir(), 'nearmiss-home-'))
    const env = { HOME: home, XDG_CACHE_HOME: '', NEARMISS_DRIVER: 'swiftshader' }
    const found = await inDrawingProcess<{ kind: string; name: string; env: Record<string, string> }>(
      FIND_DRIVER,
      env,
    )
    expect(found.kind).to.equal('swiftshader')
    expect(found.name).to.match(/swiftshader/i)
    expect(existsSync(found.env['VK_ICD_FILENAMES'])).to.equal(true)
    expect(found.env['VK_ICD_FILENAMES'].startsWith(home)).to.equal(true)
    rmSync(home, { recursive: true })
  })

  it('says what it knows when it is asked for something else', async () => {
    const { error } = await inDrawingProcess<{ error: string }>(FIND_DRIVER, {
      NEARMISS_DRIVER: 'voodoo',
    })
    expect(error).to.equal("NEARMISS_DRIVER is 'voodoo', expected one of gpu, lavapipe, swiftshader")
  })
})
