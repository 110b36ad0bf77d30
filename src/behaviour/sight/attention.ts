/** Where a driver's attention goes: glances off the road, and how well he holds his line. */
import { stream } from '../../math/index.ts'
import type { AttentionSpec, PerceptionSpec } from '../../scenario/index.ts'
import { looksOf, type Looks } from './perception.ts'

/** One driver's attention over a run: plain data made before it starts, so nothing of it has to be remembered. */
export interface Attention {
  /** Times between which he looks away, s, in order. */
  readonly glances: readonly (readonly [from: number, to: number])[]
  /** Slow waves of his line: amplitude m, angular frequency rad/s, phase rad. */
  readonly weave: readonly (readonly [amplitude: number, rate: number, phase: number])[]
  /** Chance of his assistance's looks. */
  readonly looks: Looks
}

/** Spread of the logarithm of glance times (the 100-car study's off-road glances spread about so). */
const GLANCE_SPREAD = 0.5
/** Periods of weaving, s: drivers correct their line a few times a minute. */
const WEAVE_PERIODS = [4.1, 6.7, 11.3] as const

/** Draws the attention of one actor for a run of `duration` seconds from its own stream of the seed. */
export const attentionOf = (
  spec: AttentionSpec,
  seed: number,
  actor: string,
  duration: number,
  perception: PerceptionSpec | null = null,
): Attention => {
  const random = stream(seed, 'attention', actor)
  const weave = WEAVE_PERIODS.map((period) => {
    // The waves together have the standard deviation asked for.
    const amplitude = spec.weave * Math.sqrt(2 / WEAVE_PERIODS.length)
    return [amplitude, (2 * Math.PI) / period, random.uniform(0, 2 * Math.PI)] as const
  })
  const glances: [number, number][] = []
  if (spec.glanceEvery > 0)
    for (let time = 0; time < duration;) {
      const from = time - spec.glanceEvery * Math.log(1 - random.next())
      const to = from + spec.glance * Math.exp(GLANCE_SPREAD * random.normal())
      glances.push([from, to])
      time = to
    }
  return { glances, weave, looks: looksOf(perception, seed, actor, duration) }
}

/** Whether he looks away at a time, s. */
export const looksAway = ({ glances }: Pick<Attention, 'glances'>, time: number): boolean =>
  glances.some(([from, to]) => time >= from && time < to)

/** How far off the line he means to hold he is at a time, m. */
export const weaveAt = ({ weave }: Pick<Attention, 'weave'>, time: number): number =>
  weave.reduce((sum, [amplitude, rate, phase]) => sum + amplitude * Math.sin(rate * time + phase), 0)
