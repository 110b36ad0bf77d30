/**
 * A road network as plain data: what an OpenDRIVE map and the short roads of a scenario file both become.
 * The room `road` builds its one Road from it. All SI; the frame is the world's (x east, y north, z up).
 *
 * A road has a reference line; s runs along it in the plane, t to its left across the (possibly banked)
 * surface. Lanes are numbered as in OpenDRIVE: 1, 2, ... left of the line, -1, -2, ... right of it.
 */
import type { SurfaceKind } from '../concrete.ts'

/** a + b u + c u^2 + d u^3 with u = s - `s` of the record, until the next record begins. */
export interface Cubic {
  readonly s: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/** One piece of a reference line with its start pose, m and rad. */
export type Geometry = {
  readonly s: number
  readonly x: number
  readonly y: number
  readonly heading: number
  readonly length: number
} & (
  | { readonly kind: 'arc'; readonly curvature: number }
  /** Clothoid: the curvature changes linearly along it. */
  | { readonly kind: 'spiral'; readonly from: number; readonly to: number }
  /**
   * u(p), v(p): cubics (a, b, c, d) in the frame of the start pose; p runs from 0 to `range`. The
   * length is shared out along the curve evenly by arc length.
   */
  | {
      readonly kind: 'cubic'
      readonly u: readonly [number, number, number, number]
      readonly v: readonly [number, number, number, number]
      readonly range: number
    }
)

/** What a lane is for. Names of OpenDRIVE; what is not known there becomes 'other'. */
export const LANE_TYPES = [
  'driving',
  'bidirectional',
  'bus',
  'taxi',
  'hov',
  'entry',
  'exit',
  'on-ramp',
  'off-ramp',
  'connecting-ramp',
  'biking',
  'sidewalk',
  'parking',
  'shoulder',
  'border',
  'curb',
  'stop',
  'median',
  'restricted',
  'road-works',
  'tram',
  'rail',
  'none',
  'other',
] as const
export type LaneType = (typeof LANE_TYPES)[number]

export const LINE_KINDS = [
  'none',
  'solid',
  'broken',
  'solid-solid',
  'solid-broken',
  'broken-solid',
  'broken-broken',
  'botts-dots',
  'curb',
  'grass',
  'edge',
] as const
export type LineKind = (typeof LINE_KINDS)[number]

/** The line painted on a lane's outer border (of lane 0: on the centre), from `s` on. */
export interface LaneLine {
  readonly s: number
  readonly kind: LineKind
  readonly color: 'white' | 'yellow' | 'red' | 'blue' | 'green' | 'orange'
  readonly width: number
  /** Length of a dash and of the gap after it, m. */
  readonly dash: number
  readonly gap: number
}

/** A lane of one section. `s` of all records counts from the start of the road. */
export interface LaneSpec {
  readonly id: number
  readonly type: LaneType
  /** Width from the lane that lies nearer to the centre... */
  readonly width: readonly Cubic[]
  /** ... or the distance of the outer border from the centre lane (signed as t); used where `width` is empty. */
  readonly border: readonly Cubic[]
  /** The lane is kept level: neither bank nor crossfall applies. */
  readonly level: boolean
  /** Raised above the road by so much at the inner and outer border. */
  readonly raised: readonly { readonly s: number; readonly inner: number; readonly outer: number }[]
  readonly lines: readonly LaneLine[]
  /** What it is made of; the road's own surface where there is none. */
  readonly ground: readonly {
    readonly s: number
    readonly kind: SurfaceKind | null
    readonly mu: number | null
  }[]
  /** Speed limits, m/s; null: unlimited. */
  readonly limits: readonly { readonly s: number; readonly limit: number | null }[]
  /** Lane ids it goes on as in the section before and after (of the same road or of the linked one). */
  readonly before: readonly number[]
  readonly after: readonly number[]
  /** Both directions use it, or its traffic runs against the side it lies on; null: as the road says. */
  readonly direction: 1 | -1 | null
}

export interface SectionSpec {
  readonly s: number
  /** From right to left; the centre lane 0 is among them and has no width. */
  readonly lanes: readonly LaneSpec[]
}

export type RoadLink =
  | { readonly kind: 'road'; readonly road: string; readonly contact: 'start' | 'end' }
  | { readonly kind: 'junction'; readonly junction: string }

/** Bank from the crossfall of one side (deprecated since 1.6, still in use), rad. */
export interface Crossfall extends Cubic {
  readonly side: 'left' | 'right' | 'both'
}

/** Height over the (banked) plane as a cubic of t from `t` on; between two s linear. */
export interface LateralShape {
  readonly s: number
  readonly t: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/** Something that stands on or lies on the road. */
export interface RoadObject {
  readonly id: string
  readonly name: string
  readonly type:
    | 'barrier'
    | 'building'
    | 'crosswalk'
    | 'parking-space'
    | 'pole'
    | 'stop-line'
    | 'paint'
    | 'tree'
    | 'vegetation'
    | 'traffic-island'
    | 'street-lamp'
    | 'gantry'
    | 'patch'
    | 'obstacle'
    | 'other'
  readonly s: number
  readonly t: number
  readonly z: number
  /** From the road's direction, rad. */
  readonly heading: number
  /** Along its own x, its own y, and up, m; of a round one the diameter twice. */
  readonly length: number
  readonly width: number
  readonly height: number
  /** Its edge in (s, t), where the map draws one; empty: the rectangle. */
  readonly outline: readonly (readonly [number, number])[]
}

export type SignalKind =
  'traffic-light' | 'stop' | 'give-way' | 'priority-road' | 'speed-limit' | 'stop-line' | 'other'

/** A sign, a traffic light or a line that commands; where it stands and for whom it holds. */
export interface RoadSignal {
  readonly id: string
  readonly name: string
  readonly kind: SignalKind
  /** As the map has them: country, type and subtype of its catalogue. */
  readonly country: string
  readonly type: string
  readonly subtype: string
  /** Of a speed limit m/s, of others in the sign's own unit; null: none. */
  readonly value: number | null
  readonly text: string
  readonly dynamic: boolean
  readonly s: number
  readonly t: number
  /** Height of its lower edge over the road, m. */
  readonly z: number
  /** +1: for traffic along s, -1: against it, 0: both. */
  readonly facing: 1 | -1 | 0
  readonly heading: number
  readonly width: number
  readonly height: number
  /** Lane ids it holds for; empty: all that travel the way it faces. */
  readonly lanes: readonly number[]
}

export interface RoadLineSpec {
  readonly id: string
  readonly name: string
  readonly length: number
  /** The junction that it leads through; null: none. */
  readonly junction: string | null
  /** Which side traffic keeps to. */
  readonly traffic: 'right' | 'left'
  /** Every lane runs with s. */
  readonly oneWay: boolean
  readonly geometry: readonly Geometry[]
  readonly elevation: readonly Cubic[]
  readonly bank: readonly Cubic[]
  readonly crossfall: readonly Crossfall[]
  readonly shape: readonly LateralShape[]
  readonly laneOffset: readonly Cubic[]
  readonly sections: readonly SectionSpec[]
  readonly before: RoadLink | null
  readonly after: RoadLink | null
  readonly limits: readonly { readonly s: number; readonly limit: number | null }[]
  readonly objects: readonly RoadObject[]
  readonly signals: readonly RoadSignal[]
}

/** A way through a junction: `road` leads on from `from`; its `contact` end touches it. */
export interface ConnectionSpec {
  readonly id: string
  readonly from: string
  readonly road: string
  readonly contact: 'start' | 'end'
  readonly lanes: readonly { readonly from: number; readonly to: number }[]
}

export interface JunctionSpec {
  readonly id: string
  readonly name: string
  readonly connections: readonly ConnectionSpec[]
  /** Connecting roads that go before others. */
  readonly priorities: readonly { readonly high: string; readonly low: string }[]
  /** How its lights take turns; left out: as usual. */
  readonly cycle?: LightCycle
}

/** What a traffic light can show. Their places in this list are written into files: never reorder, append only. */
export const LIGHT_STATES = ['green', 'amber', 'red', 'off', 'flashing'] as const
/** 'off': it is dead; 'flashing': amber that goes on and off. Neither rules anybody. */
export type LightState = (typeof LIGHT_STATES)[number]

/** Every group of lights in turn: green, amber, and red for all before the next one, s; `offset`: the first green. */
export interface LightCycle {
  readonly green: number
  readonly amber: number
  readonly clearance: number
  readonly offset: number
}

/** A lane that leads on to one that begins in the middle of another road, such as a ramp's at a motorway. */
export interface LaneJoint {
  readonly from: { readonly road: string; readonly lane: number; readonly s: number }
  readonly to: { readonly road: string; readonly lane: number; readonly s: number }
}

/** A group of signals that are switched together. */
export interface ControllerSpec {
  readonly id: string
  readonly name: string
  readonly signals: readonly string[]
}

export interface NetworkSpec {
  readonly roads: readonly RoadLineSpec[]
  readonly junctions: readonly JunctionSpec[]
  readonly controllers: readonly ControllerSpec[]
  readonly joints: readonly LaneJoint[]
  /** Where on Earth it lies, as the map says it (a PROJ string); null: nowhere in particular. */
  readonly reference: string | null
}
