/**
 * Builds what every self-contained replay carries (src/export/replay): the page of client/replay and Babylon, both
 * deflated and in base64. The page takes Babylon from the one bundle `babylonjs`, whatever its sources import.
 * Usage: node bin/build-replay.js <folder>
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [folder] = process.argv.slice(2)

const babylonAsGlobal = {
  name: 'babylon-as-global',
  setup(plan) {
    plan.onResolve({ filter: /^@babylonjs\/core\// }, ({ path }) => ({ path, namespace: 'babylon' }))
    plan.onLoad({ filter: /.*/, namespace: 'babylon' }, () => ({
      contents: 'module.exports = globalThis.BABYLON',
    }))
  },
}

const { outputFiles } = await build({
  entryPoints: [join(root, 'client/replay/main.tsx')],
  outfile: join(folder, 'page.js'),
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  // What stands in a script element must not end it.
  charset: 'ascii',
  plugins: [babylonAsGlobal],
  logLevel: 'warning',
})

mkdirSync(folder, { recursive: true })
const packed = (text) => deflateRawSync(text, { level: 9 }).toString('base64')
const put = (name, text) => writeFileSync(join(folder, name), text)
for (const { path, text } of outputFiles)
  if (path.endsWith('.css')) put('page.css', text)
  else put('page.js.deflate.txt', packed(text))
const babylon = createRequire(import.meta.url).resolve('babylonjs/babylon.js')
put('babylon.js.deflate.txt', packed(readFileSync(babylon, 'utf8')))
