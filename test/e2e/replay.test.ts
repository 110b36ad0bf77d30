/** A replay in a real browser, from a file. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { decode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import { replay } from '../../src/export/replay/replay.ts'
import { feed, writeWhole } from '../contract/exporter.ts'
import { openBrowser } from './browser.ts'

/** The processor draws, on cores that others use too. */
const PATIENCE = 600_000

/** Brightness of the middle of the 3-D view, what is laid over it left out. */
const lookAtStage = async (page: Page): Promise<number[]> => {
  const { x, y, width, height } = (await page.locator('.stage canvas').boundingBox())!
  const clip = { x: x + 20, y: y + 60, width: width - 40, height: height - 130 }
  const { data, channels } = decode(await page.screenshot({ clip, timeout: PATIENCE }))
  return Array.from(
    { length: data.length / channels },
    (_, i) => (data[i * channels] + data[i * channels + 1] + data[i * channels + 2]) / 3,
  )
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length

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
    const seen = async (): Promise<number[]> => {
      // A picture that was begun before may still be on its way.
      let look = await lookAtStage(page)
      for (;;) {
        await page.waitForTimeout(500)
        const next = await lookAtStage(page)
        if (next.every((b, i) => Math.abs(b - look[i]) < 3)) return next
        look = next
      }
    }
    const end = await seen()
    expect(mean(end)).to.be.within(30, 230)
    expect(
      Math.max(...end.filter((_, i) => i % 7 === 0)) - Math.min(...end.filter((_, i) => i % 7 === 0)),
    ).to.be.greaterThan(60)

    await slider.press('Home')
    await page.getByText('0:00.00', { exact: true }).waitFor()
    const start = await seen()
    const changed = start.filter((b, i) => Math.abs(b - end[i]) > 8).length / start.length
    expect(changed, 'share of pixels that 45 m of road have changed').to.be.greaterThan(0.05)

    // The events and what is told of the run.
    await page.getByText('ego narrowly misses lead', { exact: false }).first().waitFor()
    expect(errors).to.deep.equal([])
    expect(requests).to.deep.equal([url])
  })
})
