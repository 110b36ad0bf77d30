/**
 * The camera pane of one run. A process of its own draws; it gets one state at a time, always the newest (or
 * one that a viewer scrubbed to), so a slow machine shows fewer pictures and never late ones. Pictures are
 * kept, bounded, by camera and step: all viewers share them, and scrubbing finds them again.
 */
import {
  LAYERS_OF,
  type Layer,
  type Look,
  type PicturePush,
  type StreamedObject,
} from '../src/protocol/index.ts'
import type { ConcreteScenario, SensorSpec } from '../src/scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type WorldState } from '../src/world/index.ts'
import type { RunRecord } from './record.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

/** Whether a sensor's reading can be drawn as a picture. */
export const isShown = (sensor: SensorSpec): boolean => Object.hasOwn(LAYERS_OF, sensor.kind)

/** Control steps from one picture of a sensor to the next: its readings, to the nearest step. */
export const strideOf = ({ rate }: Pick<SensorSpec, 'rate'>): number =>
  Math.max(1, Math.round(TICKS_PER_SECOND / TICKS_PER_CONTROL / rate))

export type ToCamera =
  | { readonly kind: 'scenario'; readonly scenario: ConcreteScenario }
  | { readonly kind: 'draw'; readonly look: Look; readonly state: WorldState }

export type FromCamera =
  /** The world is built; draw what you like. */
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'picture'
      readonly width: number
      readonly height: number
      readonly data: Uint8Array
      readonly objects: readonly StreamedObject[]
    }
  | { readonly kind: 'fault'; readonly message: string }

/** About 60 kB a picture: 25 MB. */
const PICTURES_KEPT = 400
/** The process is given back after this long without a viewer, ms. */
const IDLE_MS = 15_000

interface Wish {
  readonly look: Look
  readonly step: number
  readonly answer: (picture: PicturePush | Error) => void
}

/** The process that draws: its module, and the variables that it must be born with. */
export interface CameraProcess {
  readonly module: URL
  readonly environment: () => Promise<Readonly<Record<string, string>>>
}

/** Whoever watches; the feed only tells them apart. */
export type Watcher = object

export class CameraFeed {
  readonly #run: string
  readonly #scenario: ConcreteScenario
  readonly #record: RunRecord
  readonly #process: CameraProcess
  #worker: WorkerProcess | null = null
  /** asleep: there is no process; waking: it is being made ready. */
  #stage: 'asleep' | 'waking' | 'ready' | 'closed' = 'asleep'
  #drawing: { look: Look; step: number; wish: Wish | null } | null = null
  #watchers = new Map<Watcher, readonly Look[]>()
  /** One of each look that a watcher has. */
  #wishes = new Map<Watcher, Map<string, Wish>>()
  #pictures = new Map<string, PicturePush>()
  #latest = new Map<string, PicturePush>()
  #labelled = new Set<string>()
  #listeners = new Set<() => void>()
  #fault: string | null = null
  #idle: NodeJS.Timeout | null = null
  #stopListening: () => void

  constructor(run: string, scenario: ConcreteScenario, record: RunRecord, process: CameraProcess) {
    this.#run = run
    this.#scenario = scenario
    this.#record = record
    this.#process = process
    this.#stopListening = record.onChange(() => this.#next())
  }

  /** Called when there is a new picture. @returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The viewer wants to see these from now on. @throws Error without such a sensor. */
  watch(watcher: Watcher, looks: readonly Look[]): void {
    for (const look of looks) this.#check(look)
    if (looks.length === 0) this.#watchers.delete(watcher)
    else this.#watchers.set(watcher, looks)
    this.#next()
  }

  /** The newest live picture. */
  latest(look: Look): PicturePush | null {
    return this.#latest.get(nameOf(look)) ?? null
  }

