/** A road network from its spec: reference lines, lanes beside them, heights, and what lies on them. */
import { networkOf, recordAt, type NetworkSpec, type RoadSpec, type SurfacePatch } from '../scenario/index.ts'

import type { CurvePoint } from './curve.ts'
import { buildGraph } from './graph.ts'
import { buildLocator, MARGIN, sectionAt, type Find, type Ribbon } from './locate.ts'
import { buildReferenceLine } from './reference-line.ts'
import { buildHeights, type Relief } from './relief.ts'
import type { Footing, Lane, Road, RoadPart } from './road.ts'
import { buildSections, lanesAt, stripsAt } from './section.ts'
import { placeSignals, placeStopLines } from './signals.ts'
import { buildSurface } from './surface.ts'

const UP: readonly [number, number, number] = Object.freeze([0, 0, 1] as const)
/** Roads that lie over each other by more than this are bridges, not one surface, m. */
const BRIDGE = 1.5

/**
 * Builds the road that everyone asks.
 * @param spec a short road or a network; SI.
 * @param surface patches over it; where they overlap, the later one wins.
 */
export const buildRoad = (spec: RoadSpec, surface: readonly SurfacePatch[]): Road => {
  const network = networkOf(spec)
  const ribbons = network.roads.map((road): Ribbon => {
    const sections = buildSections(road)
    const edges = sections.flatMap(({ widest }) => [...widest])
    return {
      sections,
      line: buildReferenceLine(road.geometry, road.length),
      heights: buildHeights(road),
      reach: edges.reduce((most, t) => Math.max(most, Math.abs(t)), 0),
    }
  })
  const roads = network.roads.map((road, index): RoadPart => ({
    ...{ index, id: road.id, length: road.length, junction: road.junction, spec: road },
    sections: ribbons[index].sections.map((section) => section.s0),
    flat: ribbons[index].heights.flat,
  }))
  const flat = roads.every((road) => road.flat)
  const locator = buildLocator(ribbons)
  const groundOf = (patches: readonly SurfacePatch[], film = 0): Pick<Road, 'ground' | 'groundAround'> => {
    const surface = buildSurface(spec, network, ribbons, patches, film)
    const within = patches.length > 0 ? MARGIN : 0
    return {
      ground: (x, y) => surface.at(locator.nearest(x, y, within), locator.finds, locator.count),
      groundAround: (x, y, radius) => {
        let best = locator.nearest(x, y)
        // Where several roads hold a point, the ground takes a closer look whatever else is near.
        if (locator.count > 1) return null
        if (ribbons.length > 1) best = locator.nearest(x, y, MARGIN)
        return surface.around(best, locator.finds, locator.count, radius)
      },
    }
  }
  const { heightOf, relief } = buildRelief(ribbons, locator)
  const place: CurvePoint = { x: 0, y: 0, heading: 0, curvature: 0 }
  const footing: Footing = { z: 0, nx: 0, ny: 0, nz: 1 }
  const indices = new Map(roads.map((road, i) => [road.id, i]))

  const lanes = (s: number, on = 0): readonly Lane[] =>
    lanesAt(network.roads[on], sectionAt(ribbons[on], s), s)
  const pavedAt = (s: number, on = 0): readonly [number, number] => {
    const section = sectionAt(ribbons[on], s)
    const edges = section.edges(s)
    return [edges[section.pavedFrom], edges[section.pavedTo]]
  }
  const probe: Road['probe'] = flat
    ? (_x, _y, _z, out) => {
        out.z = 0
        out.nx = 0
        out.ny = 0
        out.nz = 1
      }
    : relief

  const without: Omit<Road, 'signals' | 'stopLines' | 'resurfaced'> = {
    network,
    roads,
    flat,
    graph: buildGraph(
      network,
      ribbons.map((r) => r.sections),
    ),
    length: network.roads[0].length,
    lanes: lanes(0),
    paved: pavedAt(0),
    roadIndex: (id) => indices.get(id),
    toRoad: (x, y, prefer) => {
      let find = locator.nearest(x, y)
      if (prefer !== undefined && find.road !== prefer) {
        const count = locator.near(x, y, 0)
        for (let i = 0; i < count; i++) {
          const other = locator.finds[i]
          if (other.road === prefer && other.outside <= 0) find = other
        }
      }
      return { s: find.s, t: find.t, road: find.road }
    },
    toWorld: (s, t, on = 0) => {
      const ribbon = ribbons[on]
      ribbon.line.at(s, place)
      const across = ribbon.heights.flat ? t : t * Math.cos(ribbon.heights.bank(s))
      const { heading } = place
      return { x: place.x - across * Math.sin(heading), y: place.y + across * Math.cos(heading), heading }
    },
    curvature: (s, on = 0) => {
      ribbons[on].line.at(s, place)
      return place.curvature
    },
    stripsAt: (s, on = 0) => stripsAt(network.roads[on], sectionAt(ribbons[on], s), s),
    lanesAt: lanes,
    lane: (id, s = 0, on = 0) => lanes(s, on).find((l) => l.id === id),
    laneAt: (t, s = 0, on = 0) => lanes(s, on).find((l) => t >= l.right && t < l.left),
    pavedAt,
    limit: (s, lane, on = 0) => limitAt(network, spec.speedLimit, on, s, lane),
    roadsAt: (x, y, within = MARGIN) => {
      const count = locator.near(x, y, within)
      return locator.finds
        .slice(0, count)
        .map((find) => ({
          ...{ road: find.road, s: find.s, t: find.t, outside: find.outside, z: heightOf(find) },
        }))
        .filter(({ outside }) => outside <= within)
    },
    beside: (x, y) => locator.nearest(x, y).outside,
    height: flat
      ? () => 0
      : (x, y, near = NaN) => {
          relief(x, y, near, footing)
          return footing.z
        },
    normal: flat
      ? () => UP
      : (x, y) => {
          relief(x, y, NaN, footing)
          return [footing.nx, footing.ny, footing.nz]
        },
    probe,
    ...groundOf(surface),
  }
  const signals = placeSignals(network, without)
  const road: Road = {
    ...without,
    signals,
    stopLines: placeStopLines(network, without, signals),
    resurfaced: (patches, film) => ({ ...road, ...groundOf(patches, film) }),
  }
  return road
}

