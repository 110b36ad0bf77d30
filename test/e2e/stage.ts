/** The 3-D view of a page, looked at: which time it shows, and how bright each of its pixels is. */
import { decode } from 'fast-png'
import type { Page } from 'playwright-core'
import { TICKS_PER_SECOND } from '../../src/world/index.ts'

/** Waits for the picture of a time in [from, to] s: without a GPU it does not come at once. */
export const drawn = async (page: Page, [from, to]: readonly [number, number]): Promise<void> => {
  await page.waitForFunction(
    ([least, most]) => {
      const tick = Number(document.querySelector<HTMLElement>('.stage')!.dataset['tick'] ?? NaN)
      return tick >= least && tick <= most
    },
    [from * TICKS_PER_SECOND, to * TICKS_PER_SECOND],
  )
}

/** Brightness (0 to 255) of the middle of the view, without what is laid over it. */
export const lookAtStage = async (page: Page): Promise<Float64Array> => {
  const box = (await page.locator('.stage canvas').boundingBox())!
  const clip = { x: box.x + 20, y: box.y + 60, width: box.width - 40, height: box.height - 150 }
  const { data, channels } = decode(await page.screenshot({ clip }))
  return Float64Array.from(
    { length: data.length / channels },
    (_, i) => (data[i * channels] + data[i * channels + 1] + data[i * channels + 2]) / 3,
  )
}

/** Standard deviation of the brightness: 0 is one flat colour. */
export const contrast = (look: Float64Array): number => {
  const mean = look.reduce((a, b) => a + b) / look.length
  return Math.sqrt(look.reduce((a, b) => a + (b - mean) ** 2, 0) / look.length)
}

/** Share of the pixels that differ visibly. */
export const difference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((n, x, i) => n + (Math.abs(x - b[i]) > 8 ? 1 : 0), 0) / a.length
