/** A child for the contract suite: exports frames until it is killed, a dot on stdout for each. */
import { writeSync } from 'node:fs'
import { EXPORTERS } from '../../src/export/index.ts'
import { CONTEXT, feed } from './exporter.ts'

const [name, target] = process.argv.slice(2)
const sink = await EXPORTERS[name].open(target, CONTEXT)
for (let n = 0; ; n++) {
  await feed(sink, n, n + 1)
  writeSync(1, '.')
}
