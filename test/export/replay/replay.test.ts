import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { expect } from 'chai'
import type { ReplayRecord } from '../../../src/export/index.ts'
import { replay } from '../../../src/export/replay/replay.ts'
import {
  packRows,
  readRow,
  rowLayout,
  TICKS_PER_CONTROL,
  unpackRows,
  writeRow,
  type WorldState,
} from '../../../src/world/index.ts'
import { CLIP, describeExporter, TICKS_A_FRAME, writeWhole } from '../../contract/exporter.ts'
import { stateAt } from '../../contract/painted.ts'

const inflated = (base64: string): Buffer => inflateRawSync(Buffer.from(base64, 'base64'))

/** What the page finds in a file. */
const read = async (file: string): Promise<{ html: string; record: ReplayRecord; states: WorldState[] }> => {
  const html = await readFile(file, 'utf8')
  const record = JSON.parse(inflated(/id="record">([^<]*)</.exec(html)![1]).toString()) as ReplayRecord
  const { layout } = record
  const states = [...html.matchAll(/class="states">([^<]*)</g)].flatMap(([, packed]) => {
    const rows = unpackRows(layout, inflated(packed))
    return Array.from({ length: rows.length / layout.size }, (_, i) => readRow(layout, rows, i * layout.size))
  })
  return { html, record, states }
}

const files = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).sort().map((name) => join(folder, name))

const place = (
  { position: [x, y, z] }: WorldState['actors'][number],
  speed: number,
): [number, number, number, number] => [x, y, z, speed].map((v) => Math.round(v * 100)) as never

// A replay has no boxes: it gives back where everybody is and how fast, in cm.
describeExporter({
  exporter: replay,
  readLabels: async (folder) => {
    const all = await Promise.all((await files(folder)).map(read))
    return all.flatMap(({ states }) =>
      states.flatMap(({ tick, actors }) =>
        actors.map((actor) => ({
          frame: tick / TICKS_A_FRAME,
          track: actor.instance,
          visible: place(actor, actor.velocity[0]),
        })),
      ),
    )
  },
  kept: ({ index, state }) =>
    state.actors.map((actor) => ({
      frame: index,
      track: actor.instance,
      visible: place(actor, actor.velocity[0]),
    })),
})

describe('export/replay', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-replay-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('is one file a run, without anything that would be fetched', async () => {
    const clip = { ...CLIP, scenario: { ...CLIP.scenario, title: 'A <b>"wild"</b> & cold road' } }
    await writeWhole(replay, join(dir, 'set'), 4, { clip, each: 2 })
    const [file, ...others] = await files(join(dir, 'set'))
    expect(others).to.deep.equal([])
    const { html, record, states } = await read(file)
    expect(states.map(({ tick }) => tick)).to.deep.equal([0, 1, 2, 3].map((n) => n * TICKS_A_FRAME))
    expect(record).to.include({ outcome: 'near-miss', minTtc: 1.25 })
    expect(record.events).to.deep.equal(CLIP.labels)
    expect(record.caption).to.match(/narrowly misses|from a collision/)
    expect(html).to.include('<title>A &lt;b&gt;&quot;wild&quot;&lt;/b&gt; &amp; cold road')
    expect(html.replace(/<!--.*-->/g, '')).to.not.match(/(src|href)=|url\(|https?:/)
    expect(inflated(/id="babylon">([^<]*)</.exec(html)![1]).toString()).to.include('BABYLON')
  })

  it('is found out when it is cut off or its states do not follow one another', async () => {
    const set = join(dir, 'set')
    await writeWhole(replay, set, 0, {
      each: 1,
      fill: async (writer) => {
        for (let n = 0; n < 3; n++) await writer.state!(stateAt(n * TICKS_PER_CONTROL))
      },
    })
    const faults = async (): Promise<string> => {
      const found: string[] = []
      for await (const fault of replay.verify!(set)) found.push(fault)
      return found.join('; ')
    }
    expect(await faults()).to.equal('')
    const [file] = await files(set)
    const whole = await readFile(file, 'utf8')
    const layout = rowLayout(stateAt(0))
    const row = new Float64Array(layout.size)
    writeRow(stateAt(30), row)
    const late = deflateRawSync(packRows(layout, row)).toString('base64')
    await writeFile(
      file,
      whole.replace('<script type="text/plain" id="babylon">', `<script class="states">${late}</script>$&`),
    )
    expect(await faults()).to.match(/after tick 12 is of tick 30/)
    await writeFile(file, whole.slice(0, -20))
    expect(await faults()).to.match(/cut off/)
  })

  it('lets the script elements hold whatever a scenario says', async () => {
    const description = 'ends </script><script>alert(1)</script> here'
    const clip = { ...CLIP, scenario: { ...CLIP.scenario, description } }
    await writeWhole(replay, join(dir, 'set'), 1, { clip })
    const { html, record } = await read((await files(join(dir, 'set')))[0])
    expect(record.scenario.description).to.equal(description)
    expect(html).to.not.include('alert(1)</script>')
  })
})
