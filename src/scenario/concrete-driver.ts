/** What a concrete scenario says of who drives. SI. */

/** A column of an open-loop driver: value over time, linear in between, held outside. */
export type TimeTable = readonly (readonly [time: number, value: number])[]

export type DriverSpec =
  /** Intelligent Driver Model (Treiber, Hennecke, Helbing 2000) with lane keeping. */
  | (SeeingDriver & { readonly kind: 'idm' })
  /** Adaptive cruise control within ISO 15622, with lane keeping. */
  | (SeeingDriver & { readonly kind: 'acc'; readonly perception?: PerceptionSpec })
  /** The competent and careful human of UN R157. */
  | (SeeingDriver & { readonly kind: 'careful' })
  /** Responsibility-Sensitive Safety over the following model: r = rear, own; SI. */
  | (SeeingDriver & {
      readonly kind: 'rss'
      readonly response: number
      readonly responseAcceleration: number
      readonly leastBraking: number
      readonly leadBraking: number
    })
  /** The first driver with automatic emergency braking over it. */
  | (SeeingDriver & {
      readonly kind: 'aeb'
      /** Brakes fully when time to collision falls below this, s. */
      readonly ttcBrake: number
      /** System delay from trigger to brake demand, s. */
      readonly delay: number
      readonly deceleration: number
      /** Left out: it sees all that the driver could. */
      readonly perception?: PerceptionSpec
    })
  /** Tables of steer (road wheel, rad), throttle and brake (0..1) over time. */
  | {
      readonly kind: 'open-loop'
      readonly steer: TimeTable
      readonly throttle: TimeTable
      readonly brake: TimeTable
    }
  /** A client over TCP answers every state (docs/external-driver.md); Nearmiss listens at host:port. */
  | {
      readonly kind: 'external'
      readonly host: string
      readonly port: number
      /** How long it is waited for, s: at first, and for every answer. */
      readonly connect: number
      readonly timeout: number
    }
  /** Somebody on foot: straight on at this speed until the story says otherwise; `pace`: usual, m/s. */
  | {
      readonly kind: 'walk'
      readonly desiredSpeed: number
      readonly pace: number
      readonly distracted?: true
    }
  /** Nobody drives: no throttle, no brake, steering straight. */
  | { readonly kind: 'none' }

/** The sensor by which an assistance system sees, and how well. */
export interface PerceptionSpec {
  readonly kind: 'camera' | 'radar' | 'lidar'
  /** `<actor>.<name>`, as the story's faults call it. */
  readonly sensor: string
  /** m, looks a second, and s. */
  readonly range: number
  readonly rate: number
  readonly latency: number
}

/** What a driver's attention is worth. */
export interface AttentionSpec {
  /** Mean time between glances off the road, s (0: none), and how long one lasts at the median, s. */
  readonly glanceEvery: number
  readonly glance: number
  /** Standard deviation of his weaving about his line, m. */
  readonly weave: number
}

/** What a driver may not heed: lights, stop signs, who has priority, people on crossings. */
export const IGNORED_RULES = ['lights', 'stop-signs', 'priority', 'crossings'] as const
export type IgnoredRule = (typeof IGNORED_RULES)[number]

/** When a driver changes lane of himself (MOBIL): m/s^2, and politeness 0..1. */
export interface MobilSpec {
  readonly politeness: number
  readonly threshold: number
  readonly safeBraking: number
  /** For the slow lane. */
  readonly bias: number
}

/** How a driver passes who is slower by the opposite lane. */
export interface OvertakingSpec {
  /** Distance to the side of bicycles and people on foot, m; null: by the limit. */
  readonly clearance: number | null
  /** Time that he wants to spare before oncoming traffic, s; negative: he misjudges. */
  readonly spare: number
}

/** Every driver who sees the road: he follows by the Intelligent Driver Model and keeps his lane. */
export interface SeeingDriver {
  /** Desired speed, m/s. */
  readonly desiredSpeed: number
  /** Desired time headway, s. */
  readonly headway: number
  /** Standstill gap, m. */
  readonly minGap: number
  readonly maxAcceleration: number
  /** Comfortable deceleration, positive, m/s^2. */
  readonly comfortDeceleration: number
  /** Hardest braking the driver will ask for, positive, m/s^2. */
  readonly maxDeceleration: number
  /** Reaction time, s: the driver sees the world this much late. */
  readonly reaction: number
  /** Lateral acceleration that he slows down to before a curve, m/s^2. */
  readonly curveAcceleration: number
  readonly attention: AttentionSpec
  /** Stray light of his windscreen, cd/m^2 for one lux, 5 degrees from the source. */
  readonly haze: number
  /** Rules that he does not keep. */
  readonly ignores: readonly IgnoredRule[]
  /** Time that he wants to spare when he goes before one who has priority, s; negative: he misjudges. */
  readonly crossingMargin: number
  /** On an emergency call: beacon, siren, past red lights and others with care. Left out: he is on none. */
  readonly emergency?: true
  /** Time until he makes room for an emergency vehicle, s; null: he never does. Left out: 2 s. */
  readonly givesWay?: number | null
  /** Null: he stays in his lane until the story says otherwise. */
  readonly laneChanges: MobilSpec | null
  /** Left out: he stays behind. */
  readonly overtaking?: OvertakingSpec
}
