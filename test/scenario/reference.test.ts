/** docs/scenario-language.md holds what the schema says, word for word; UPDATE=1 writes it anew. */
import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { referenceText } from '../../src/scenario/index.ts'
import { load, ROOT } from './memory.ts'

const PAGE = join(ROOT, 'docs/scenario-language.md')
const MARK = '<!-- What follows is made from the schema. -->\n'

describe('docs/scenario-language.md', () => {
  it('holds every key of the schema', async () => {
    const reference = await format(referenceText(), { parser: 'markdown', printWidth: 110 })
    const page = readFileSync(PAGE, 'utf8')
    const written = page.slice(0, page.indexOf(MARK) + MARK.length)
    const wanted = `${written}\n${reference}`
    if (process.env.UPDATE) writeFileSync(PAGE, wanted)
    else expect(page).to.equal(wanted)
  })

  it('has links that lead somewhere', () => {
    const page = readFileSync(PAGE, 'utf8')
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map((m) =>
      m[1]
        .toLowerCase()
        .replace(/[^a-z0-9 _-]/g, '')
        .replaceAll(' ', '-'),
    )
    const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map((m) => m[1])
    expect(links.length).to.be.greaterThan(20)
    for (const link of links) expect(headings).to.include(link)
  })

  it('begins with a scenario that loads', () => {
    const page = readFileSync(PAGE, 'utf8')
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(page)!
    expect(load(example).diagnostics).to.deep.equal([])
  })
})
