/**
 * Two actors, as the road sees them. Traffic follows the road, so a pair is measured on the road rolled
 * out straight: x along the line parallel to the reference line through the first actor, y across. On a
 * straight road that is the world itself; in a bend a follower keeps closing on its leader and oncoming
 * traffic in the next lane is no false alarm, where straight lines through the world say the opposite.
 */
import { rotate, yawOf, wrapAngle } from '../math/index.ts'
import type { Road, WayLine } from '../road/index.ts'
import type { ActorSpec } from '../scenario/index.ts'
import type { ActorState } from '../world/index.ts'
import { boxTtc, outlineOf, sweptTouch, type Box, type Outline } from './box.ts'
import { decelerationToAvoid, timeHeadway } from './metrics/following.ts'

type Size = Pick<ActorSpec['spec'], 'length' | 'width' | 'rearOverhang'>

/** An actor's rectangle on the ground, world frame; the velocity is that of the rectangle's centre. */
export const footprint = (size: Size, actor: ActorState): Box => {
  const ahead = size.length / 2 - size.rearOverhang
  const heading = yawOf(actor.orientation)
  const c = Math.cos(heading)
  const s = Math.sin(heading)
  const yawRate = rotate(actor.orientation, actor.angularVelocity)[2]
  return {
    x: actor.position[0] + ahead * c,
    y: actor.position[1] + ahead * s,
    heading,
    vx: actor.velocity[0] - yawRate * ahead * s,
    vy: actor.velocity[1] + yawRate * ahead * c,
    length: size.length,
    width: size.width,
  }
}

/** A footprint with its place on the road. */
export interface Placed {
  readonly world: Box
  /** Of the rectangle's centre. */
  readonly s: number
  readonly t: number
  /** Heading of the road there (continuous along the road), and of the rectangle from it, rad. */
  readonly roadHeading: number
  readonly heading: number
  /** The rectangle in the frame of the road there. */
  readonly outline: Outline
  /** Velocity along and across the road, m/s. */
  readonly along: number
  readonly across: number
  /**
   * Of whom (index) the way is that s and t are measured along, on a network; left out: the road. Two that differ
   * in it are on no common way: they meet in the world, and no gap lies between them.
   */
  readonly way?: number
}

export const place = (road: Pick<Road, 'toRoad' | 'toWorld'>, world: Box, way?: number): Placed => {
  const { s, t } = road.toRoad(world.x, world.y)
  return placeAt(world, s, t, road.toWorld(s, 0).heading, way)
}

/**
 * An actor on the line of a way.
 * @param near,reach where along it it is looked for (WayLine.locate)
 */
export const placeOnLine = (
  line: WayLine,
  world: Box,
  near?: number,
  reach?: number,
  way?: number,
): Placed => {
  const { distance, offset } = line.locate(world.x, world.y, near, reach)
  return placeAt(world, distance, offset, line.heading(distance), way)
}

const placeAt = (world: Box, s: number, t: number, roadHeading: number, way?: number): Placed => {
  const cos = Math.cos(roadHeading)
  const sin = Math.sin(roadHeading)
  const heading = wrapAngle(world.heading - roadHeading)
  const outline = outlineOf(heading, world.length, world.width)
  const along = world.vx * cos + world.vy * sin
  const across = world.vy * cos - world.vx * sin
  const placed = { world, s, t, roadHeading, heading, outline, along, across }
  return way === undefined ? placed : { ...placed, way }
}

/** Half of a placed rectangle's extent along and across the road, m. */
export const extentAlong = ({ outline: o }: Placed): number =>
  Math.abs(o.cos) * o.length + Math.abs(o.sin) * o.width
export const extentAcross = ({ outline: o }: Placed): number =>
  Math.abs(o.sin) * o.length + Math.abs(o.cos) * o.width

/**
 * Way from a's centre to b's along the road as `a` drives it, m: the length of the line parallel to the
 * reference line through a, which is ds - t dheading for any course of curvature.
 */
export const wayAlong = (a: Placed, b: Placed): number => b.s - a.s - a.t * (b.roadHeading - a.roadHeading)

/** Whether s and t of the two are measured along one line. */
const share = (a: Placed, b: Placed): boolean => a.way === b.way

/** Time to collision of two actors on the straightened road, or in the world where they share none, s (boxTtc). */
export const pairTtc = (a: Placed, b: Placed): number =>
  share(a, b) ? rolledOutTtc(a, b) : boxTtc(a.world, b.world)

const rolledOutTtc = (a: Placed, b: Placed): number =>
  sweptTouch(wayAlong(a, b), b.t - a.t, b.along - a.along, b.across - a.across, a.outline, b.outline)

/** Which way along the road a vehicle faces: +1 with s, -1 against it. */
const facing = ({ outline }: Placed): 1 | -1 => (outline.cos >= 0 ? 1 : -1)

/**
 * Net gap from a to b along the road, m, bumper to bumper, whatever their lanes: positive when b is ahead
 * of a (the way a faces), negative when behind, 0 when side by side. Infinity: they are on no common way.
 */
export const pairGap = (a: Placed, b: Placed): number => {
  if (!share(a, b)) return Infinity
  const ahead = facing(a) * wayAlong(a, b)
  const net = Math.abs(ahead) - extentAlong(a) - extentAlong(b)
  return net <= 0 ? 0 : Math.sign(ahead) * net
}

/** Time headway of a behind b over the net gap, s; Infinity when b is not ahead or a does not move towards it. */
export const pairHeadway = (a: Placed, b: Placed): number => {
  const gap = pairGap(a, b)
  return gap < 0 ? Infinity : timeHeadway(gap, facing(a) * a.along)
}

/** Deceleration that keeps a from reaching b ahead of it, m/s^2 (DRAC); 0 when b is not ahead or no nearer then. */
export const pairDeceleration = (a: Placed, b: Placed): number => {
  const gap = pairGap(a, b)
  const way = facing(a)
  return gap < 0 || gap === Infinity ? 0 : decelerationToAvoid(gap, way * a.along, way * b.along)
}

/** Whether b lies in the strip of road that a's width sweeps. */
export const inPath = (a: Placed, b: Placed): boolean =>
  share(a, b) && Math.abs(b.t - a.t) < extentAcross(a) + extentAcross(b)
