#!/usr/bin/env node
/**
 * Builds dist/: the programme by tsc, the dashboard by vite. Into a folder beside it, then renamed, so a
 * build that is cut off never looks finished. `--if-stale`: only when a source is newer than the last build.
 */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const stamp = join(dist, '.built')
const sources = [
  'src',
  'server',
  'client',
  'bench',
  'kernel',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
]

const newest = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((t, name) => Math.max(t, newest(join(path, name))), stat.mtimeMs)
}

/** True when this is a checkout (an installed package has no sources) whose build is missing or old. */
export const isStale = () =>
  existsSync(join(root, 'src')) &&
  (!existsSync(stamp) || sources.some((s) => newest(join(root, s)) > statSync(stamp).mtimeMs))

/** What builds that were killed have left. */
const sweepLeftovers = () => {
  for (const name of readdirSync(root)) {
    const pid = /^dist\.partial-(\d+)/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(root, name), { recursive: true, force: true })
  }
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const step = (name, script, args, env = {}) => {
  const done = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout}${done.stderr}\nnearmiss: building the ${name} failed\n`)
    process.exit(70)
  }
}

/**
 * Makes one file of `check` and all that it needs: an editor calls it at every save, and to find, read and
 * compile a hundred modules takes Node longer than the check itself.
 */
const joinCheck = (folder, { buildSync }) => {
  const joined = join(folder, 'check.cjs')
  buildSync({
    entryPoints: [join(folder, 'check.js')],
    outfile: joined,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    define: { 'import.meta.url': 'importMetaUrl' },
    logLevel: 'warning',
  })
  writeFileSync(
    join(folder, 'check.js'),
    `import { loadQuick } from '../../../bin/quick.js'
export const { register } = loadQuick(new URL('check.cjs', import.meta.url))
`,
  )
  const known = readdirSync(join(root, 'scenarios')).filter((name) => name.endsWith('.yaml'))
  const files = known.slice(0, 3).map((name) => join(root, 'scenarios', name))
  step('check', join(root, 'bin/quick.js'), [joined, 'check', ...files])
}

/**
 * Makes one file of a room. The step reads the physics' constants and calls its functions through the imports of
 * thirty files, which V8 does not fold: as one file it is a third faster. Other rooms are left out.
 */
const joinRoom = (index, { buildSync }) => {
  buildSync({
    entryPoints: [index],
    outfile: index,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    // A room meets others through their index only: the import rule.
    external: readdirSync(dirname(dirname(index)))
      .map((room) => join(dirname(dirname(index)), room, 'index.js'))
      .filter((other) => other !== index),
    logLevel: 'warning',
  })
}

export const build = () => {
  const began = new Date()
  process.stderr.write('nearmiss: building (once; a few seconds) ...\n')
  sweepLeftovers()
  const require = createRequire(join(root, 'package.json'))
  const bin = (pkg, file) => join(dirname(require.resolve(`${pkg}/package.json`)), file)
  const partial = join(root, `dist.partial-${process.pid}`)
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial)
  try {
    step('programme', bin('@typescript/native', 'bin/tsc'), [
      '-p',
      'tsconfig.build.json',
      '--outDir',
      partial,
    ])
    joinRoom(join(partial, 'src/physics/index.js'), require('esbuild'))
    joinCheck(join(partial, 'src/cli'), require('esbuild'))
    step('kernel', bin('assemblyscript', 'bin/asc.js'), [
      ...['kernel/raycast/scene.ts', '--outFile', join(partial, 'kernel/raycast.wasm')],
      ...['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--use', 'abort='],
    ])
    step('dashboard', bin('vite', 'bin/vite.js'), [
      'build',
      '--outDir',
      join(partial, 'client'),
      '--logLevel',
      'warn',
    ])
    step('replay page', join(root, 'bin/build-replay.js'), [join(partial, 'replay')])
    // Stamped with the time the build began: what changed while it ran makes it stale.
    writeFileSync(join(partial, '.built'), '')
    utimesSync(join(partial, '.built'), began, began)
    const old = `${partial}.old`
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(partial, dist)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

if (
  process.argv[1] === fileURLToPath(import.meta.url) &&
  !(process.argv.includes('--if-stale') && !isStale())
)
  build()
