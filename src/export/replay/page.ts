/**
 * The HTML file: what it shows stands in it, deflated and in base64, with Babylon and the page's own programme, so that
 * it opens from a disk without a network. Browsers inflate it themselves (DecompressionStream).
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import type { Appender } from '../append.ts'

/** What is built from client/replay (bin/build-replay.js): the same in every file. */
interface Parts {
  readonly style: string
  /** base64 of deflated scripts. */
  readonly babylon: string
  readonly programme: string
}

let built: Parts | null = null

const parts = (): Parts => {
  // Beside the built programme, or where the sources' build puts it.
  const places = ['../../../replay/', '../../../dist/replay/'] as const
  const folder = places
    .map((place) => new URL(place, import.meta.url))
    .find((url) => existsSync(new URL('page.css', url)))
  if (folder === undefined) throw new Error('replay/page.css is missing: run npm run build')
  const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8')
  return (built ??= {
    style: read('page.css'),
    babylon: read('babylon.js.deflate.txt'),
    programme: read('page.js.deflate.txt'),
  })
}

export const deflated = (data: string | Uint8Array): string =>
  deflateRawSync(data, { level: 9 }).toString('base64')

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Inflates the scripts and runs them in turn; the last one builds the page. */
const LOADER = `(async () => {
  const said = document.getElementById('loading')
  try {
    for (const id of ['babylon', 'programme']) {
      const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0))
      const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
      const script = document.createElement('script')
      script.textContent = await new Response(plain).text()
      document.head.append(script)
    }
  } catch (error) {
    said.textContent = 'This replay needs a browser of 2023 or later: ' + error.message
  }
})()`

/** Everything before the states. */
export const pageHead = async (
  file: Appender,
  { title, text, record }: { title: string; text: string; record: unknown },
): Promise<void> => {
  const { style } = parts()
  await file.write(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<title>${escaped(title)} · Nearmiss</title>
<style>${style}</style>
</head>
<body>
<div id="app"><h1>${escaped(title)}</h1><p>${escaped(text)}</p><p id="loading">Unpacking…</p></div>
<noscript>This replay is drawn by JavaScript; please allow it for this file.</noscript>
<script type="text/plain" id="record">${deflated(JSON.stringify(record))}</script>
`)
}

/** One stretch of packed states. */
export const pageStates = (file: Appender, packed: Uint8Array): Promise<void> =>
  file.write(`<script type="text/plain" class="states">${deflated(packed)}</script>\n`)

export const pageEnd = async (file: Appender): Promise<void> => {
  const { babylon, programme } = parts()
  await file.write(`<!-- Babylon.js, https://www.babylonjs.com, Apache License 2.0 -->
<script type="text/plain" id="babylon">${babylon}</script>
<script type="text/plain" id="programme">${programme}</script>
<script>${LOADER}</script>
</body>
</html>
`)
}
