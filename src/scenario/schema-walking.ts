/** The schema of what somebody on foot does, and what it means. */
import * as z from 'zod'
import type { Action } from './concrete.ts'
import { condition, quantity, type Resolved } from './formula.ts'
import { laneId, roadId } from './schema-common.ts'

const until = condition().optional().describe('Ends it: they stop where they are.')
const pace = quantity('speed', { min: '0 m/s', max: '30 m/s' })
  .optional()
  .describe('How fast; without it, as now, or from rest at their usual pace.')

const walk = z
  .strictObject({
    walk: z
      .strictObject({
        s: quantity('length', { min: '0 m', max: '100 km' }).describe('Along the road.'),
        lane: laneId.describe('A lane.'),
        road: roadId.optional().describe('Id of the road; without it, the one that they start on.'),
        offset: quantity('length', { min: '-50 m', max: '50 m' })
          .prefault('0 m')
          .describe("From the lane's centre, to the left as its traffic sees it."),
      })
      .describe('Where to.'),
    pace,
    until,
  })
  .describe('On foot: go straight to a place and stop there.')

const cross = z
  .strictObject({
    cross: z
      .enum(['left', 'right'])
      .describe('To which side of the road, as the traffic of their own lane sees it.'),
    pace,
    until,
  })
  .describe('On foot: go straight across the road and stop beside it.')

const stop = z
  .strictObject({ stop: z.literal(true).describe('Always true.'), until })
  .describe('Slow down to a standstill.')

export const walking = [walk, cross, stop] as const

type Walking = Resolved<z.output<(typeof walking)[number]>>

export const isWalking = (action: object): action is Walking =>
  'walk' in action || 'cross' in action || 'stop' in action

/** How hard somebody who is told to stop slows down, m/s^2. */
const STOPS = 2

export const walkingOf = (a: Walking): Action => {
  if ('stop' in a) return { kind: 'speed', target: 0, acceleration: STOPS }
  if ('cross' in a) return { kind: 'cross', side: a.cross, speed: a.pace ?? null }
  const { road, ...to } = a.walk
  return { kind: 'walk', ...to, ...onRoad(road), speed: a.pace ?? null }
}

/** The road of a place, where the document names one. */
export const onRoad = (road: string | number | undefined): { readonly road?: string } =>
  road === undefined ? {} : { road: String(road) }
