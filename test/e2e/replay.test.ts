/** A replay in a real browser, from a file. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { replay } from '../../src/export/replay/replay.ts'
import { feed, writeWhole } from '../contract/exporter.ts'
import { openBrowser } from './browser.ts'
import { contrast, difference, drawn, lookAtStage } from './stage.ts'

/** The processor draws, on cores that others use too. */
const PATIENCE = 600_000

describe('a replay in a browser @slow', function () {
  this.timeout(PATIENCE)
  let dir: string
  let browser: Browser
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-replay-'))
    browser = await openBrowser({ webgl: true })
  })
  after(async () => {
    await browser.close()
    await rm(dir, { recursive: true, force: true })
  })

  it('opens from disk without a network, shows the world and follows the time line', async () => {
    await writeWhole(replay, join(dir, 'set'), 0, { fill: (writer) => feed(writer, 0, 30) })
    const page = await browser.newPage({ viewport: { width: 800, height: 420 } })
    page.setDefaultTimeout(PATIENCE)
    const errors: string[] = []
    const requests: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    page.on('request', (request) => requests.push(request.url()))
    const url = pathToFileURL(join(dir, 'set', 'painted-7.html')).href
    await page.goto(url)
    await page.locator('.stage[data-ready=true]').waitFor()
    await page.locator('[aria-label=Pause], [aria-label=Play]').first().waitFor()
    const slider = page.getByRole('slider')
    await slider.press('End')
    await page.getByText('0:02.90', { exact: true }).waitFor()
    await drawn(page, [2.8, 3])
    const end = await lookAtStage(page)
    expect(contrast(end)).to.be.greaterThan(10)

    await slider.press('Home')
    await page.getByText('0:00.00', { exact: true }).waitFor()
    await drawn(page, [0, 0.1])
    const start = await lookAtStage(page)
    expect(difference(start, end), 'share of pixels that 45 m of road have changed').to.be.greaterThan(0.05)

    // The events and what is told of the run.
    await page.getByText('ego narrowly misses lead', { exact: false }).first().waitFor()
    expect(errors).to.deep.equal([])
    expect(requests).to.deep.equal([url])
  })
})
