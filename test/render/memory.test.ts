/** A data set takes thousands of frames: a process that draws them must not grow with their number. */
import { expect } from 'chai'
import { drawnAfresh } from './drawing-hosts.ts'

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

describe('memory of a process that draws @slow', function () {
  this.timeout(600_000)

  it('does not grow with the frames of a rig of six cameras', async () => {
    const resident = await drawnAfresh<readonly number[]>(
      'the best driver',
      new URL('./draw-rig.ts', import.meta.url),
    )
    // The first frames of each camera make its buffers, the next ones fill the heap up to its first collections.
    const [early, late] = [mean(resident.slice(60, 90)), mean(resident.slice(-30))]
    // 90 frames between them: a leak of one frame's pixels alone (24 bytes each) would be 11 MB.
    expect(late - early).to.be.lessThan(8e6)
  })
})
