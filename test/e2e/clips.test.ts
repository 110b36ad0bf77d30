/** A labelled clip in a real browser: its pictures are those that were given, at any moment of it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { clips } from '../../src/export/clips/clips.ts'
import { writeWhole } from '../contract/exporter.ts'
import { HEIGHT, paintedFrame, WIDTH } from '../contract/painted.ts'
import { openBrowser } from './browser.ts'

describe('a clip in a browser @slow', function () {
  this.timeout(360_000)

  it('shows every picture in its colours, entered in any order, over the seams of pieces too', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'nearmiss-clip-'))
    const browser = await openBrowser({ webgl: false })
    try {
      await writeWhole(clips, join(dir, 'set'), 6, { each: 2 })
      const video = await readFile(join(dir, 'set/clips/train/near-miss/painted-7-ego.front.mp4'))
      const page = await browser.newPage()
      await page.setContent(`<video muted src="data:video/mp4;base64,${video.toString('base64')}"></video>`)
      const order = [0, 5, 2, 3, 1, 4]
      const seen = await page.evaluate(async (numbers) => {
        const shown = document.querySelector('video')!
        if (shown.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
          await new Promise((done, failed) => {
            shown.onloadeddata = done
            shown.onerror = () => failed(new Error(shown.error?.message))
          })
        const { videoWidth: width, videoHeight: height } = shown
        const canvas = document.createElement('canvas')
        Object.assign(canvas, { width, height })
        const pictures: number[][] = []
        for (const n of numbers) {
          await new Promise((done) => {
            shown.onseeked = done
            shown.currentTime = (n + 0.5) / 10
          })
          const context = canvas.getContext('2d')!
          context.drawImage(shown, 0, 0)
          pictures.push([...context.getImageData(0, 0, width, height).data])
        }
        return { width, height, duration: shown.duration, pictures }
      }, order)
      expect(seen).to.include({ width: WIDTH, height: HEIGHT })
      expect(seen.duration).to.be.closeTo(0.6, 1e-6)
      for (const [i, n] of order.entries()) {
        const { rgba } = paintedFrame(n)
        const error =
          rgba.reduce((sum, value, k) => sum + Math.abs(value - seen.pictures[i][k]), 0) / rgba.length
        // Colour has half the resolution, and edges of this picture are as hard as can be. Another one is off by 8.
        expect(error, `picture ${n}`).to.be.lessThan(4)
      }
    } finally {
      await browser.close()
      await rm(dir, { recursive: true, force: true })
    }
  })
})
