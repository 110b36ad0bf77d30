/** The page of a self-contained replay (src/export/replay): unpacks its run and shows it. `BABYLON` is there already. */
import { render } from 'preact'
import type { ReplayRecord } from '../../src/export/index.ts'
import { App } from './app.tsx'
import { openTape } from './tape.ts'
import './page.css'

const inflate = async (element: Element): Promise<Uint8Array> => {
  const packed = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0))
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(plain).arrayBuffer())
}

const show = async (): Promise<void> => {
  const record = JSON.parse(
    new TextDecoder().decode(await inflate(document.getElementById('record')!)),
  ) as ReplayRecord
  const stretches = await Promise.all([...document.querySelectorAll('script.states')].map(inflate))
  const app = document.getElementById('app')!
  app.replaceChildren()
  render(<App record={record} tape={openTape(record.layout, stretches)} />, app)
}

show().catch((error: unknown) => {
  document.getElementById('app')!.textContent =
    `This replay cannot be shown: ${error instanceof Error ? error.message : String(error)}`
})
