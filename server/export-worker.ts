/** The process that makes one data set of one run, as `nearmiss export` does, with the run's own sensors. */
import { availableParallelism } from 'node:os'
import { EXPORTERS } from '../src/export/index.ts'
import { framesOf, makeDataSet, planDataSet } from '../src/run/index.ts'
import { isCamera, type ConcreteScenario } from '../src/scenario/index.ts'
import type { FromExport, ToExport } from './exports.ts'

const say = (message: FromExport): Promise<void> =>
  new Promise((sent) => {
    process.send?.(message, () => sent())
  })

/** The scenario with the labels that the format is made of. */
const labelled = (scenario: ConcreteScenario, format: string): ConcreteScenario => {
  const { statesOnly, labels = [] } = EXPORTERS[format]
  if (statesOnly === true) return { ...scenario, sensors: [] }
  const sensors = scenario.sensors.map((sensor) =>
    isCamera(sensor) ? { ...sensor, labels: [...new Set([...sensor.labels, ...labels])] } : sensor,
  )
  return { ...scenario, sensors }
}

const aborter = new AbortController()

const make = async ({ scenario, format, frames, folder }: ToExport & { kind: 'start' }): Promise<number> => {
  const equipped = labelled(scenario, format)
  const excerpt = { from: 0, frames }
  const plan = planDataSet([equipped], {
    ...{ formats: [format], excerpt, licence: 'CC0-1.0' },
    shares: { train: 1, val: 0, test: 0 },
  })
  const expected = framesOf(equipped.sensors, excerpt, equipped.stop.after)
  const made = await makeDataSet(folder, plan, {
    ...{ workers: availableParallelism(), resume: false, signal: aborter.signal },
    onProgress: (done) => void say({ kind: 'progress', frames: done, expected }),
  })
  return made.frames
}

process.on('message', (message: ToExport) => {
  if (message.kind === 'cancel') {
    aborter.abort()
    return
  }
  make(message)
    .then((frames) => say({ kind: 'done', frames }))
    .catch((error: unknown) =>
      say({ kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.exit())
})
process.on('disconnect', () => {
  aborter.abort()
  process.exit()
})
