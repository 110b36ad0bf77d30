/** Stands in for an export's process: a frame every 20 ms; format 'kitti' fails at the third. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FromExport, ToExport } from '../../server/exports.ts'

const say = (message: FromExport): void => void process.send?.(message)

process.on('message', (message: ToExport) => {
  if (message.kind === 'cancel') process.exit()
  void (async () => {
    const { format, frames, scenario } = message
    const expected = (frames ?? 1000) * scenario.sensors.length
    for (let done = 1; done <= expected; done++) {
      say({ kind: 'progress', frames: done, expected })
      if (format === 'kitti' && done === 3) {
        say({ kind: 'fault', message: 'the disk is full' })
        return
      }
      await sleep(20)
    }
    say({ kind: 'done', frames: expected })
  })()
})
process.on('disconnect', () => process.exit())