  /**
   * The picture of one step, kept or drawn now. A viewer has one open wish of each look: a newer one takes its place,
   * and the older is rejected.
   */
  picture(watcher: Watcher, look: Look, step: number): Promise<PicturePush> {
    return new Promise((resolve, reject) => {
      this.#check(look)
      const kept = this.#pictures.get(key(look, step))
      if (kept) {
        resolve(kept)
        return
      }
      if (this.#fault !== null) {
        reject(new Error(this.#fault))
        return
      }
      if (step >= this.#record.steps) {
        reject(new Error(`step ${step} is not recorded`))
        return
      }
      const wishes = this.#wishes.get(watcher) ?? new Map<string, Wish>()
      this.#wishes.set(watcher, wishes)
      wishes.get(nameOf(look))?.answer(new Error('superseded'))
      wishes.set(nameOf(look), {
        look,
        step,
        answer: (picture) => {
          if (picture instanceof Error) reject(picture)
          else resolve(picture)
        },
      })
      this.#next()
    })
  }

  leave(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    for (const wish of this.#wishes.get(watcher)?.values() ?? []) wish.answer(new Error('the viewer left'))
    this.#wishes.delete(watcher)
    this.#next()
  }

  close(): void {
    this.#stopListening()
    if (this.#idle) clearTimeout(this.#idle)
    this.#sleep()
    this.#stage = 'closed'
  }

  #check({ sensor, layer }: Look): void {
    const shown = this.#scenario.sensors.filter(isShown)
    const spec = shown.find((s) => s.id === sensor)
    if (spec === undefined)
      throw new Error(
        `there is no sensor '${sensor}' to look at; this run has ${shown.map((s) => s.id).join(', ') || 'none'}`,
      )
    const layers: readonly Layer[] = LAYERS_OF[spec.kind as keyof typeof LAYERS_OF]
    if (!layers.includes(layer))
      throw new Error(`a ${spec.kind} shows no '${layer}'; it shows ${layers.join(', ')}`)
  }

  /** Draws what is due next, if nothing is being drawn. */
  #next(): void {
    this.#rest()
    if (this.#drawing || this.#fault !== null || this.#record.steps === 0) return
    if (this.#stage === 'asleep' && (this.#watchers.size > 0 || this.#wishes.size > 0)) this.#wake()
    if (this.#stage !== 'ready') return
    const due = this.#wish() ?? this.#live()
    if (!due) return
    this.#drawing = due
    this.#worker?.send({
      kind: 'draw',
      look: due.look,
      state: this.#record.state(due.step),
    } satisfies ToCamera)
  }

  /** What a viewer scrubbed to; kept pictures are handed out on the way. */
  #wish(): { look: Look; step: number; wish: Wish } | null {
    for (const [watcher, wishes] of this.#wishes) {
      const [[name, wish]] = wishes
      wishes.delete(name)
      // Watchers take turns.
      this.#wishes.delete(watcher)
      if (wishes.size > 0) this.#wishes.set(watcher, wishes)
      const kept = this.#pictures.get(key(wish.look, wish.step))
      if (!kept) return { look: wish.look, step: wish.step, wish }
      wish.answer(kept)
    }
    return null
  }

  /** The newest state that falls on a watched camera's frame rate and is not drawn yet; cameras take turns. */
  #live(): { look: Look; step: number; wish: null } | null {
    const looks = new Map([...this.#watchers.values()].flat().map((look) => [nameOf(look), look]))
    const behind = [...looks]
      .map(([name, look]) => ({
        look,
        step: this.#newestFrame(look.sensor),
        shown: this.#latest.get(name)?.step ?? -1,
        wish: null,
      }))
      .filter((s) => s.step > s.shown)
    return behind.reduce<(typeof behind)[number] | null>((a, b) => (a && a.shown <= b.shown ? a : b), null)
  }

  #newestFrame(sensor: string): number {
    const stride = strideOf(this.#scenario.sensors.find((s) => s.id === sensor)!)
    return Math.floor((this.#record.steps - 1) / stride) * stride
  }

  /** Starts the process and has it build the world. */
  #wake(): void {
    this.#stage = 'waking'
    this.#process.environment().then(
      (env) => {
        if (this.#stage !== 'waking') return
        const worker = startWorkerProcess(
          this.#process.module,
          {
            message: (message) => {
              if (this.#worker === worker) this.#hear(message as FromCamera)
            },
            exit: (code, lastWords) => {
              if (this.#worker === worker)
                this.#fail(`The camera's process ended with ${code ?? 'a signal'}. ${lastWords.slice(-400)}`)
            },
          },
          env,
        )
        this.#worker = worker
        worker.send({ kind: 'scenario', scenario: this.#scenario } satisfies ToCamera)
      },
      (error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)),
    )
  }

  #sleep(): void {
    const worker = this.#worker
    this.#worker = null
    this.#stage = 'asleep'
    worker?.kill()
  }

  #hear(message: FromCamera): void {
    const drawn = this.#drawing
    if (message.kind === 'fault') {
      this.#fail(message.message)
      return
    }
    if (message.kind === 'ready') {
      this.#stage = 'ready'
      this.#next()
      return
    }
    if (!drawn) return
    this.#drawing = null
    const { look, step, wish } = drawn
    const { sensor, layer } = look
    const { width, height, data, objects } = message
    const picture = { run: this.#run, ...look, step, width, height, data }
    this.#keep(picture)
    if (!wish) this.#latest.set(nameOf(look), picture)
    // The note comes back here as a change of the record: by now everything else must stand.
    const labelled = `${sensor}@${step}`
    // These two show no boxes, and tell of none.
    if (layer !== 'points' && layer !== 'behind' && !this.#labelled.has(labelled)) {
      this.#labelled.add(labelled)
      this.#record.note({ kind: 'labels', step, sensor, objects: [...objects] })
    }
    if (wish) wish.answer(picture)
    else for (const listener of this.#listeners) listener()
    this.#next()
  }

  #keep(picture: PicturePush): void {
    this.#pictures.set(key(picture, picture.step), picture)
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= PICTURES_KEPT) return
      this.#pictures.delete(oldest)
    }
  }

  /** The camera is given up for this run; the run itself goes on. */
  #fail(message: string): void {
    this.#fault = message
    this.#sleep()
    this.#drawing?.wish?.answer(new Error(message))
    this.#drawing = null
    for (const wishes of this.#wishes.values())
      for (const wish of wishes.values()) wish.answer(new Error(message))
    this.#wishes.clear()
    this.#record.note({ kind: 'camera-fault', step: Math.max(0, this.#record.steps - 1), message })
  }

  /** Gives the process back when nobody has looked for a while. */
  #rest(): void {
    const busy = this.#watchers.size > 0 || this.#wishes.size > 0 || this.#drawing !== null
    if (busy && this.#idle) {
      clearTimeout(this.#idle)
      this.#idle = null
    }
    if (!busy && !this.#idle && this.#worker)
      this.#idle = setTimeout(() => {
        this.#idle = null
        this.#sleep()
      }, IDLE_MS)
  }
}

const nameOf = ({ sensor, layer }: Look): string => `${sensor}/${layer}`
const key = (look: Look, step: number): string => `${nameOf(look)}@${step}`
