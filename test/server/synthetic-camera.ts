/** Stands in for the camera's process: a picture is the step it was asked for; 100 ms each. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FromCamera, ToCamera } from '../../server/camera.ts'
import { TICKS_PER_CONTROL } from '../../src/world/index.ts'

process.on('message', (message: ToCamera) => {
  if (message.kind === 'scenario') {
    process.send?.({ kind: 'ready' } satisfies FromCamera)
    return
  }
  const step = message.state.tick / TICKS_PER_CONTROL
  void sleep(100).then(() => {
    const picture: FromCamera = {
      kind: 'picture',
      width: 64,
      height: 36,
      data: new TextEncoder().encode(`picture of ${step}`),
      objects: [
        {
          actor: 'lead',
          instance: 2,
          semantic: 'car',
          visible: [10, 10, 20, 20],
          amodal: [10, 10, 20, 20],
          occlusion: 0,
          truncation: 0,
          distance: 40,
          edges: [],
        },
      ],
    }
    process.send?.(picture)
  })
})
process.on('disconnect', () => process.exit())
