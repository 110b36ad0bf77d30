/** All pairs of one control step: what each adds to its record, and what the subject has to do with everybody. */
import type { Situation } from '../situation.ts'
import { sweptTouch } from '../box.ts'
import { decelerationToAvoid, timeHeadway } from '../metrics/following.ts'
import type { Outlines, RolledOut } from './outlines.ts'
import { inPath, pairDeceleration, pairGap, pairHeadway, pairTtc } from '../pair.ts'
import type { PairRecords } from './pair-records.ts'

/** What the subject has to do with everybody at one step. */
export interface Encounter {
  /** Least time to collision, s, and with whom (index); Infinity and -1: with nobody. */
  ttc: number
  other: number
  /** Net gap (m) and time headway (s) to the nearest ahead in its path; Infinity: nobody. */
  gap: number
  thw: number
}

/** Bounds are drawn in by this, m: they are made of rounded numbers. */
const ROUNDING = 1e-6

/**
 * On the only road there is: every pair at every step. What a pair is worth is what pair.ts says of it; the swept
 * rectangles are only asked where boxes round them could meet soon enough to matter. In numbers and loops alone: thirty
 * actors are 435 pairs, a hundred times a second.
 */
export const watchOnRoad = (
  records: PairRecords,
  { present }: Outlines,
  rolledOut: RolledOut,
  subject: number,
  time: number,
  encounter: Encounter,
): void => {
  const { minTtc, minThw, maxDrac } = records
  const { s, t, roadHeading, along, across, facing, outline, extentAlong, extentAcross } = rolledOut
  for (let i = 0; i < present.length; i++) {
    if (present[i] === 0) continue
    const si = s[i]
    const ti = t[i]
    const hi = roadHeading[i]
    const ui = along[i]
    const vi = across[i]
    for (let j = i + 1; j < present.length; j++) {
      const pair = records.indexOf(i, j)
      if (present[j] === 0 || records.areJoined[pair] === 1) continue
      const turned = roadHeading[j] - hi
      const dx = s[j] - si - ti * turned
      const dy = t[j] - ti
      const vx = along[j] - ui
      const vy = across[j] - vi
      const bodies = extentAlong[i] + extentAlong[j]
      const widths = extentAcross[i] + extentAcross[j]
      const mine = i === subject || j === subject

      const worth = mine ? Math.max(minTtc[pair], encounter.ttc) : minTtc[pair]
      if (couldMeet(dx, dy, vx, vy, bodies, widths, worth)) {
        const ttc = sweptTouch(dx, dy, vx, vy, outline[i], outline[j])
        if (ttc < minTtc[pair]) records.noteTtc(pair, ttc, time)
        if (mine && ttc < encounter.ttc) {
          encounter.ttc = ttc
          encounter.other = i === subject ? j : i
        }
      }

      if (Math.abs(dy) >= widths) continue
      // Of i behind j, and of j behind i: each measures the way along its own line.
      for (let one = 0; one < 2; one++) {
        const way = one === 0 ? facing[i] : facing[j]
        const ahead = one === 0 ? way * dx : way * (s[i] - s[j] + t[j] * turned)
        const net = Math.abs(ahead) - bodies
        if (ahead < 0 && net > 0) continue
        const gap = Math.max(0, net)
        const v = way * (one === 0 ? ui : along[j])
        const other = way * (one === 0 ? along[j] : ui)
        const thw = timeHeadway(gap, v)
        if (thw < minThw[pair]) records.noteThw(pair, one, thw, time)
        const closing = v - other
        if (closing > 0 && closing * closing + ROUNDING > 2 * gap * maxDrac[pair])
          records.noteDrac(pair, one, decelerationToAvoid(gap, v, other), time)
        if (mine && (one === 0 ? i : j) === subject) noteAhead(encounter, gap, thw)
      }
    }
  }
}

const noteAhead = (encounter: Encounter, gap: number, thw: number): void => {
  if (gap >= encounter.gap) return
  encounter.gap = gap
  encounter.thw = thw
}

/**
 * False where two that keep their headings will not touch, or not sooner than `within`, s: the boxes along the axes that
 * hold them, with half extents that sum up to `length` and `width`, never overlap on both axes at once, or not before.
 */
const couldMeet = (
  dx: number,
  dy: number,
  vx: number,
  vy: number,
  length: number,
  width: number,
  within: number,
): boolean => {
  const overX = Math.abs(dx) + length + ROUNDING
  const overY = Math.abs(dy) + width + ROUNDING
  const gapX = Math.abs(dx) - length - ROUNDING
  const gapY = Math.abs(dy) - width - ROUNDING
  const closingX = dx < 0 ? vx : -vx
  const closingY = dy < 0 ? vy : -vy
  if (gapX > 0) {
    if (closingX <= 0 || gapX > within * closingX) return false
    // By then they have passed each other on the other axis.
    if (closingY > 0 && gapX * closingY > overY * closingX) return false
    if (closingY < 0 && gapY <= 0 && gapX * closingY < gapY * closingX) return false
  }
  if (gapY > 0) {
    if (closingY <= 0 || gapY > within * closingY) return false
    if (closingX > 0 && gapY * closingX > overX * closingY) return false
    if (closingX < 0 && gapX <= 0 && gapY * closingX < gapX * closingY) return false
  }
  return true
}

/** On a network pairs without the subject are looked at only every so many control steps ... */
const SELDOM = 10
/** ... unless they would meet sooner than this, s. */
const SOON = 5

/**
 * On a network of roads, where each pair has a line of its own: those of the subject at every step, and the others ten
 * times a second unless they are about to meet (`next`: the step at which each is looked at again).
 */
export const watchOnNetwork = (
  records: PairRecords,
  situation: Situation,
  subject: number,
  step: number,
  next: Int32Array,
  encounter: Encounter,
): void => {
  const { time, actors } = situation.state
  for (let i = 0; i < actors.length; i++)
    for (let j = i + 1; j < actors.length; j++) {
      const pair = records.indexOf(i, j)
      const placed = next[pair] > step || records.areJoined[pair] === 1 ? null : situation.pairAt(i, j)
      if (placed === null) continue
      const [a, b] = placed
      const mine = i === subject || j === subject
      const ttc = pairTtc(a, b)
      next[pair] = step + (mine || ttc < SOON ? 1 : SELDOM)
      records.noteTtc(pair, ttc, time)
      if (mine && ttc < encounter.ttc) {
        encounter.ttc = ttc
        encounter.other = i === subject ? j : i
      }
      if (!inPath(a, b)) continue
      for (const one of [0, 1]) {
        const [behind, ahead] = one === 0 ? [a, b] : [b, a]
        const gap = pairGap(behind, ahead)
        if (gap < 0) continue
        const thw = pairHeadway(behind, ahead)
        records.noteThw(pair, one, thw, time)
        records.noteDrac(pair, one, pairDeceleration(behind, ahead), time)
        if ((one === 0 ? i : j) === subject) noteAhead(encounter, gap, thw)
      }
    }
}
