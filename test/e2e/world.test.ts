/** The dashboard's 3-D world in a real browser, drawn by the processor: a small page, and nothing beside it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { openPage, serve, type Served } from './served.ts'
import { contrast, difference, drawn, lookAtStage } from './stage.ts'

const PAGE = fileURLToPath(new URL('../../dist/client', import.meta.url))
const SMALL = { width: 1080, height: 560 }

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
      expect(contrast(first)).to.be.greaterThan(4)
      await page.keyboard.press('End')
      await drawn(page, [2, Infinity])
      const second = await lookAtStage(page)
      expect(contrast(second)).to.be.greaterThan(4)
      expect(difference(first, second)).to.be.greaterThan(0.01)
      expect(errors).to.deep.equal([])
    })
  })
})
