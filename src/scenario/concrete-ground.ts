/** What a concrete scenario says of the ground and the air: surfaces, the road, the weather. */
import type { Gust } from './story/gusts.ts'
import type { NetworkSpec } from './roads/road-network.ts'

/** Kinds of ground. Their places in this list are written into files: never reorder, append only. */
export const SURFACE_KINDS = [
  'dry-asphalt',
  'wet-asphalt',
  'standing-water',
  'packed-snow',
  'loose-snow',
  'slush',
  'ice',
  'black-ice',
  'gravel',
  'grass',
] as const
export type SurfaceKind = (typeof SURFACE_KINDS)[number]

/** One piece of the reference line. `curvature` in 1/m, positive to the left; constant along the piece. */
export interface RoadPiece {
  readonly length: number
  readonly curvature: number
}

/** What the surroundings of a road look like. */
export const PLACES = ['rural', 'motorway', 'suburb', 'city', 'mountain', 'bridge'] as const
export type Place = (typeof PLACES)[number]

export interface RoadSpec {
  /**
   * The whole network: a map, a junction, a road with hills or lanes of different kinds. Where it is there,
   * `pieces`, `lanes` and the widths are not read; without it they describe the one road there is.
   */
  readonly network?: NetworkSpec
  readonly pieces: readonly RoadPiece[]
  /** Lane ids from right to left, e.g. [-2, -1, 1]; every lane has `laneWidth` metres. */
  readonly lanes: readonly number[]
  readonly laneWidth: number
  /** Paved shoulder outside the outermost lane on each side, m. */
  readonly shoulderWidth: number
  readonly oneWay: boolean
  readonly speedLimit: number
  /** What the road is made of where no patch lies, and what lies beside it. */
  readonly surface: SurfaceKind
  readonly verge: SurfaceKind
  readonly place: Place
  /** World pose of s = 0. */
  readonly origin: { readonly x: number; readonly y: number; readonly heading: number }
}

/** A patch of road with its own surface. Where patches overlap, the later one in the file wins. */
export interface SurfacePatch {
  readonly id: string
  readonly kind: SurfaceKind
  /** Id of the road it lies on; without it, the first. */
  readonly road?: string
  /** [from, to] along the reference line, m. */
  readonly s: readonly [number, number]
  /** [right edge, left edge] across, m; resolved from lanes and side. */
  readonly t: readonly [number, number]
  /** Peak friction coefficient for the fitted tyre; null: the tyre's own value for this kind. */
  readonly mu: number | null
  /** Depth of snow or water, m; null: the kind's default. */
  readonly depth: number | null
}

export interface Weather {
  /** Water equivalent, m/s (the YAML says mm/h). */
  readonly snowfall: number
  readonly rainfall: number
  /** Meteorological optical range, m (Koschmieder: extinction = ln 20 / MOR... see render and sensors). */
  readonly visibility: number
  /** Wind blows FROM this compass bearing (0 = north, pi/2 = east), rad. */
  readonly wind: {
    readonly speed: number
    readonly from: number
    /** In the order of their beginnings; left out: none. */
    readonly gusts?: readonly Gust[]
  }
  /** Kelvin. */
  readonly temperature: number
  /** 0 clear ... 1 overcast. */
  readonly cloudCover: number
  /** Sun: elevation above the horizon and compass bearing, rad. */
  readonly sun: { readonly elevation: number; readonly azimuth: number }
}
