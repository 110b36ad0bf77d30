/** The process that puts one run's states into Foxglove's messages: the same as in the MCAP file of an export. */
import { openMessages, toJson, type RunMessages } from '../src/export/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { WorldState } from '../src/world/index.ts'
import { endWithServer } from './end-with-server.ts'
import type { FromFoxglove, ToFoxglove } from './foxglove-run.ts'

/** Messages that hold until the next one of their topic: who subscribes late gets the last. */
const LASTING = /^\/(tf_static|road|scene|lights)$/

const say = (message: FromFoxglove): void => void process.send?.(message)

let topics = 0
/** Topics that somebody wants. */
let wanted: ReadonlySet<number> = new Set()

const open = (scenario: ConcreteScenario): Promise<RunMessages> =>
  openMessages(
    {
      channel: (topic, schema) => {
        const id = topics++
        const lasts = LASTING.test(topic)
        say({ kind: 'topic', id, topic, schemaName: schema.title, schema: JSON.stringify(schema), lasts })
        return Promise.resolve({
          publish: (nanos, message) => {
            if (lasts || wanted.has(id)) say({ kind: 'message', id, nanos, json: toJson(message) })
            return Promise.resolve()
          },
        })
      },
    },
    // Readings are drawn for those alone who look at them on the page.
    { ...scenario, sensors: [] },
    true,
  )

const tell = async (messages: RunMessages, state: WorldState): Promise<void> => {
  for (const event of state.events) await messages.event(event)
  await messages.state(state)
}

let messages: Promise<RunMessages> | null = null
let order = Promise.resolve()
process.on('message', (message: ToFoxglove) => {
  if (message.kind === 'wanted') wanted = new Set(message.ids)
  else if (message.kind === 'scenario') messages = open(message.scenario)
  else
    order = order
      .then(async () => tell(await messages!, message.state))
      .then(() => say({ kind: 'told' }))
      .catch((error: unknown) => {
        process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error))
        // A stream with a gap would be taken for the truth: whoever watches is told that it ended.
        process.exit(1)
      })
})
endWithServer()