/** The posted limit of a lane, m/s: its own, its road's, or the scenario's. */
const limitAt = (
  { roads }: NetworkSpec,
  posted: number,
  on: number,
  s: number,
  lane: number | undefined,
): number => {
  const road = roads[on]
  const section = road.sections[Math.max(0, recordAt(road.sections, s))]
  const own = section.lanes.find((l) => l.id === lane)?.limits ?? []
  const lanes = recordAt(own, s)
  if (lanes >= 0) return own[lanes].limit ?? Infinity
  const whole = recordAt(road.limits, s)
  if (whole >= 0) return road.limits[whole].limit ?? Infinity
  return posted
}

/**
 * Height and normal from the roads under a point. Where several hold it (in a junction) they are weighed
 * by how deep the point lies inside each, so that no wheel meets a step where one of them begins.
 */
const buildRelief = (
  ribbons: readonly Ribbon[],
  locator: ReturnType<typeof buildLocator>,
): { readonly heightOf: (find: Find) => number; readonly relief: Road['probe'] } => {
  const own: Relief = { z: 0, along: 0, across: 0 }
  const place: CurvePoint = { x: 0, y: 0, heading: 0, curvature: 0 }
  let gx = 0
  let gy = 0

  /** Height and slopes of one road at a find: z returned, slopes in gx and gy. */
  const look = ({ road, s, t }: Find): number => {
    const ribbon = ribbons[road]
    if (ribbon.heights.flat) {
      gx = 0
      gy = 0
      return 0
    }
    ribbon.heights.at(s, t, sectionAt(ribbon, s), own)
    ribbon.line.at(s, place)
    // Metres of way at t to metres of s; kept off the centre of the bend, which no wheel reaches.
    const along = own.along / Math.max(0.2, 1 - place.curvature * t)
    const c = Math.cos(place.heading)
    const n = Math.sin(place.heading)
    gx = along * c - own.across * n
    gy = along * n + own.across * c
    return own.z
  }

  const relief: Road['probe'] = (x, y, z, out) => {
    // Only beside all pavements does it matter what else is near.
    let count = locator.near(x, y, 0)
    if (count === 0) count = locator.near(x, y)
    if (count === 0) {
      locator.nearest(x, y)
      count = 1
    }
    const { finds } = locator
    let first = 0
    let height = look(finds[0])
    let slopeX = gx
    let slopeY = gy
    if (count > 1 && finds[1].outside < 0) {
      if (z === z)
        for (let i = 1; i < count && finds[i].outside < 0; i++) {
          const other = look(finds[i])
          if (Math.abs(other - z) >= Math.abs(height - z) || Math.abs(other - height) < BRIDGE) continue
          first = i
          height = other
        }
      let weights = 0
      let sum = 0
      let sumX = 0
      let sumY = 0
      for (let i = 0; i < count && finds[i].outside < 0; i++) {
        const own = look(finds[i])
        if (i !== first && Math.abs(own - height) >= BRIDGE) continue
        const { s, outside, road } = finds[i]
        const { length } = ribbons[road].line
        const weight = Math.max(1e-9, Math.min(-outside, 0.02 + s, 0.02 + length - s))
        weights += weight
        sum += weight * own
        sumX += weight * gx
        sumY += weight * gy
      }
      height = sum / weights
      slopeX = sumX / weights
      slopeY = sumY / weights
    } else if (count > 1 && finds[0].outside > 0) {
      // Between roads the ground passes from the height of one to that of the other.
      let weights = 0
      let sum = 0
      for (let i = 0; i < count; i++) {
        const d = finds[i].outside + 1e-3
        const own = look(finds[i])
        if (Math.abs(own - height) >= BRIDGE) continue
        weights += 1 / (d * d)
        sum += own / (d * d)
      }
      height = sum / weights
    }
    const k = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY)
    out.z = height
    out.nx = -slopeX * k
    out.ny = -slopeY * k
    out.nz = k
  }
  return { heightOf: look, relief }
}
