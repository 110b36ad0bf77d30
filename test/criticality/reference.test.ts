/** The table of docs/criticality.md holds what the catalogue says, word for word; UPDATE=1 writes it anew. */
import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { METRICS } from '../../src/criticality/index.ts'

const PAGE = new URL('../../docs/criticality.md', import.meta.url)

const row = (cells: readonly string[]): string =>
  `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`

const table = (): string => {
  const head = [
    ...['name', 'what it is', 'unit', 'formula', 'inputs'],
    ...['when it is infinite, or has no value', 'source'],
  ]
  const rows = METRICS.map((m) =>
    row([
      ...[m.name, m.title, m.unit, `\`${m.formula}\``, m.inputs.map((i) => i.join(', ')).join('; or ')],
      ...[m.edges, m.source],
    ]),
  )
  return [row(head), row(head.map(() => '---')), ...rows, ''].join('\n')
}

describe('docs/criticality.md', () => {
  it('holds every measure of the catalogue', () => {
    const page = readFileSync(PAGE, 'utf8')
    const from = page.indexOf('| name |')
    const to = page.indexOf('\n\n', from) + 1
    const wanted = page.slice(0, from) + table() + page.slice(to)
    if (process.env.UPDATE) writeFileSync(PAGE, wanted)
    else expect(page).to.equal(wanted)
  })
})
