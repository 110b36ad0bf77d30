/** The rules of replays: every file is whole, its states follow one another, and its events lie in the run and are its actors'. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { TICKS_PER_CONTROL, unpackRows } from '../../world/index.ts'
import type { ReplayRecord } from './record.ts'

export async function* verifyReplays(folder: string): AsyncGenerator<string, void, void> {
  for (const name of (await readdir(folder)).sort()) {
    if (!name.endsWith('.html')) continue
    try {
      for (const fault of faultsOf(await readFile(join(folder, name), 'utf8'))) yield `${name}: ${fault}`
    } catch (error) {
      yield `${name}: it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}

const inflated = (base64: string): Buffer => inflateRawSync(Buffer.from(base64, 'base64'))

const faultsOf = (html: string): string[] => {
  const head = /id="record">([^<]*)</.exec(html)
  if (head === null || !html.endsWith('</html>\n')) return ['it is cut off']
  const { layout, scenario, events } = JSON.parse(inflated(head[1]).toString()) as ReplayRecord
  const faults: string[] = []
  let last: number | null = null
  for (const [, packed] of html.matchAll(/class="states">([^<]*)</g)) {
    const rows = unpackRows(layout, inflated(packed))
    for (let at = 0; at < rows.length; at += layout.size) {
      if (last !== null && rows[at] !== last + TICKS_PER_CONTROL)
        faults.push(`the state after tick ${last} is of tick ${rows[at]}`)
      last = rows[at]
    }
  }
  if (last === null) faults.push('it has no states')
  const actors = new Set(scenario.actors.map(({ id }) => id))
  if (layout.actors.some(({ id }) => !actors.has(id)))
    faults.push('its states are of other actors than its scenario')
  for (const { kind, actors: who } of events)
    for (const id of who) if (!actors.has(id)) faults.push(`a '${kind}' is of '${id}', whom there is not`)
  return faults
}
