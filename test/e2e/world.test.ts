/** The dashboard's 3-D world in a real browser, drawn by the processor: a small page, and nothing beside it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { decode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import { TICKS_PER_SECOND } from '../../src/world/index.ts'
import { openBrowser } from './browser.ts'
import { openPage, serve, type Served } from './served.ts'

const PAGE = fileURLToPath(new URL('../../dist/client', import.meta.url))
const SMALL = { width: 1080, height: 560 }

interface Look {
  readonly mean: number
  /** Standard deviation of the brightness: 0 is one flat colour. */
  readonly contrast: number
  readonly brightness: Float64Array
}

/** The middle of the 3-D view, without what is laid over it. */
const lookAtStage = async (page: Page): Promise<Look> => {
  const box = (await page.locator('.stage canvas').boundingBox())!
  const clip = { x: box.x + 20, y: box.y + 60, width: box.width - 40, height: box.height - 150 }
  const { data, channels } = decode(await page.screenshot({ clip }))
  const brightness = new Float64Array(data.length / channels)
  for (let i = 0; i < brightness.length; i++)
    brightness[i] = (data[i * channels] + data[i * channels + 1] + data[i * channels + 2]) / 3
  const mean = brightness.reduce((a, b) => a + b) / brightness.length
  const contrast = Math.sqrt(brightness.reduce((a, b) => a + (b - mean) ** 2, 0) / brightness.length)
  return { mean, contrast, brightness }
}

/** Share of the pixels that differ visibly. */
const difference = (a: Look, b: Look): number =>
  a.brightness.reduce((n, x, i) => n + (Math.abs(x - b.brightness[i]) > 8 ? 1 : 0), 0) / a.brightness.length

/** Waits for the picture of a time in [from, to] s: without a GPU it does not come at once. */
const drawn = async (page: Page, [from, to]: readonly [number, number]): Promise<void> => {
  await page.waitForFunction(
    ([least, most]) => {
      const tick = Number(document.querySelector<HTMLElement>('.stage')!.dataset['tick'] ?? NaN)
      return tick >= least && tick <= most
    },
    [from * TICKS_PER_SECOND, to * TICKS_PER_SECOND],
  )
}

/** Kilobytes, compressed, of everything that the page has loaded. */
const loaded = async (page: Page): Promise<{ paths: string[]; kilobytes: number }> => {
  const paths = await page.evaluate(() => [
    ...new Set(
      performance
        .getEntriesByType('resource')
        .map((entry) => new URL(entry.name).pathname)
        .filter((path) => path.startsWith('/assets/')),
    ),
  ])
  const bytes = paths.reduce((sum, path) => sum + gzipSync(readFileSync(`${PAGE}${path}`)).length, 0)
  return { paths, kilobytes: bytes / 1000 }
}

describe('the 3-D world in a browser @slow', function () {
  this.timeout(600_000)
  let server: Served
  let browser: Browser

  before(async () => {
    ;[server, browser] = await Promise.all([serve(['lead-brakes']), openBrowser({ webgl: true })])
  })
  after(async () => {
    await browser.close()
    server.close()
  })

  it('is not black, moves with the playhead, and comes in under 700 kB', async () => {
    // A page without a link starts the folder's first scenario.
    const { page, told, errors } = await openPage(browser, server.url, { world: true, viewport: SMALL })
    await told(async () => {
      await page.locator('.stage[data-ready=true]').waitFor()
      const { paths, kilobytes } = await loaded(page)
      expect(paths.some((path) => path.includes('/world-'))).to.equal(true)
      expect(kilobytes).to.be.within(100, 700)
      await page.locator('.live.over').waitFor()
      // Time stands: what is drawn changes with the playhead alone.
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowRight')
      await drawn(page, [0, 1])
      const first = await lookAtStage(page)
      expect(first.mean).to.be.within(15, 245)
      expect(first.contrast).to.be.greaterThan(4)
      await page.keyboard.press('End')
      await drawn(page, [2, Infinity])
      const second = await lookAtStage(page)
      expect(second.contrast).to.be.greaterThan(4)
      expect(difference(first, second)).to.be.greaterThan(0.01)
      expect(errors).to.deep.equal([])
    })
  })
})
